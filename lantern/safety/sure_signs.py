"""Sure signs: words that mean a danger wherever they stand undenied, whatever the gate makes of them.

Editors write them (data/safety/, ``patterns``); they work at once, without a gate being learnt. Broad
patterns as one more view of the gate were tried, and made it worse (benchmarks/results.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lantern.safety.normal_form import normal
from lantern.safety.patterns import PatternSet, bare_language

# "No chest pain", "never had a seizure": the denial stands at most so many words before.
DENIAL_REACH = 4


class SureSigns:
    """The patterns of all dangers, compiled once."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], denials: Sequence[str]) -> None:
        """Compile the patterns (by danger) and take the words that deny what follows them."""
        self._language = bare_language()
        self._patterns = PatternSet(patterns, self._language)
        self._denials = frozenset(word for line in denials for word in line.split("|"))

    def danger(self, text: str) -> str | None:
        """Return the danger whose pattern stands in the text undenied; of several, the first."""
        doc = self._language(normal(text))
        spots = [token.i for token in doc if token.text in self._denials]
        found = [
            (start, name)
            for name, start in self._patterns.find(doc).items()
            if not any(start - DENIAL_REACH <= spot < start for spot in spots)
        ]
        return min(found)[1].split(":")[0] if found else None
