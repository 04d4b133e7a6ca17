"""Find facts by words, so that an editor need not know their ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from lantern.content.library import Library
from lantern.content.models import Fact

MOST = 12
WORD = re.compile(r"[a-z0-9]+")
Item = TypeVar("Item")


def facts_about(library: Library, words: str, most: int = MOST) -> list[Fact]:
    """Return the facts that hold the words best, rare words before common ones; of an id, that fact alone."""
    if words.strip() in library.facts:
        return [library.facts[words.strip()]]
    facts = list(library.facts.values())
    return best(facts, [f"{fact.section} {fact.text}" for fact in facts], words, most)


def best(items: Sequence[Item], texts: Sequence[str], words: str, most: int = MOST) -> list[Item]:
    """Return the items whose texts hold the words best, rare words before common ones."""
    held = [stems(text) for text in texts]
    often = Counter(stem for one in held for stem in one)
    wanted = stems(words)
    scores = [sum(1 / often[stem] for stem in wanted & one) for one in held]
    order = sorted(range(len(items)), key=lambda place: (-scores[place], place))
    return [items[place] for place in order[:most] if scores[place] > 0]


def stems(text: str) -> set[str]:
    """Return the words of a text, so that forms of one word are one."""
    # "treated" and "treatment" are one word here; short words stay as they are.
    return {word[:5] if len(word) > 5 else word.rstrip("s") for word in whole_words(text)}


def whole_words(text: str) -> set[str]:
    """Return the words of a text as they are written, but for capitals."""
    return set(WORD.findall(text.casefold()))
