"""What the question just answered comes to for another name ("and the liver?")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lantern.nlu.context import Context
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.name_guard import EXCLUSIVE, fallback_area

# Of several topics about a name, the one that says what it is or how it is treated comes first.
FIRST_ASPECTS = ("about", "how_it_works", "treatment", "role")

Entry = Mapping[str, Any]


def aspect_of(entry: Entry) -> str:
    """Return which side of its subject a topic is about (its facet ``aspect``)."""
    return str(entry["facets"].get("aspect", [""])[0])


class Siblings:
    """Finds, with the bundle of the model, the topic of one name that answers what another's did."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        """Take the content."""
        self._not_covered: Mapping[str, str] = bundle["not_covered"]
        self._entries: Mapping[str, Entry] = bundle["entries"]

    def of(self, name: Mapping[str, Any], guesses: Sequence[Guess], context: Context) -> str | None:
        """Return the intent that answers the last question for ``name``; None if it is not clear which.

        Args:
            name: The name that stands alone.
            guesses: The ranking of the text it stands in.
            context: What was said before it.
        """
        last = self._entries.get(context.intent or "")
        if last and last["family"] == "area" and self._is_asked_of_names(last):
            return context.intent
        if not name["covered"]:
            area = fallback_area({name["entity"]: [name["value"]]}, self._not_covered)
            return f"area/{area}" if area else None
        about = [
            intent
            for intent, entry in self._entries.items()
            if entry["family"] == "faq" and name["value"] in entry["facets"].get(name["entity"], ())
        ]
        if not about or (last is None and len(about) > 1 and name["entity"] != "drug"):
            return None
        if last is None:
            # "Kadcyla?" asks what it is.
            return min(about, key=lambda intent: self._distance(intent, guesses))
        # The same side of it comes first, then the treatment that the same therapy is a part of.
        same = [intent for intent in about if aspect_of(self._entries[intent]) == aspect_of(last)]
        same = same or [intent for intent in about if self._is_treated_with(intent, last["facets"])]
        if not same and last["facets"].get("therapy"):
            same = [intent for intent in about if aspect_of(self._entries[intent]) == "treatment"]
        return min(same or about, key=lambda intent: self._distance(intent, guesses))

    def _is_treated_with(self, intent: str, facets: Mapping[str, Sequence[str]]) -> bool:
        entry = self._entries[intent]
        spoken_of = set(entry["mentions"].get("therapy", ()))
        return aspect_of(entry) == "treatment" and bool(spoken_of & set(facets.get("therapy", ())))

    def _distance(self, intent: str, guesses: Sequence[Guess]) -> tuple[int, int, float]:
        # The topic about the name and nothing else comes first.
        facets = self._entries[intent]["facets"]
        named = sum(entity in facets for entity in (*EXCLUSIVE, "therapy"))
        aspect = aspect_of(self._entries[intent])
        rank = FIRST_ASPECTS.index(aspect) if aspect in FIRST_ASPECTS else len(FIRST_ASPECTS)
        vote = next((guess.confidence for guess in guesses if guess.intent == intent), 0.0)
        return named, rank, -vote

    def _is_asked_of_names(self, entry: Entry) -> bool:
        """Say whether an area is a question that can be asked of another drug or site as well."""
        asked = entry["kind"] in ("not_covered", "advice_declined")
        return asked and entry["name"] not in self._not_covered.values()
