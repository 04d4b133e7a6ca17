"""Check all content and collect every problem, so that an editor sees them all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lantern.content.checks import (
    asked_next,
    dates,
    evidence,
    own_words,
    placeholders,
    plain_truth,
    reading,
    references,
    utterances,
)
from lantern.content.library import Library, read_library
from lantern.content.problem import Problem, without_consequences
from lantern.errors import ContentError

CHECKS = (
    references,
    utterances,
    reading,
    evidence,
    own_words,
    placeholders,
    plain_truth,
    dates,
    asked_next,
)


def check_content(data: Path) -> list[Problem]:
    """Return all problems of ``data/``, sorted by file and line; empty if all is well."""
    return _checked(data)[1]


def warnings_of(data: Path, today: date) -> list[Problem]:
    """Return what somebody should see to though all can be used: answers whose day of review has passed.

    Args:
        data: The folder ``data/``.
        today: The day to compare with.
    """
    library, _ = read_library(data)
    return sorted(dates.overdue(library, today)) if library else []


def sound_library(data: Path) -> Library:
    """Return the library, for those who may not work with content that has problems.

    Raises:
        ContentError: The content has problems; the message lists all of them.
    """
    library, problems = _checked(data)
    if library is None or problems:
        lines = "\n".join(map(str, problems))
        raise ContentError(f"The content cannot be used:\n{lines}\nMend it, then run: lantern check")
    return library


def _checked(data: Path) -> tuple[Library | None, list[Problem]]:
    library, problems = read_library(data)
    if library is None:
        return None, problems
    for rule in CHECKS:
        problems += without_consequences(rule.check(library), library.unreadable)
    return library, sorted(set(problems))
