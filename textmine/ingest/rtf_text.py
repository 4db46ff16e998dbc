"""RTF into blocks: paragraphs and tables, with what is deleted, hidden or a note kept apart.

Source of the control words: Rich Text Format Specification 1.9.1. Code pages and names of fonts come from striprtf's
tables; its text is not used, because it runs hidden and deleted words into the others.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from textmine.ingest.blocks import Block, Ledger, emphasised, table_block
from textmine.ingest.conservation import size
from textmine.ingest.docx_styles import HEADINGS

_TOKEN = re.compile(
    r"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9A-Fa-f]{2})|(?P<sign>[^A-Za-z']))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_SIGNS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\"}
_WORDS = {"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002",
          "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}  # fmt: skip
_ASIDE = {"footnote": "przypis", "annotation": "komentarz"} | dict.fromkeys(
    ("header", "headerl", "headerr", "headerf"), "nagłówek strony"
) | dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "stopka strony")  # fmt: skip
_DROPPED = {
    "fldinst": "kody pól",
    "shprslt": "powtórzenie dla starszych programów",
    "nonesttables": "powtórzenie dla starszych programów",
}
_BODY = frozenset({"shptxt", "ud", "fldrslt", "rtf", "field", "result"})
_THROUGH = frozenset({"shpinst", "shp", "nesttableprops"})
_LABELS = frozenset({"listtext", "pntext"})
_CODE_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_SYMBOL_CHARSET = "2"
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xE0: "→", 0xFC: "✓", 0xFB: "✗", 0x6F: "□", 0x2D: "-"}
_MAX_DEPTH = 2000
LIST_NUMBERS = "numery list"


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside of a pair of braces. `sink` is where its text goes: "" (the talk), an aside kind, or None."""

    sink: str | None = ""
    kind: str = "body"
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    deleted: bool = False
    skips: int = 1
    font: str = ""
    in_table: bool = False
    style: str = ""


@dataclass(slots=True)
class Rtf:
    """A walk through one RTF file: `source` counts what it decodes, blocks and ledger say where that went."""

    ledger: Ledger
    blocks: list[Block] = field(default_factory=list)
    source: int = 0
    complete: bool = True
    escaped: bool = False
    """Whether letters came as \\u escapes, which no code page can spoil."""
    _high: int = 0
    _page: str = "cp1252"
    _fonts: dict[str, str] = field(default_factory=dict)
    _styles: dict[str, str] = field(default_factory=dict)
    _bytes: bytearray = field(default_factory=bytearray)
    _line: list[str] = field(default_factory=list)
    _letters: list[int] = field(default_factory=lambda: [0, 0, 0])
    _aside: dict[str, list[str]] = field(default_factory=dict)
    _label: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)
    _state: _Group = field(default_factory=_Group)
    _stack: list[_Group] = field(default_factory=list)
    _pending: int = 0
    """Characters after a \\u that stand for it in old programs."""

    def walk(self, text: str) -> None:
        """Read the whole file, one character a byte."""
        position = 0
        starred = False
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            if match["hex"]:
                self._byte(int(match["hex"], 16))
                continue
            if match["text"]:
                self._plain(match["text"])
                continue
            self._decode()
            if match["brace"] == "{":
                self._open()
            elif match["brace"] == "}":
                if self._close():
                    break
            elif match["sign"] == "*":
                starred = True
                continue
            elif match["sign"]:
                self._sign(match["sign"])
            elif match["word"]:
                number = match["number"]
                if match["word"] == "bin":
                    position += max(0, int(number or 0))
                else:
                    self._word(match["word"], number, starred)
            starred = False
        self._decode()
        self.complete = not self._stack
        while self._stack:
            self._close()
        self._paragraph()
        self._flush_table()

    def _open(self) -> None:
        if len(self._stack) < _MAX_DEPTH:
            self._stack.append(self._state)
        self._pending = 0

    def _close(self) -> bool:
        """End a group; True where it was the document's own."""
        self._pending = 0
        ended = self._state
        self._state = self._stack.pop() if self._stack else _Group()
        if ended.kind in _LABELS and self._state.kind not in _LABELS:
            self._end_label()
        if ended.sink and self._state.sink != ended.sink:
            words = "".join(self._aside.pop(ended.sink, ()))
            if ended.sink in _DROPPED.values():
                self.ledger.drop(ended.sink, words)
            else:
                self.ledger.set_aside(ended.sink, words)
        return not self._stack

    def _byte(self, value: int) -> None:
        if self._pending:
            self._pending -= 1
        else:
            self._bytes.append(value)

    def _plain(self, text: str) -> None:
        skipped = min(self._pending, len(text))
        self._pending -= skipped
        text = text[skipped:]
        if not text:
            return
        if text.isascii() and not self._bytes:
            self._write(text)
        else:
            self._bytes.extend(text.encode("latin-1", "replace"))

    def _decode(self) -> None:
        if self._bytes:
            raw = bytes(self._bytes)
            self._bytes.clear()
            charset = self._fonts.get(self._state.font, "")
            if charset == _SYMBOL_CHARSET:
                self._write("".join(_SYMBOLS.get(byte, chr(byte)) for byte in raw))
            else:
                self._write(raw.decode(self._encoding(charset), "replace"))

    def _encoding(self, charset: str) -> str:
        from striprtf.striprtf import charset_map

        # 0 is "ANSI": the code page of the document.
        name = self._page if charset in {"", "0", "1"} else charset_map.get(int(charset), self._page)
        try:
            return codecs.lookup(name).name
        except LookupError:
            return self._page

    def _unit(self, value: int) -> None:
        """A \\u: a unit of UTF-16; two of them may be one character."""
        self.escaped = True
        if self._high and 0xDC00 <= value < 0xE000:
            whole = 0x10000 + ((self._high - 0xD800) << 10) + (value - 0xDC00)
            self._high = 0
            self._write(chr(whole))
        elif 0xD800 <= value < 0xDC00:
            self._high = value
        else:
            self._write("\ufffd" if 0xDC00 <= value < 0xE000 else chr(value))

    def _sign(self, sign: str) -> None:
        if sign in "\r\n":
            self._paragraph()
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])

    def _word(self, word: str, number: str | None, starred: bool) -> None:
        state = self._state
        if self._pending and word not in {"u", "uc"}:
            self._pending -= 1
        if word == "u" and number is not None:
            self._unit(int(number) % 0x10000)
            self._pending = state.skips
        elif word == "uc":
            self._state = replace(state, skips=min(max(0, int(number or 1)), 16))
        elif word == "ansicpg" and number:
            self._page = _known_page(f"cp{number}", self._page)
        elif word in _CODE_PAGES:
            self._page = _CODE_PAGES[word]
        elif word == "f" and number is not None:
            self._state = replace(state, font=number)
        elif word == "s" and number is not None:
            self._state = replace(state, style=number)
        elif word == "fcharset" and number is not None and state.kind == "fonttbl":
            self._fonts[state.font] = number
        elif word in {"b", "i", "v", "deleted", "plain"}:
            self._character(word, number != "0")
        elif word == "pard":
            self._state = replace(state, in_table=False, style="")
        elif word == "intbl":
            self._state = replace(state, in_table=True)
        elif word in {"par", "sect", "page"}:
            self._paragraph()
        elif word in {"cell", "nestcell"}:
            self._cell()
        elif word in {"row", "nestrow"}:
            self._row()
        elif word in _WORDS:
            self._write(_WORDS[word])
        else:
            self._destination(word, starred)

    def _character(self, word: str, on: bool) -> None:
        if word == "plain":
            self._state = replace(self._state, bold=False, italic=False, hidden=False, deleted=False)
        elif word == "b":
            self._state = replace(self._state, bold=on)
        elif word == "i":
            self._state = replace(self._state, italic=on)
        elif word == "v":
            self._state = replace(self._state, hidden=on)
        else:
            self._state = replace(self._state, deleted=on)

    def _destination(self, word: str, starred: bool) -> None:
        from striprtf.striprtf import destinations

        state = self._state
        if word in _ASIDE:
            self._state = replace(state, sink=_ASIDE[word], kind=word)
        elif word in _DROPPED:
            self._state = replace(state, sink=_DROPPED[word], kind=word)
        elif word in _LABELS:
            self._state = replace(state, kind=word)
        elif word in _BODY:
            if state.sink is None and word in {"shptxt", "ud"}:
                self._state = replace(state, sink="", kind="body")
        elif word in {"fonttbl"} | _THROUGH or word in destinations or starred:
            self._state = replace(state, sink=None, kind=word)

    def _write(self, text: str) -> None:
        state = self._state
        if self._high:
            self._high, text = 0, "\ufffd" + text
        if state.kind == "stylesheet":
            self._styles[state.style] = self._styles.get(state.style, "") + text
        if state.sink is None:
            return  # tables of fonts, colours and styles, pictures: no text of the document
        self.source += size(text)
        if state.deleted or state.hidden:
            kind = "usunięte w rejestrze zmian" if state.deleted else "tekst ukryty"
            self.ledger.set_aside(kind, text)
        elif state.sink:
            self._aside.setdefault(state.sink, []).append(text)
        elif state.kind in _LABELS:
            self._label.append(text)
        else:
            weight = sum(map(str.isalpha, text))
            for index, counted in enumerate((True, state.bold, state.italic)):
                self._letters[index] += weight if counted else 0
            self._line.append(text)

    def _end_label(self) -> None:
        """A label that a list gave: with letters or a colon it is written, a number is left out."""
        label = "".join(self._label).strip()
        self._label.clear()
        if re.search(r"[^\W\d_]|:", label):
            self._line.append(label + " ")
        elif re.search(r"\d", label):
            self.ledger.drop(LIST_NUMBERS, label)
        elif label:
            self._line.append("• ")
            self.ledger.drop(LIST_NUMBERS, label)
            self.ledger.add("punktory", "•")

    def _paragraph(self) -> None:
        if self._state.sink:
            self._aside.setdefault(self._state.sink, []).append("\n")
            return
        if self._state.sink is None:
            return
        if self._state.in_table or self._cells:
            self._line.append("\n")
            return
        self._flush_table()
        text = "".join(self._line)
        if text.strip():
            letters, bold, italic = self._letters
            heading = self._styles.get(self._state.style, "").strip().casefold().startswith(HEADINGS)
            self.blocks.append(Block(text, emphasised(letters, bold), emphasised(letters, italic), heading))
        self._line.clear()
        self._letters = [0, 0, 0]

    def _cell(self) -> None:
        if self._state.sink == "":
            self._cells.append("".join(self._line).strip("\n"))
            self._line.clear()
            self._letters = [0, 0, 0]

    def _row(self) -> None:
        if self._cells:
            self._rows.append(list(self._cells))
            self._cells.clear()

    def _flush_table(self) -> None:
        if self._cells:
            self._row()
        if self._rows:
            self.blocks.append(table_block(self._rows))
            self._rows.clear()


def _known_page(name: str, default: str) -> str:
    try:
        return codecs.lookup("utf-8" if name == "cp65001" else name).name
    except LookupError:
        return default
