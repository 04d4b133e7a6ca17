"""The look at a message before anything else is done with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from lantern.safety.disguises import Disguises
from lantern.safety.gate import Gate, Score
from lantern.safety.normal_form import windows
from lantern.safety.sure_signs import SureSigns

# How sure the gate has to be that a whole message, a sentence of it, some of its clauses, or a window that
# is any part of a sentence, is a danger: the less there is around it, the likelier an "if" or a "not" was
# lost. A false alarm costs a moment, a missed danger may cost a life; both are in benchmarks/results.md.
ALARM, SENTENCE_ALARM, CLAUSE_ALARM, PART_ALARM = 0.45, 0.66, 0.8, 0.86
# From here on a sure sign raises the alarm.
DOUBT = 0.2
# Of a message longer than twice this, the gate reads the beginning and the end, so many characters of each;
# in what lies between, sure signs are looked for.
MOST_CHARACTERS = 8000


@dataclass(frozen=True)
class Danger:
    """A danger that was recognised: its name in data/safety/ and how sure the gate is (about 0 to 1)."""

    name: str
    sureness: float


class Looks(Protocol):
    """Looks for dangers in messages."""

    def look(self, raw: str) -> Danger | None:
        """Return the danger that a message holds, if it holds one."""


class SafetyLook:
    """Looks for dangers in messages; pure, and bounded in time whatever is typed."""

    def __init__(
        self, gate: Gate, signs: SureSigns, disguises: Disguises, clause_starts: Collection[str] = ()
    ) -> None:
        """Take the gate, the sure signs, what takes disguises off, and the words that clauses begin with."""
        self._gate, self._signs, self._disguises = gate, signs, disguises
        self._starts = frozenset(clause_starts)

    def look(self, raw: str) -> Danger | None:
        """Return the danger that a message holds, if it holds one, as it is typed or without disguise."""
        found = self._look(raw)
        if found:
            return found
        plain = self._disguises.off(raw)
        return None if plain == raw else self._look(plain)

    def _look(self, raw: str) -> Danger | None:
        seen = windows(_ends(raw), self._starts)
        limits = {
            **dict.fromkeys(seen.parts, PART_ALARM),
            **dict.fromkeys(self._gate.suspects(seen.clauses), CLAUSE_ALARM),
            **dict.fromkeys(seen.sentences, SENTENCE_ALARM),
            **({seen.whole: ALARM} if seen.whole else {}),
        }
        scores = self._gate.scores(list(limits))
        alarms = [(score.sureness - limits[text], score) for text, score in scores.items()]
        over, worst = max(alarms, key=lambda alarm: alarm[0], default=(-1.0, None))
        if worst and over >= 0:
            return Danger(worst.danger, worst.sureness)
        # What the gate is sure is harmless needs no second look, which would take longer than the first; of a
        # very long message it has not seen every window.
        between = windows(raw[MOST_CHARACTERS:-MOST_CHARACTERS] if _is_long(raw) else "")
        texts = (*limits, *between.sentences, *between.parts)
        return next(filter(None, (self._sign(text, scores.get(text)) for text in texts)), None)

    def _sign(self, text: str, score: Score | None) -> Danger | None:
        sureness = score.sureness if score else DOUBT
        name = self._signs.danger(text) if sureness >= DOUBT else None
        return Danger(name, sureness) if name else None


def _is_long(raw: str) -> bool:
    return len(raw) > 2 * MOST_CHARACTERS


def _ends(raw: str) -> str:
    if not _is_long(raw):
        return raw
    return f"{raw[:MOST_CHARACTERS]}\n{raw[-MOST_CHARACTERS:]}"
