"""The choice among readings, with the weights that ship, and training."""

from pathlib import Path

import pytest

from textmine.errors import ModelError
from textmine.nlp.chooser import Chooser
from textmine.nlp.places import embedded_folder
from textmine.nlp.train import train
from textmine.nlp.treebank import as_written, read_conllu

SENTENCES = [
    ("Z kadrami akurat nie mamy problemu .", "z kadra akurat nie mieć problem ."),
    ("Mamy dwie córki i psa .", "mieć dwa córka i pies ."),
    ("Od dziesięciu lat szukamy spawaczy .", "od dziesięć rok szukać spawacz ."),
    ("Minęło lato , a zamówień nie ma .", "minąć lato , a zamówienie nie mieć ."),
    ("Pracuję w Warszawie na ul . Długiej .", "pracować w Warszawa na ulica . Długi ."),
    ("Rozmawiałem z panem Kowalskim .", "rozmawiać z pan Kowalski ."),
    ("Zrobiliśmy to razem z politechniką .", "zrobić to razem z politechnika ."),
    ("Chcielibyśmy zatrudnić więcej ludzi .", "chcieć zatrudnić więcej człowiek ."),
    ("Oni mają lepsze maszyny niż my .", "on mieć dobry maszyna niż my ."),
    ("Stany Zjednoczone kupują nasze części .", "Stany Zjednoczony kupować nasz część ."),
    ("To kosztuje 5 tys . zł .", "to kosztować 5 tysiąc . złoty ."),
]

TREEBANK = """# source = PUD
# text = Mam psa.
1\tMam\tmieć\tVERB\tfin:sg:pri:imperf\t_\t0\troot\t_\t_
2\tpsa\tpies\tNOUN\tsubst:sg:acc:m2\t_\t1\tobj\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\tinterp\t_\t1\tpunct\t_\t_

# source = PUD
# text = Zrobiłem to.
1-2\tZrobiłem\t_\t_\t_\t_\t_\t_\t_\t_
1\tZrobił\tzrobić\tVERB\tpraet:sg:m1:perf\t_\t0\troot\t_\t_
2\tem\tbyć\tAUX\taglt:sg:pri:imperf:wok\t_\t1\taux\t_\t_
3\tto\tto\tPRON\tsubst:sg:acc:n\t_\t1\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\tinterp\t_\t1\tpunct\t_\t_

"""


@pytest.fixture(scope="module")
def chooser() -> Chooser:
    return Chooser.load(embedded_folder() / "chooser.xz")


@pytest.mark.parametrize(("words", "lemmas"), SENTENCES)
def test_base_forms_in_context(chooser: Chooser, words: str, lemmas: str) -> None:
    chosen = chooser.choose([words.split()])[0]
    assert [choice.candidate.lemma for choice in chosen] == lemmas.split()


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("Wójcikowskiego", "Wójcikowski"), ("hejtowaniem", "hejtować"), ("20-letniego", "20-letni")],
)
def test_words_that_few_know(chooser: Chooser, word: str, lemma: str) -> None:
    chosen = chooser.choose([["Wczoraj", "mówiliśmy", "o", "sprawie", word, "."]])[0]
    assert chosen[4].candidate.lemma == lemma


@pytest.mark.parametrize("words", [["😀"], ["\u200b"], ["brzdrylqmi"], ["X"], ["1,5"], ["..."], ["a" * 500]])
def test_every_word_gets_a_base_form_and_a_part_of_speech(chooser: Chooser, words: list[str]) -> None:
    chosen = chooser.choose([words])[0]
    assert chosen[0].candidate.lemma
    assert chosen[0].upos


def test_choices_do_not_depend_on_what_else_is_in_the_batch(chooser: Chooser) -> None:
    sentences = [words.split() for words, _ in SENTENCES]
    together = chooser.choose(sentences)
    assert together == [chooser.choose([words])[0] for words in sentences]
    assert together[::-1] == chooser.choose(sentences[::-1])


def test_memory_is_bounded(chooser: Chooser, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Chooser(chooser.knowledge, chooser.first, chooser.second)
    before = own.choose([["Mamy", "psa"]])
    assert not own.trim()
    monkeypatch.setattr("textmine.nlp.chooser.MOST_WORDS", 1)
    assert own.trim()
    assert own.choose([["Mamy", "psa"]]) == before


def test_a_treebank_is_read_with_words_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "small.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    first, second = read_conllu(path)
    assert [token.form for token in first.tokens] == ["Mam", "psa", "."]
    assert [token.form for token in second.tokens] == ["Zrobił", "em", "to", "."]
    merged = as_written(second)
    assert [token.form for token in merged] == ["Zrobiłem", "to", "."]
    assert (merged[0].lemma, merged[0].tag) == ("zrobić", "praet:sg:pri")


@pytest.mark.slow
def test_training_again_gives_the_same_bytes_and_learns(tmp_path: Path) -> None:
    path = tmp_path / "small.conllu"
    path.write_text(TREEBANK * 8, encoding="utf-8")
    sentences = list(read_conllu(path))
    one, two = train(sentences), train(sentences)
    assert one.to_bytes() == two.to_bytes()
    assert [c.candidate.lemma for c in one.choose([["Mam", "psa", "."]])[0]] == ["mieć", "pies", "."]
    one.save(tmp_path / "chooser.xz")
    again = Chooser.load(tmp_path / "chooser.xz")
    assert again.choose([["Mam", "psa"]]) == one.choose([["Mam", "psa"]])


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut", "other"])
def test_a_damaged_file_gives_a_clear_message(tmp_path: Path, damage: str) -> None:
    import lzma

    good = (embedded_folder() / "chooser.xz").read_bytes()
    path = tmp_path / "chooser.xz"
    content = {
        "empty": b"",
        "text": b"to nie jest model",
        "cut": good[: len(good) // 2],
        "other": lzma.compress(b"\x02\0\0\0\0\0\0\0{}"),
    }
    if damage != "missing":
        path.write_bytes(content[damage])
    with pytest.raises(ModelError) as caught:
        Chooser.load(path)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_accuracy_on_a_treebank_that_was_never_trained_on(chooser: Chooser, shared: Path) -> None:
    """The figures promised in benchmarks/README.md; benchmarks/lemmas.py prints them."""
    sentences = list(read_conllu(shared / "data" / "ud" / "dev.conllu"))
    gold = [token for sentence in sentences for token in sentence.tokens]
    found = chooser.choose([[token.form for token in sentence.tokens] for sentence in sentences])
    choices = [choice for sentence in found for choice in sentence]
    lemmas = sum(c.candidate.lemma == g.lemma for c, g in zip(choices, gold, strict=True)) / len(gold)
    upos = sum(c.upos == g.upos for c, g in zip(choices, gold, strict=True)) / len(gold)
    assert lemmas >= 0.975
    assert upos >= 0.965
