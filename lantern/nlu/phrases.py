"""Phrases of data/cues.yml as patterns that match whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import Pattern


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longest first; spaces match any space."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first) + ")"


def words(phrases: Iterable[str]) -> Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words."""
    return re.compile(rf"(?<![\w']){any_of(phrases)}(?![\w'])", re.IGNORECASE)


def leading(phrases: Iterable[str]) -> Pattern[str]:
    """Return a pattern for any number of the phrases, with punctuation, at the start of a text."""
    return re.compile(rf"^(?:[\s,.;:!?-]*(?<!\w){any_of(phrases)}(?![\w'])[\s,.;:!?-]*)+", re.IGNORECASE)
