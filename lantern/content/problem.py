"""A problem in the content, told so that an editor can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it."""

    file: str
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.cure}"


def without_consequences(problems: Iterable[Problem], unreadable: Mapping[str, str]) -> list[Problem]:
    """Return the problems but for those that only say that an unreadable entry is unknown to others.

    Args:
        problems: What was found.
        unreadable: Files that cannot be read, by entry.
    """
    names = "|".join(map(re.escape, unreadable))
    quoted = re.compile(rf"['/](?:{names})'")
    return [
        problem
        for problem in problems
        if not unreadable or problem.file in unreadable.values() or not quoted.search(problem.what)
    ]
