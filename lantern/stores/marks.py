"""Marks: small facts with an end, such as "this message id has been answered" or "five messages this minute".

They hold no words of a person. In memory they are good for one server; where several serve together, they
have to share them (``redis_marks.py``).
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Count:
    """How often something was counted in its present span of time, and the seconds until a new one begins."""

    number: int
    seconds_left: int


class Marks(Protocol):
    """Where marks are kept. Any call may raise ``OSError``: they cannot be reached just now."""

    async def get(self, key: str) -> str | None:
        """Return the value of a mark, or None if there is none (any more)."""

    async def put(self, key: str, value: str, seconds: int) -> None:
        """Set a mark for so many seconds."""

    async def put_new(self, key: str, value: str, seconds: int) -> bool:
        """Set a mark if there is none; say whether it was set."""

    async def put_lasting(self, key: str, value: str, seconds: int) -> None:
        """Set a mark that also outlives a restart of the server."""

    async def remove(self, key: str) -> None:
        """Remove a mark, if it is there."""

    async def count(self, key: str, seconds: int) -> Count:
        """Count one more in the span of so many seconds that began with the first."""


@dataclass
class _Mark:
    value: str
    until: float


class MemoryMarks:
    """Marks of one server, at most so many; the oldest give way. Lasting ones are kept in a file too."""

    def __init__(
        self, lasting: Path | None = None, most: int = 200_000, clock: Callable[[], float] = time.time
    ) -> None:
        """Read back the lasting marks.

        Args:
            lasting: The file for lasting marks; without one they end with the server.
            most: How many other marks are kept.
            clock: The time in seconds since 1970.

        Raises:
            OSError: The file can neither be read nor made.
        """
        self._file, self._most, self._clock = lasting, most, clock
        self._marks: OrderedDict[str, _Mark] = OrderedDict()
        self._lasting: dict[str, _Mark] = {}
        if lasting:
            self._read_back(lasting)

    async def get(self, key: str) -> str | None:
        """See ``Marks``."""
        mark = self._find(key)
        return mark.value if mark else None

    async def put(self, key: str, value: str, seconds: int) -> None:
        """See ``Marks``."""
        self._marks[key] = _Mark(value, self._clock() + seconds)
        self._marks.move_to_end(key)
        while len(self._marks) > self._most:
            self._marks.popitem(last=False)

    async def put_new(self, key: str, value: str, seconds: int) -> bool:
        """See ``Marks``."""
        if self._find(key):
            return False
        await self.put(key, value, seconds)
        return True

    async def put_lasting(self, key: str, value: str, seconds: int) -> None:
        """See ``Marks``."""
        mark = _Mark(value, self._clock() + seconds)
        self._lasting[key] = mark
        if self._file:
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(_line(key, mark))

    async def remove(self, key: str) -> None:
        """See ``Marks``."""
        self._marks.pop(key, None)

    async def count(self, key: str, seconds: int) -> Count:
        """See ``Marks``."""
        mark = self._find(key)
        if mark is None:
            await self.put(key, "1", seconds)
            return Count(1, seconds)
        mark.value = str(int(mark.value) + 1)
        return Count(int(mark.value), max(1, round(mark.until - self._clock())))

    def _find(self, key: str) -> _Mark | None:
        for marks in (self._marks, self._lasting):
            mark = marks.get(key)
            if mark and mark.until > self._clock():
                return mark
            marks.pop(key, None)
        return None

    def _read_back(self, file: Path) -> None:
        """Read the lasting marks that have not ended, and write the file anew without the others."""
        file.parent.mkdir(parents=True, exist_ok=True)
        for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
            try:
                key, value, until = json.loads(line)
            except ValueError:
                # The server was stopped while it wrote this line.
                continue
            if until > self._clock():
                self._lasting[key] = _Mark(value, until)
        file.write_text("".join(_line(key, mark) for key, mark in self._lasting.items()), encoding="utf-8")


def _line(key: str, mark: _Mark) -> str:
    return json.dumps([key, mark.value, mark.until]) + "\n"
