"""What the rules of the masker are made of: placeholders, and patterns that cannot run away.

Every repetition has an upper bound, and a pattern begins where a word begins: a message made to be slow
costs its length, not the square of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

EMAIL, LINK, DATE, PHONE, NUMBER, ADDRESS, NAME = PLACEHOLDERS = (
    "[email]",
    "[link]",
    "[date]",
    "[phone]",
    "[number]",
    "[address]",
    "[name]",
)
# The capital letters of European languages and of Vietnamese; a range would take in small ones beyond "Þ".
UPPER = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁĽŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
    "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸƠƯΑ-ΩΆΈΉΊΌΎΏА-ЯЁІЇЄҐ"
)
# A word in capitals, in a pattern that minds no capitals otherwise.
CAPITAL = rf"(?-i:[{UPPER}])[\w'’-]{{1,30}}"

DIGIT = re.compile(r"\d")

Rule = Callable[[str], str]
Judge = Callable[[re.Match[str]], bool]


def rule(placeholder: str, pattern: str, judge: Judge | None = None) -> Rule:
    """Return what masks each find of a pattern; of its group "data" only, if it has one.

    Args:
        placeholder: What stands there afterwards.
        pattern: What to look for; capitals do not matter.
        judge: Says whether a find is meant.
    """
    compiled = re.compile(pattern, re.IGNORECASE)
    part = "data" if "data" in compiled.groupindex else 0

    def replace(found: re.Match[str]) -> str:
        if judge and not judge(found):
            return found.group()
        start, end = (place - found.start() for place in found.span(part))
        return found.group()[:start] + placeholder + found.group()[end:]

    return lambda text: compiled.sub(replace, text)


def figures_rule(placeholder: str, pattern: str, judge: Judge | None = None) -> Rule:
    """Return a rule that needs a figure: most messages have none, and are not searched."""
    masked = rule(placeholder, pattern, judge)
    return lambda text: masked(text) if DIGIT.search(text) else text


def beside(placeholder: str, some: Rule) -> Rule:
    """Return a rule that is for what stands beside a placeholder, and not tried without one."""
    return lambda text: some(text) if placeholder in text else text


def digits_in(text: str) -> int:
    """Return how many digits a text holds."""
    return sum(character.isdigit() for character in text)


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longest first; spaces match any few spaces.

    Phrases share their beginnings (a trie): hundreds of them are tried at every word of a message.
    """
    trie = _Node()
    for phrase in sorted(set(phrases)):
        node = trie
        for character in phrase:
            node = node.after.setdefault(character, _Node())
        node.ends = True
    return f"(?:{trie.pattern()})"


@dataclass
class _Node:
    """The phrases that begin alike."""

    after: dict[str, _Node] = field(default_factory=dict)
    ends: bool = False

    def pattern(self) -> str:
        branches = [
            (r"\s{1,3}" if character == " " else re.escape(character)) + node.pattern()
            for character, node in self.after.items()
        ]
        if not branches:
            return ""
        return f"(?:{'|'.join(branches)})" + ("?" if self.ends else "")
