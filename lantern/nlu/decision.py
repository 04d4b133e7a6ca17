"""What is said to a message or a piece of it.

It is said in parts, each of which is one of

- ``{"kind": "entry", "intent", "confidence", "entry", "again"}``: give this entry of the bundle,
- ``{"kind": "clarify", "choices": [{"topic", "title"}]}``: offer these topics,
- ``{"kind": "notice", "notice", "sentence", "choices"}``: say this sentence of ``wording.yml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lantern.nlu.few_shot_head import Guess

Part = dict[str, Any]
Rankings = Mapping[str, Sequence[Guess]]


@dataclass(frozen=True)
class Thresholds:
    """How sure one has to be, as confidences between 0 and 1.

    ``lead`` is how many times surer one has to be than of the next topic.
    """

    answer: float
    lead: float
    area: float
    clarify: float


@dataclass(frozen=True)
class Decision:
    """What to say to a piece.

    ``sure`` is false where the parts are guesses or there are none; ``ranking`` holds the guesses
    that fit the names in the piece. ``completed``, ``pronoun`` and ``within`` are those of the reading that
    was taken.
    """

    parts: tuple[Part, ...] = ()
    sure: bool = False
    confidence: float = 0.0
    ranking: tuple[Guess, ...] = field(default=(), repr=False)
    completed: bool = False
    pronoun: bool = False
    within: bool = False

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents of the entries that are given."""
        return tuple(part["intent"] for part in self.parts if part["kind"] == "entry")

    @property
    def family(self) -> str:
        """The family of the first entry; empty if there is none."""
        return self.intents[0].split("/")[0] if self.intents else ""
