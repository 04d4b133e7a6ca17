"""Wrong passwords, counted so that guessing is slow and nobody is locked out by another's guesses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

# So many wrong passwords within this time for one name from one address, and the two have to wait.
MOST_WRONG, WRONG_SECONDS = 10, 60.0
# From many addresses for one name, and from one address for many names; people who mistype stay far below.
MOST_FOR_NAME = MOST_FROM_ADDRESS = 50
# Longer names are nobody's, and need not fill the memory.
MOST_LETTERS = 100


@dataclass
class Guesses:
    """The wrong passwords of the last minute."""

    clock: Callable[[], float]
    _wrong: dict[Hashable, list[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def has_to_wait(self, name: str, address: str, shared: bool) -> bool:
        """Say whether there were too many.

        Args:
            name: Who wants to come in.
            address: From where.
            shared: The address stands for many people, as that of a server before this one does: it is not
                counted alone, or one who guesses would lock out all.
        """
        with self._lock:
            now = self.clock()
            limits = _limits(name, address, shared)
            return any(len(self._recent(key, now)) >= most for key, most in limits.items())

    def note(self, name: str, address: str, shared: bool) -> None:
        """Count a wrong password."""
        with self._lock:
            now = self.clock()
            self._wrong = {key: recent for key in self._wrong if (recent := self._recent(key, now))}
            for key in _limits(name, address, shared):
                self._wrong.setdefault(key, []).append(now)

    def _recent(self, key: Hashable, now: float) -> list[float]:
        return [at for at in self._wrong.get(key, ()) if now - at < WRONG_SECONDS]


def _limits(name: str, address: str, shared: bool) -> dict[Hashable, int]:
    name = name[:MOST_LETTERS]
    limits: dict[Hashable, int] = {("both", name, address): MOST_WRONG, ("name", name): MOST_FOR_NAME}
    return limits if shared else {**limits, ("address", address): MOST_FROM_ADDRESS}
