"""What the gate sees of a window: the patterns in it and the small words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lantern.safety.normal_form import normal
from lantern.safety.patterns import PatternSet, bare_language

Floats = NDArray[np.float32]
# "No fever", "never had a seizure": the negation stands at most so many words before.
NEGATION_REACH = 4
MANY = 3
# The cue (data/danger_cues.yml) whose words deny what follows them.
NEGATED = "negated"


class PatternFeatures:
    """Patterns and cues as numbers: which occur, which are negated, and what stands beside them."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], cues: Mapping[str, Sequence[str]]) -> None:
        """Compile patterns (by danger) and cues (by what they show)."""
        self._language = bare_language()
        self._patterns = PatternSet(patterns, self._language)
        self._cues = PatternSet(cues, self._language)
        self._dangers, self._shown = tuple(patterns), tuple(cues)
        # The words that deny what follows them.
        self._negations = frozenset(word for line in cues.get(NEGATED, ()) for word in line.split("|"))
        self._place = {name: place for place, name in enumerate(self._patterns.names)}

    @property
    def size(self) -> int:
        """How many numbers there are for a window."""
        return 2 * len(self._place) + len(self._dangers) + 1 + 2 * len(self._shown)

    def matched(self, text: str) -> set[str]:
        """Return the dangers of which a pattern occurs in ``text``."""
        return {name.split(":")[0] for name in self._patterns.find(self._language(normal(text)))}

    def of(self, text: str) -> Floats:
        """Return the features of one window (``size`` numbers, 0 or 1, but for one share)."""
        doc = self._language(normal(text))
        found, cues = self._patterns.find(doc), self._cues.find(doc)
        shown = np.array(
            [any(name.split(":")[0] == cue for name in cues) for cue in self._shown], dtype=np.float32
        )
        hits, negated = np.zeros((2, len(self._place)), dtype=np.float32)
        spots = [token.i for token in doc if token.text in self._negations]
        for name, start in found.items():
            hits[self._place[name]] = 1
            if any(start - NEGATION_REACH <= spot < start for spot in spots):
                negated[self._place[name]] = 1
        matched = {name.split(":")[0] for name in found}
        kinds = np.array([danger in matched for danger in self._dangers], dtype=np.float32)
        share = np.array([min(MANY, len(found)) / MANY], dtype=np.float32)
        beside = shown if found else np.zeros_like(shown)
        return np.concatenate([hits, negated, kinds, share, shown, beside])
