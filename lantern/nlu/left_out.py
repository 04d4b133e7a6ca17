"""What an answer leaves out: whose illness it is, or one of several names, that the sources do not cover.

"It is stage 2 and HER2 positive. How is it treated" is told that early stages are not covered, and what is
said of metastases is only offered. Who is told that another person or cancer is not covered gets the answer
too. Of "bone and skin mets" the one is answered, the other said not to be covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lantern.nlu.decision import Decision, Part
from lantern.nlu.message_parser import Piece
from lantern.nlu.own_case import NO_TREATMENT
from lantern.nlu.polarity import Name, standing
from lantern.nlu.siblings import aspect_of

# Names of these kinds say whose illness it is, or which: they hold for all of a message.
STAGE = "stage"
WHOSE = ("cancer", "person", STAGE)
# Topics of these aspects say something of early stages or of words.
SAID_OF_ALL = (*NO_TREATMENT, "comparison", "meaning")
MOST_BESIDE = 2


class LeftOut:
    """Adds to an answer that a name in the message is not covered."""

    def __init__(
        self,
        entries: Mapping[str, Mapping[str, Any]],
        areas: Mapping[str, str],
        part: Callable[[str, float], Part],
    ) -> None:
        """Take the entries, the area of each kind of name, and what makes the part that gives an entry."""
        self._entries, self._areas, self._part = entries, areas, part

    def told(self, decision: Decision, whole: Piece) -> Decision:
        """Return the decision with what is not covered: whose illness in front, one of several behind."""
        topics = [intent for intent in decision.intents if intent.startswith("faq/")]
        if not decision.sure or all(aspect_of(self._entries[topic]) in SAID_OF_ALL for topic in topics):
            return decision
        uncovered = [name for name in standing(whole.names) if not name["covered"]]
        if any(name["entity"] == STAGE for name in uncovered) and self._area(STAGE) in self._entries:
            return self._offered(decision, topics)
        front = self._parts((name for name in uncovered if name["entity"] in WHOSE), decision)
        in_row = [reading.names[-1] for reading in whole.each if reading.names]
        behind = [] if front else self._parts((name for name in in_row if not name["covered"]), decision)
        if not front and not behind:
            return decision
        return replace(decision, parts=(*front, *decision.parts[:MOST_BESIDE], *behind))

    def _offered(self, decision: Decision, topics: Sequence[str]) -> Decision:
        """Return that the stage is not covered, with the topics as choices in place of their answers."""
        early = self._area(STAGE)
        found = [self._entries[topic] for topic in topics]
        choices = [{"topic": entry["name"], "title": entry["title"]} for entry in found if entry["served"]]
        part = {**self._part(early, decision.confidence), "suggested": choices}
        others = [part for part in decision.parts if part.get("intent") not in (early, *topics)]
        return replace(decision, parts=(part, *others[:MOST_BESIDE]))

    def _parts(self, names: Iterable[Name], decision: Decision) -> list[Part]:
        """Return the reply to the first of the names whose area is not said already."""
        for name in names:
            area = self._area(name["entity"])
            if area in self._entries and area not in decision.intents:
                return [self._part(area, decision.confidence)]
        return []

    def _area(self, entity: str) -> str:
        return f"area/{self._areas.get(entity)}"
