"""Arrays that grow: adding rows costs what is added, not what is there already."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEAST = 1024


class Growing:
    """Rows (n,) or (n, width) of one kind, with room for more behind them."""

    def __init__(self, kind: type[np.generic], width: int | None = None) -> None:
        """`kind`: the numbers' type, as np.int32; `width`: numbers a row, None for rows that are a number each."""
        self._room: NDArray[Any] = np.zeros(_LEAST if width is None else (_LEAST, width), kind)
        self._size = 0

    @property
    def rows(self) -> NDArray[Any]:
        """What there is now. It stays as it is when more is added, unless somebody writes into it."""
        return self._room[: self._size]

    def __len__(self) -> int:
        return self._size

    def add(self, rows: NDArray[Any]) -> None:
        """Put rows (m,) or (m, width) behind those that are there."""
        size = self._size + len(rows)
        if size > len(self._room):
            room = np.zeros((max(size, 2 * len(self._room)), *self._room.shape[1:]), self._room.dtype)
            room[: self._size] = self.rows
            self._room = room
        self._room[self._size : size] = rows
        self._size = size
