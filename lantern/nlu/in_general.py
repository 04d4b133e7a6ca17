"""A question about treatment in general, asked beside a name, is a question about that name.

"It is HER2 positive. What is the usual treatment?" asks for the treatment of HER2 positive disease, though
its second sentence alone asks for all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lantern.nlu.decision import Decision, Part
from lantern.nlu.message_parser import Piece
from lantern.nlu.name_guard import EXCLUSIVE
from lantern.nlu.polarity import standing

# The aspects (facets of topics) that say so.
GENERAL, SPECIFIC = "overview", "treatment"

Found = Sequence[tuple[Piece, Decision]]


class InGeneral:
    """Knows the topics about treatment in general and about that of one site, subtype or gene."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]], part: Callable[[str, float], Part]) -> None:
        """Take the entries of the bundle, and what makes the part that gives one of them."""
        self._part = part
        topics = {intent: entry["facets"] for intent, entry in entries.items() if entry["family"] == "faq"}
        self._general = {intent for intent, facets in topics.items() if GENERAL in facets.get("aspect", ())}
        self._specific = {
            (entity, value): intent
            for intent, facets in topics.items()
            if SPECIFIC in facets.get("aspect", ()) and not facets.get("therapy")
            for entity in EXCLUSIVE
            for value in facets.get(entity, ())
        }

    def is_general(self, decision: Decision) -> bool:
        """Say whether a decision gives one topic, about treatment in general."""
        return decision.sure and len(decision.intents) == 1 and decision.intents[0] in self._general

    def settled(self, found: Found) -> list[tuple[Piece, Decision]]:
        """Return the pieces of a message with such questions answered for the one name in it, or left out.

        They are left out where another piece has the treatment of the name already. Where the message names
        several things, it is not clear which of them is meant, and all stays as it is.
        """
        named = {
            self._specific[name["entity"], name["value"]]
            for piece, _ in found
            for name in standing(piece.names)
            if (name["entity"], name["value"]) in self._specific
        }
        if len(named) != 1:
            return list(found)
        [about] = named
        told = any(decision.sure and about in decision.intents for _, decision in found)
        settled = []
        for piece, decision in found:
            if not self.is_general(decision) or standing(piece.names):
                settled.append((piece, decision))
            elif not told:
                part = self._part(about, decision.confidence)
                settled.append((piece, replace(decision, parts=(part,))))
        return settled
