"""The look at a message before anything else is done with it."""

from __future__ import annotations

from dataclasses import dataclass

from lantern.safety.gate import Gate
from lantern.safety.normal_form import windows

# Log-odds from which a message as a whole, one of its sentences, and a window that is only a part of a
# sentence, raise an alarm: the less there is around it, the likelier "if" or "not" was lost. A false alarm
# costs a person a moment, a missed danger may cost a life; both are measured in benchmarks/results.md.
ALARM, SENTENCE_ALARM, PART_ALARM = -1.0, 0.4, 1.2
# Of a message longer than this, its beginning and its end are looked at, so many characters of each.
MOST_CHARACTERS = 8000


@dataclass(frozen=True)
class Danger:
    """A danger that was recognised: its name in data/safety/ and how sure the gate is (log-odds)."""

    name: str
    odds: float


class SafetyLook:
    """Looks for dangers in messages; pure, and bounded in time whatever is typed."""

    def __init__(self, gate: Gate) -> None:
        """Take the gate."""
        self._gate = gate

    def look(self, raw: str) -> Danger | None:
        """Return the danger that a message holds, if it holds one."""
        wholes, parts = windows(_ends(raw))
        worst: Danger | None = None
        for text, score in self._gate.scores(wholes, parts).items():
            limit = PART_ALARM if text not in wholes else (ALARM if text == wholes[0] else SENTENCE_ALARM)
            if score.odds >= limit and (worst is None or score.odds > worst.odds):
                worst = Danger(score.danger, score.odds)
        return worst


def _ends(raw: str) -> str:
    if len(raw) <= 2 * MOST_CHARACTERS:
        return raw
    return f"{raw[:MOST_CHARACTERS]}\n{raw[-MOST_CHARACTERS:]}"
