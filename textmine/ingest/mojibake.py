"""Text that was once decoded wrongly and then saved so ("Å‚Ã³dÅº", "¿ó³æ", "šwiat"): put right, and said.

Two kinds. UTF-8 read as a code page is told by its bytes: it decodes strictly (ftfy, which also finds layers of it).
One code page read as another leaves no such trace, so the dictionary has to know most of the words that would change.
Quotation marks and everything else stay as they are: nothing here straightens or simplifies.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from textmine.ingest.code_pages import LOWER, TYPOGRAPHY, UPPER, polish_score

# (read as, really). The file's bytes were `really`, some program took them for `read as`.
_SWAPS = (
    ("cp1252", "cp1250"),
    ("latin-1", "cp1250"),
    ("cp1252", "iso-8859-2"),
    ("latin-1", "iso-8859-2"),
    ("iso-8859-2", "cp1250"),
    ("cp1250", "iso-8859-2"),
    ("cp1250", "cp852"),
    ("cp1252", "cp852"),
    ("cp437", "cp852"),
)
# Read as UTF-8 what ftfy does not try.
_UTF8_READ_AS = ("cp1250", "cp1252", "iso-8859-2", "cp852", "mac_latin2")
_ODD = re.compile(f"[^\x00-\x7f{LOWER}{UPPER}{re.escape(''.join(TYPOGRAPHY - set('²³¼½±')))}]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_NOT_LATIN = re.compile("[\u0250-\u1dff\u2e80-\uffff]")
Table = dict[int, str]

_LETTERS = r"[^\W\d_]"
# "w³aœnie", "robi±cy": no word has a sign between its letters. ("m³" has it at the end.)
_SIGN_INSIDE = re.compile(
    rf"(?<={_LETTERS})[^\w\s'’.,:;/&-](?={_LETTERS})|(?<={_LETTERS})[¹²³¼½¾](?={_LETTERS})"
)
_SAMPLE = 300_000
# How many different words are asked of the dictionary, and how many of them it has to know.
_ASKED = 150
_KNOWN = 0.6
_UNIT = re.compile(r"[kcdm]?m[²³]|.")


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without mojibake, and a Polish line for each kind that was mended."""
    if not _ODD.search(text):
        return text, ()
    text, notes = _utf8(text)
    if _ODD.search(text):
        text, more = _swapped(text)
        notes += more
    if _C1.search(text):
        # No text has these; they are cp1250's quotation marks and dashes in a file that was taken for latin-1.
        count = len(_C1.findall(text))
        text = text.translate({a: b for a, b in _table("latin-1", "cp1250").items() if a < 0xA0})
        notes += (f"naprawiono znaki sterujące C1 → cudzysłowy, myślniki i litery cp1250: {count}",)
    return text, notes


def _utf8(text: str) -> tuple[str, tuple[str, ...]]:
    lines = text.split("\n")
    count = 0
    example: tuple[str, str] | None = None
    for number, line in enumerate(lines):
        if not _ODD.search(line):
            continue
        better = _line(line)
        if better != line and polish_score(better) > polish_score(line):
            example = example or _first_difference(line, better)
            lines[number] = better
            count += 1
    if not example:
        return text, ()
    note = (
        f"naprawiono znaki zapisane w złym kodowaniu (UTF-8 odczytany jako strona kodowa), wierszy: {count}"
    )
    return "\n".join(lines), (f"{note}, np. „{example[0]}” → „{example[1]}”",)


def _line(line: str) -> str:
    import ftfy

    # Its guesses at single characters would spoil what the code pages explain; sequences are looked up below.
    careful = ftfy.TextFixerConfig(fix_c1_controls=False, decode_inconsistent_utf8=False)
    better, steps = ftfy.fix_encoding_and_explain(line, careful)
    guessed = any("windows-1252" in step.parameter for step in steps or () if step.action == "decode")
    strange = set(_NOT_LATIN.findall(better)) - set(_NOT_LATIN.findall(line))
    candidates = [line if guessed or strange else better]
    for page in _UTF8_READ_AS:
        table, sequence = _sequences(page)
        candidates.append(sequence.sub(lambda found, table=table: table[found[0]], line))  # type: ignore[misc]
    return max(candidates, key=polish_score)


@cache
def _sequences(page: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """What the UTF-8 of Polish and Latin letters and of typography looks like when it was read as a page."""
    shown = {byte: character for character, byte in _reverse(page).items()}
    latin = "".join(map(chr, range(0xC0, 0x180)))
    wanted = LOWER + UPPER + latin + "".join(TYPOGRAPHY)
    table = {"".join(shown[byte] for byte in letter.encode()): letter for letter in wanted if letter != " "}
    # "ńą" spells Polish; that somebody meant "Ĉ" is not to be believed.
    polish = frozenset(LOWER + UPPER)
    table = {read: meant for read, meant in table.items() if meant in polish or not polish.issuperset(read)}
    longest_first = sorted(table, key=len, reverse=True)
    return table, re.compile("|".join(map(re.escape, longest_first)))


@cache
def _reverse(page: str) -> dict[str, int]:
    """The byte of each character of a page; U+0080-9F stand for bytes that it lacks."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(256):
        character = bytes([byte]).decode(page, "ignore")
        if character:
            table[character] = byte
    return table


def _swapped(text: str) -> tuple[str, tuple[str, ...]]:
    best: tuple[float, str, str, Table] | None = None
    sample = text[:_SAMPLE]
    present = set(text)
    for read_as, really in _SWAPS:
        table = {a: b for a, b in _table(read_as, really).items() if chr(a) in present}
        if not _holds(sample, table):
            continue
        gain = polish_score(sample.translate(table)) - polish_score(sample)
        if gain > 0 and (best is None or gain > best[0]):
            best = (gain, read_as, really, table)
    if best is None:
        return text, ()
    _, read_as, really, table = best
    changed = sum(text.count(chr(character)) for character in table)
    better = text.translate(table)
    old, new = _first_difference(text, better)
    note = f"naprawiono litery ({really} odczytany jako {read_as}), znaków: {changed}"
    return better, (f"{note}, np. „{old}” → „{new}”",)


@cache
def _table(read_as: str, really: str) -> Table:
    """What each character beyond ASCII should be."""
    table: Table = {}
    for character, byte in _reverse(read_as).items():
        right = bytes([byte]).decode(really, "ignore")
        if right and right != character and byte >= 0x80:
            table[ord(character)] = right
    return table


def _holds(sample: str, table: Table) -> bool:
    """Whether most of the words that would change become words of the dictionary."""
    from textmine.nlp.dictionary import is_word

    letters = [chr(a) for a, b in table.items() if b in LOWER + UPPER]
    if not letters:
        return False
    odd = f"[{re.escape(''.join(letters))}]"
    token = re.compile(f"(?:{_LETTERS}|{odd})*{odd}(?:{_LETTERS}|{odd})*")
    found = [(one[0], one.start() > 0 and one.end() < len(sample)) for one in token.finditer(sample)]
    words = Counter(pair for pair in found if not _UNIT.fullmatch(pair[0]))
    right = wrong = 0
    for (word, whole), _ in words.most_common(_ASKED):
        better = word.translate(table)
        known = any(is_word(form) for form in (better, better.lower(), better.capitalize()))
        if _SIGN_INSIDE.search(word) or (known and not is_word(word)):
            right += 1
        elif whole:  # a word at an edge may be cut off
            wrong += 1
    return right > 0 and right >= _KNOWN * (right + wrong)


def _first_difference(before: str, after: str) -> tuple[str, str]:
    """The first word that changed, as it was and as it is."""
    old, new = before.split(), after.split()
    for a, b in zip(old, new, strict=False):
        if a != b:
            return a[:30], b[:30]
    return before[:30], after[:30]
