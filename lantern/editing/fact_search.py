"""Find facts by words, so that an editor need not know their ids."""

from __future__ import annotations

import re
from collections import Counter

from lantern.content.library import Library
from lantern.content.models import Fact

MOST = 12
WORD = re.compile(r"[a-z0-9]+")


def facts_about(library: Library, words: str, most: int = MOST) -> list[Fact]:
    """Return the facts that hold the words best, rare words before common ones; of an id, that fact alone."""
    if words.strip() in library.facts:
        return [library.facts[words.strip()]]
    facts = list(library.facts.values())
    held = [_stems(f"{fact.section} {fact.text}") for fact in facts]
    often = Counter(stem for stems in held for stem in stems)
    wanted = _stems(words)
    scores = [sum(1 / often[stem] for stem in wanted & stems) for stems in held]
    order = sorted(range(len(facts)), key=lambda place: (-scores[place], place))
    return [facts[place] for place in order[:most] if scores[place] > 0]


def _stems(text: str) -> set[str]:
    # "treated" and "treatment" are one word here; short words stay as they are.
    words = WORD.findall(text.casefold())
    return {word[:5] if len(word) > 5 else word.rstrip("s") for word in words}
