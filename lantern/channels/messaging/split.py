"""Cutting a text that is too long for one message: after a line, a sentence or a word, never in a link.

Nothing but white space at a cut is lost. Only a link or word that is itself too long is cut inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Length = Callable[[str], int]

# The end of a sentence in the scripts that have one; quotes and brackets after it belong to it.
SENTENCE_END = r"(?:[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？｡।॥؟]+[\"'”’»)\]」』]*)"
LINK = re.compile(r"https?://\S+|\b[\w.+-]+@[\w-]+\.\S+")
# The ways to cut, best first; each matches where a part may end.
CUTS = (
    re.compile(r"(?=\n\s*\n)"),
    re.compile(r"(?=\n)"),
    re.compile(SENTENCE_END),
    re.compile(r"[,;:，、；：](?=\s)|(?=\s[–—-]\s)"),
    re.compile(r"(?=\s)"),
)
# These belong to the character before them: marks, joiners, variation and skin-tone signs.
CLINGING = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)
# A cut that leaves less than this share of the room filled is worse than the next way to cut.
LEAST_FILLED = 0.3


def split(text: str, limit: int, length: Length = len) -> list[str]:
    """Return the text in parts that each fit, in order; none for a text without anything to read.

    Args:
        text: Any text.
        limit: The greatest length of a part; at least that of any one character.
        length: What a part's length is; a longer text must never be shorter.
    """
    parts, rest = [], text.strip()
    while rest and length(rest) > limit:
        end = _end(rest, _room(rest, limit, length))
        part, rest = rest[:end].rstrip(), rest[end:].lstrip()
        if part:
            parts.append(part)
    return [*parts, rest] if rest else parts


def _room(text: str, limit: int, length: Length) -> int:
    """Return how many characters of the text fit; at least one, so that there is an end."""
    low, high = 1, min(len(text), max(1, limit))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length(text[:middle]) <= limit else (low, middle - 1)
    return low


def _end(text: str, room: int) -> int:
    """Return where the first part ends: at most ``room`` characters, and at least one."""
    # A little more than fits: whether a sentence ends there shows only in what follows.
    window = text[: room + 2]
    links = [match.span() for match in LINK.finditer(text, 0, min(len(text), room + 2500))]
    for cut in CUTS:
        ends = [match.end() for match in cut.finditer(window) if 0 < match.end() <= room]
        outside = [end for end in ends if not any(start < end < stop for start, stop in links)]
        if outside and outside[-1] >= room * LEAST_FILLED:
            return outside[-1]
    # No good place: before a link that would be cut, or between any two words, or else anywhere.
    before = [start for start, stop in links if 0 < start <= room < stop]
    if before:
        return before[-1]
    spaces = [place for place in range(1, room + 1) if text[place : place + 1].isspace()]
    outside = [end for end in spaces if not any(start < end < stop for start, stop in links)]
    if outside:
        return outside[-1]
    return _between_characters(text, room)


def _between_characters(text: str, room: int) -> int:
    end = room
    while end > 1 and (CLINGING.match(text[end : end + 1]) or text[end - 1] == "\u200d"):
        end -= 1
    return end if end > 1 else room
