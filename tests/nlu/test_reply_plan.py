"""What is said to which ranking, on a small bundle of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.nlu.few_shot_head import Guess
from lantern.nlu.reply_plan import Context, Planner, Thresholds, mostly_latin

LIMITS = Thresholds(answer=0.4, margin=0.1, area=0.25, danger=0.2, clarify=0.1)


def entry(family: str, name: str, **facets: list[str]) -> dict[str, Any]:
    return {
        "family": family,
        "name": name,
        "title": f"What about {name}?",
        "facets": facets,
        "mentions": {},
    }


ENTRIES = {
    f"{item['family']}/{item['name']}": item
    for item in [
        entry("faq", "liver", site=["liver"]),
        entry("faq", "bone", site=["bone"]),
        entry("faq", "ibrance", drug=["palbociclib"]),
        entry("faq", "scans"),
        entry("area", "other_drugs"),
        entry("area", "cost"),
        entry("area", "other_language"),
        entry("talk", "tell_me_more"),
        entry("danger", "emergency"),
    ]
}
NOTICES = {"no_words": "Words, please.", "not_understood": "I do not have that."}
PLANNER = Planner({"entries": ENTRIES, "not_covered": {"drug": "other_drugs"}, "notices": NOTICES}, LIMITS)


def guesses(**confidences: float) -> list[Guess]:
    """Return a ranking; ``faq__liver=0.5`` stands for the intent faq/liver."""
    found = [Guess(name.replace("__", "/"), value, value, 1.0) for name, value in confidences.items()]
    return sorted(found, key=lambda guess: -guess.confidence)


def named(entity: str, value: str, covered: bool = True) -> dict[str, Any]:
    return {"entity": entity, "value": value, "covered": covered, "extractor": "LexiconTagger"}


def plan(text: str, ranking: list[Guess], *names: dict[str, Any], context: Context | None = None) -> Any:
    return PLANNER.plan(text, ranking, names, context or Context())


def test_a_sure_topic_is_answered() -> None:
    part = plan("liver?", guesses(faq__liver=0.6, faq__bone=0.2))
    assert part["kind"] == "entry" and part["intent"] == "faq/liver"


def test_two_near_topics_are_offered() -> None:
    part = plan("hm", guesses(faq__liver=0.45, faq__bone=0.44))
    assert part["kind"] == "clarify"
    assert [choice["topic"] for choice in part["choices"]] == ["liver", "bone"]


def test_low_confidence_never_yields_an_answer() -> None:
    assert plan("hm", guesses(faq__liver=0.39, faq__bone=0.05))["kind"] == "notice"
    assert plan("hm", guesses(faq__liver=0.05))["choices"] == []


@given(st.floats(0, LIMITS.answer - 0.001), st.floats(0, 1))
def test_no_topic_below_the_threshold_is_ever_stated(low: float, other: float) -> None:
    part = plan("hm", guesses(faq__liver=low, area__cost=min(other, low)))
    assert part.get("intent", "").split("/")[0] != "faq"


def test_another_site_never_answers() -> None:
    part = plan("spine", guesses(faq__liver=0.9, faq__bone=0.5), named("site", "bone"))
    assert part["intent"] == "faq/bone"


def test_another_drug_never_answers() -> None:
    part = plan("herceptin", guesses(faq__ibrance=0.9), named("drug", "trastuzumab"))
    assert part["kind"] == "notice"


def test_a_drug_that_is_not_covered_leads_to_its_area() -> None:
    part = plan("enhertu", guesses(faq__ibrance=0.9, area__cost=0.1), named("drug", "enhertu", False))
    assert part["intent"] == "area/other_drugs"


def test_a_better_area_for_a_drug_that_is_not_covered_wins() -> None:
    part = plan("enhertu price", guesses(faq__ibrance=0.9, area__cost=0.5), named("drug", "x", False))
    assert part["intent"] == "area/cost"


def test_a_danger_needs_little() -> None:
    assert plan("help", guesses(danger__emergency=0.21))["intent"] == "danger/emergency"


def test_a_danger_wins_over_a_topic_that_is_a_little_ahead() -> None:
    assert plan("x", guesses(faq__liver=0.3, danger__emergency=0.21))["intent"] == "danger/emergency"
    assert plan("x", guesses(faq__liver=0.9, danger__emergency=0.21))["intent"] == "faq/liver"


def test_a_title_is_answered_exactly() -> None:
    assert plan("what about SCANS", guesses(faq__liver=0.9))["intent"] == "faq/scans"


def test_a_number_chooses_what_was_offered() -> None:
    context = Context(offered=("bone", "scans"))
    assert plan("2", [], context=context)["intent"] == "faq/scans"
    assert plan("2.", [], context=context)["intent"] == "faq/scans"
    assert plan("3", [], context=context)["notice"] == "no_words"


def test_a_button_chooses_a_topic_that_exists() -> None:
    assert plan("x", [], context=Context(chosen="bone"))["intent"] == "faq/bone"
    assert plan("x", [], context=Context(chosen="nonsense"))["kind"] == "notice"


def test_more_is_more_of_the_last_topic() -> None:
    part = plan("go on", guesses(talk__tell_me_more=0.9), context=Context(topic="liver"))
    assert part["intent"] == "faq/liver" and part["again"]
    assert plan("go on", guesses(talk__tell_me_more=0.9))["intent"] == "talk/tell_me_more"


@pytest.mark.parametrize("text", ["👍", "12345 !!", "…", "?"])
def test_no_words(text: str) -> None:
    assert plan(text, guesses(faq__liver=0.9))["notice"] == "no_words"


@pytest.mark.parametrize("text", ["что это такое", "什么是化疗", "ما هو العلاج"])
def test_other_scripts(text: str) -> None:
    assert plan(text, guesses(faq__liver=0.9))["intent"] == "area/other_language"


@given(st.text())
def test_any_text_gets_a_plan(text: str) -> None:
    assert plan(text, guesses(faq__liver=0.2))["kind"] in ("entry", "clarify", "notice")
    mostly_latin(text)
