"""A small bundle, and messages read by the real cues and lexicon, for the tests of plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lantern.content.library import load_library
from lantern.content.names import NameFinder
from lantern.nlu.context import Context
from lantern.nlu.decision import Thresholds
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.lexicon_tagger import named_in
from lantern.nlu.message_parser import MessageParser, ReadMessage
from lantern.nlu.message_plan import MessagePlanner, Plan
from lantern.nlu.message_reader import uncovered_names
from lantern.nlu.readings import Subject
from lantern.paths import DATA

LIBRARY = load_library(DATA)
LIMITS = Thresholds(answer=0.2, lead=2.0, area=0.25, clarify=0.1)


def entry(family: str, name: str, kind: str = "", **facets: list[str]) -> dict[str, Any]:
    return {
        "family": family,
        "name": name,
        "kind": kind or {"faq": "answer", "area": "not_covered"}.get(family, family),
        "title": f"What about {name}?",
        "facets": facets,
        "mentions": {},
        "follow_ups": [],
        "served": True,
    }


ENTRIES = {
    f"{item['family']}/{item['name']}": item
    for item in [
        entry("faq", "liver", site=["liver"], aspect=["treatment"]),
        entry("faq", "bone", site=["bone"], aspect=["treatment"]),
        entry("faq", "bone_about", site=["bone"], aspect=["about"]),
        entry("faq", "her2", subtype=["her2 positive"], aspect=["treatment"]),
        entry("faq", "ibrance", drug=["palbociclib"], aspect=["about"]),
        entry("faq", "faslodex_who", drug=["fulvestrant"], aspect=["for_whom"]),
        entry("faq", "faslodex_how", drug=["fulvestrant"], aspect=["how_given"]),
        entry("faq", "chemo", therapy=["chemotherapy"], aspect=["role"]),
        entry("faq", "scans"),
        entry("area", "other_drugs"),
        entry("area", "cost"),
        entry("area", "doses", aspect=["own_treatment"]),
        entry("area", "treatment_decision", "advice_declined"),
        entry("area", "prognosis", "advice_declined"),
        entry("area", "prostate", aspect=["another_illness"]),
        entry("area", "fear", "support"),
        entry("area", "other_language", "out_of_scope"),
        entry("talk", "tell_me_more"),
        entry("talk", "thanks"),
        entry("talk", "what_can_you_do"),
        entry("talk", "not_what_i_meant"),
        entry("talk", "stuck"),
        entry("danger", "emergency"),
    ]
}
BUNDLE = {
    "entries": ENTRIES,
    "not_covered": {"drug": "other_drugs"},
    "labels": {"none_of_these": "None of these"},
    "notices": {
        "no_words": "Words, please.",
        "not_understood": "I do not have that.",
        "part_not_understood": "Not understood: {quote}",
        "masked": "Details were taken out.",
    },
}
SUBJECTS = {
    "faq/liver": Subject("liver mets", "site", "liver", True, "liver"),
    "faq/faslodex_who": Subject("fulvestrant", "drug", "fulvestrant", True, "fulvestrant"),
    "faq/ibrance": Subject("palbociclib", "drug", "palbociclib", True, "palbociclib"),
}
FINDER = NameFinder(LIBRARY.lexicon)
PARSER = MessageParser(LIBRARY.cues, SUBJECTS, uncovered_names(LIBRARY))
PLANNER = MessagePlanner(BUNDLE, LIBRARY.cues, LIMITS)
Ranking = Mapping[str, float]


def read(text: str, context: Context | None = None) -> ReadMessage:
    return PARSER.parse(text, named_in(text, FINDER), context or Context())


def guesses(ranking: Ranking) -> list[Guess]:
    found = [Guess(intent, value, value, 1.0) for intent, value in ranking.items()]
    # What is left of the votes goes to something that nobody asks for.
    found.append(Guess("faq/scans", max(0.0, 1 - sum(ranking.values())) / 20, 0.0, 0.0))
    return sorted(found, key=lambda guess: -guess.confidence)


def plan(text: str, rankings: Ranking | Mapping[str, Ranking], context: Context | None = None) -> Plan:
    """Return the plan; ``rankings`` is one for every text that is read, or one by a word in the text."""
    message = read(text, context)
    by_text = {}
    for one in message.texts():
        if all(isinstance(value, float) for value in rankings.values()):
            by_text[one] = guesses(rankings)  # type: ignore[arg-type]
            continue
        # Where several words occur, as in the whole message, what they call for is mixed.
        found = [ranking for word, ranking in rankings.items() if word in one]
        mixed: dict[str, float] = {}
        for ranking in found:
            for intent, value in ranking.items():  # type: ignore[union-attr]
                mixed[intent] = mixed.get(intent, 0.0) + value / len(found)
        by_text[one] = guesses(mixed)
    return PLANNER.plan(message, by_text, context or Context())


def said(found: Plan) -> list[str]:
    """Return the parts in short."""
    return [part.get("intent") or part.get("notice") or part["kind"] for part in found.parts]
