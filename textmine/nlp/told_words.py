"""New words that one process tells another: finding out what a word can be costs ten times as much as being told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textmine.nlp.lexicon import FrameKey, Lexicon, Rows

# Rows that every lexicon has: the edge of sentences.
_EDGE = 1


@dataclass(frozen=True, slots=True)
class News:
    """Rows that the other lexicon may lack. `anew`: the frames are numbered from 0 again, after a lexicon was full."""

    rows: tuple[Rows, ...]
    frames: Sequence[FrameKey]
    anew: bool


class Exchange:
    """One end of a connection: what of the lexicon was told to the other end, or told by it.

    `lexicon` gives the one that is in use: a full one is thrown away, and a new one is begun. `alike`: the other end
    begins with the same rows, as a forked process does; else with none.
    """

    def __init__(self, lexicon: Callable[[], Lexicon], *, alike: bool) -> None:
        self._lexicon = lexicon
        self._own = lexicon()
        self._anew = not alike
        self._told = len(self._own.words) if alike else _EDGE
        self._their_keys: list[FrameKey] = self._own.frame_keys(0) if alike else []
        self._their_frames = list(range(len(self._their_keys)))
        self._frames_told = len(self._their_keys)
        self._between: list[range] = []

    def news(self) -> News:
        """What came into the lexicon since the last time, but for what the other end told."""
        self._renewed()
        anew, self._anew = self._anew, False
        self._pass_over(len(self._own.words))
        frames = self._own.frame_keys(self._frames_told)
        self._frames_told += len(frames)
        rows = tuple([self._own.told(rows) for rows in self._between])
        self._between = []
        return News(rows, frames, anew)

    def take(self, news: News) -> None:
        """Put what the other end tells into the lexicon."""
        self._renewed()
        if news.anew:
            self._their_keys, self._their_frames = [], []
        self._their_keys += news.frames
        self._their_frames += [self._own.frame_number(key) for key in news.frames]
        self._pass_over(len(self._own.words))
        for rows in news.rows:
            self._own.take(rows, self._their_frames)
        self._told = len(self._own.words)

    def _pass_over(self, end: int) -> None:
        """Keep for the next news what the lexicon has up to row `end`."""
        if self._told < end:
            self._between.append(range(self._told, end))
        self._told = end

    def _renewed(self) -> None:
        """Begin anew where the lexicon is another one than before."""
        if self._lexicon() is not self._own:
            self._own = self._lexicon()
            self._anew = True
            self._told, self._frames_told, self._between = _EDGE, 0, []
            self._their_frames = [self._own.frame_number(key) for key in self._their_keys]
