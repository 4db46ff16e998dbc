"""New words that one process tells another: finding out what a word can be costs ten times as much as being told.

Most words are rare: the other process never meets them. So what it is told is kept as it came until a word is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from textmine.nlp.lexicon import FrameKey, Lexicon, Rows, TheirFrames

# Rows that every lexicon has: the edge of sentences.
_EDGE = 1
# Each exchange of this process has a number: the source of the words that it takes.
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class News:
    """Rows that the other lexicon may lack. `anew`: the frames are numbered from 0 again, after a lexicon was full."""

    rows: Rows
    frames: Sequence[FrameKey]
    anew: bool


class Exchange:
    """One end of a connection: what of the lexicon was told to the other end, and what its numbers of frames mean.

    `lexicon` gives the one that is in use: a full one is thrown away, and a new one is begun. `alike`: the other end
    begins with the same rows, as a forked process does; else with none.
    """

    def __init__(self, lexicon: Callable[[], Lexicon], *, alike: bool) -> None:
        self._lexicon = lexicon
        self._own = lexicon()
        self._number = next(_NUMBERS)
        self._anew = not alike
        self._told = len(self._own.words) if alike else _EDGE
        self._their_frames = TheirFrames(self._own.frame_keys(0) if alike else ())
        self._frames_told = len(self._their_frames)

    def news(self) -> News:
        """What came into the lexicon since the last time, but for what the other end told."""
        self._renewed()
        anew, self._anew = self._anew, False
        rows = self._own.told(self._told, but_for=self._number)
        self._told = len(self._own.words)
        frames = self._own.frame_keys(self._frames_told)
        self._frames_told += len(frames)
        return News(rows, frames, anew)

    def take(self, news: News) -> None:
        """Let the lexicon hear what the other end tells."""
        self._renewed()
        if news.anew:
            # What was told before is told once more: without this it would pile up.
            self._own.forget_heard(self._number)
            self._their_frames = TheirFrames()
        self._their_frames.add(news.frames)
        self._own.hear(news.rows, self._their_frames, self._number)

    def _renewed(self) -> None:
        """Begin anew where the lexicon is another one than before."""
        if self._lexicon() is not self._own:
            self._own = self._lexicon()
            self._anew = True
            self._told, self._frames_told = _EDGE, 0
            self._their_frames = self._their_frames.anew()
