"""Decide what to say to a message: pure functions from a ranking to a plan.

A plan lists the parts of a message in order. A part is one of

- ``{"kind": "entry", "intent", "confidence", "entry", "again"}``: give this entry of the bundle,
- ``{"kind": "clarify", "choices": [{"topic", "title"}]}``: offer these topics,
- ``{"kind": "notice", "notice", "sentence", "choices"}``: say this sentence of ``wording.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lantern.nlu.few_shot_head import Guess
from lantern.nlu.name_guard import fallback_area, fits, names_by_entity

Part = dict[str, Any]
OTHER_LANGUAGE = "area/other_language"
MORE = "talk/tell_me_more"
MOST_CHOICES = 3
# A danger needs no more than this share of the best confidence: a missed one is worst.
DANGER_SHARE = 0.5


@dataclass(frozen=True)
class Thresholds:
    """How sure one has to be, as confidences between 0 and 1."""

    answer: float
    margin: float
    area: float
    danger: float
    clarify: float


@dataclass(frozen=True)
class Context:
    """What the conversation brings with it.

    The topic answered last, the topics offered last, and a topic that was chosen by button.
    """

    topic: str | None = None
    offered: tuple[str, ...] = ()
    chosen: str | None = None


class Planner:
    """Turns rankings into plans, with the bundle that the model carries."""

    def __init__(self, bundle: Mapping[str, Any], thresholds: Thresholds) -> None:
        """Prepare the titles, which are answered exactly."""
        self.bundle = bundle
        self.entries: Mapping[str, Mapping[str, Any]] = bundle["entries"]
        self.thresholds = thresholds
        self._titles = {
            plain(entry["title"]): intent
            for intent, entry in self.entries.items()
            if entry["family"] == "faq"
        }

    def plan(
        self, text: str, guesses: Sequence[Guess], entities: Sequence[Mapping[str, Any]], context: Context
    ) -> Part:
        """Return the part that answers the message."""
        certain = self._certain(text, context)
        if certain:
            return self.entry(certain, 1.0)
        if not has_letters(text):
            return self._notice("no_words", [])
        if not mostly_latin(text) and OTHER_LANGUAGE in self.entries:
            return self.entry(OTHER_LANGUAGE, 1.0)
        return self._from_ranking(guesses, entities, context)

    def _certain(self, text: str, context: Context) -> str | None:
        if context.chosen and f"faq/{context.chosen}" in self.entries:
            return f"faq/{context.chosen}"
        number = text.strip().rstrip(".)")
        if number.isdecimal() and 1 <= int(number) <= len(context.offered):
            intent = f"faq/{context.offered[int(number) - 1]}"
            return intent if intent in self.entries else None
        return self._titles.get(plain(text))

    def _from_ranking(
        self, guesses: Sequence[Guess], entities: Sequence[Mapping[str, Any]], context: Context
    ) -> Part:
        covered, uncovered = names_by_entity(entities, True), names_by_entity(entities, False)
        fitting = [
            guess
            for guess in guesses
            if guess.intent in self.entries and fits(self.entries[guess.intent], covered, uncovered)
        ]
        danger = self._danger(fitting)
        if danger:
            return self.entry(danger.intent, danger.confidence)
        if fitting and self._sure(fitting):
            best = fitting[0]
            if best.intent == MORE and context.topic and f"faq/{context.topic}" in self.entries:
                return self.entry(f"faq/{context.topic}", best.confidence, again=True)
            return self.entry(best.intent, best.confidence)
        area = fallback_area(uncovered, self.bundle["not_covered"])
        if area and f"area/{area}" in self.entries:
            return self.entry(f"area/{area}", self.thresholds.area)
        return self._unsure(fitting)

    def _danger(self, guesses: Sequence[Guess]) -> Guess | None:
        """Return the danger that a message may hold, even where something else comes first."""
        dangers = [guess for guess in guesses if guess.intent.startswith("danger/")]
        if not dangers or dangers[0].confidence < self.thresholds.danger:
            return None
        near = dangers[0].confidence >= DANGER_SHARE * guesses[0].confidence
        return dangers[0] if near else None

    def _sure(self, guesses: Sequence[Guess]) -> bool:
        best = guesses[0]
        if not best.intent.startswith("faq/"):
            return best.confidence >= self.thresholds.area
        second = guesses[1].confidence if len(guesses) > 1 else 0.0
        return (
            best.confidence >= self.thresholds.answer and best.confidence - second >= self.thresholds.margin
        )

    def _unsure(self, guesses: Sequence[Guess]) -> Part:
        topics = [guess for guess in guesses if guess.intent.startswith("faq/")]
        near = [guess for guess in topics if guess.confidence >= self.thresholds.clarify]
        choices = [self._choice(guess.intent) for guess in near[:MOST_CHOICES]]
        if len(choices) >= 2:
            return {"kind": "clarify", "choices": choices}
        return self._notice("not_understood", choices)

    def _notice(self, key: str, choices: list[dict[str, str]]) -> Part:
        sentence = self.bundle["notices"][key]
        return {"kind": "notice", "notice": key, "sentence": sentence, "choices": choices}

    def _choice(self, intent: str) -> dict[str, str]:
        entry = self.entries[intent]
        return {"topic": entry["name"], "title": entry["title"]}

    def entry(self, intent: str, confidence: float, again: bool = False) -> Part:
        """Return the part that gives an entry of the bundle."""
        return {
            "kind": "entry",
            "intent": intent,
            "confidence": confidence,
            "entry": self.entries[intent],
            "again": again,
        }


def plain(text: str) -> str:
    """Return a text without case, punctuation and extra spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def has_letters(text: str) -> bool:
    """Say whether there is anything to read."""
    return any(character.isalpha() for character in text)


def mostly_latin(text: str) -> bool:
    """Say whether at least half of the letters are Latin; the encoder reads English only."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)
