"""What is said to which ranking, on a small bundle of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.nlu.context import Context
from lantern.nlu.letters import mostly_latin
from tests.nlu.world import LIMITS, plan, said


def test_a_sure_topic_is_answered() -> None:
    assert said(plan("liver?", {"faq/liver": 0.6, "faq/bone": 0.2})) == ["faq/liver"]


def test_two_near_topics_are_offered() -> None:
    found = plan("hm so", {"faq/scans": 0.45, "faq/chemo": 0.44})
    assert said(found) == ["clarify"] and found.unsure == 1
    assert [choice["topic"] for choice in found.parts[0]["choices"]] == ["scans", "chemo"]


def test_twice_unsure_stops_guessing() -> None:
    found = plan("hm so", {"faq/scans": 0.45, "faq/chemo": 0.44}, Context(unsure=1))
    assert said(found) == ["talk/stuck"]


def test_a_sure_answer_ends_the_count() -> None:
    assert plan("liver?", {"faq/liver": 0.6}, Context(unsure=1)).unsure == 0


@given(st.floats(0, 0.05), st.floats(0, 0.05))
def test_no_topic_below_the_threshold_is_ever_stated(low: float, other: float) -> None:
    found = plan("hm so", {"faq/scans": low, "area/cost": other, "area/prognosis": 0.9 - low - other})
    assert "faq/scans" not in said(found)


def test_another_site_never_answers() -> None:
    assert said(plan("my spine", {"faq/liver": 0.7, "faq/bone": 0.25})) == ["faq/bone"]


def test_another_drug_never_answers() -> None:
    assert "faq/ibrance" not in said(plan("is herceptin for me", {"faq/ibrance": 0.9}))


def test_a_drug_that_is_not_covered_leads_to_its_area() -> None:
    assert said(plan("enhertu", {"faq/ibrance": 0.9, "area/cost": 0.02})) == ["area/other_drugs"]


def test_a_better_area_for_a_drug_that_is_not_covered_wins() -> None:
    assert said(plan("enhertu price", {"faq/ibrance": 0.4, "area/cost": 0.5})) == ["area/cost"]


def test_the_area_of_unknown_drugs_is_no_reply_to_a_known_one() -> None:
    found = plan("how does ibrance work", {"area/other_drugs": 0.6, "faq/ibrance": 0.3})
    assert said(found) == ["faq/ibrance"]


def test_what_is_told_of_one_drug_is_not_answered_with_something_else_about_another() -> None:
    found = plan("is ibrance a shot", {"faq/faslodex_how": 0.7, "faq/ibrance": 0.2})
    assert "faq/ibrance" not in said(found) and "faq/faslodex_how" not in said(found)


def test_a_danger_that_was_seen_stands_alone_and_what_was_asked_is_a_choice() -> None:
    found = plan("help. how is the liver treated", {"liver": {"faq/liver": 0.9}}, Context(danger="emergency"))
    assert said(found) == ["danger/emergency"]
    assert [choice["topic"] for choice in found.parts[0]["suggested"]] == ["liver"]


def test_understanding_by_itself_raises_no_alarm() -> None:
    assert said(plan("help", {"danger/emergency": 0.9})) == ["not_understood"]


def test_people_are_told_once_that_details_were_taken_out() -> None:
    first = plan("what is that", {"faq/chemo": 0.9}, Context(masked=True))
    assert said(first) == ["faq/chemo", "masked"] and first.told
    again = plan("what is that", {"faq/chemo": 0.9}, Context(masked=True, told=True))
    assert said(again) == ["faq/chemo"] and again.told


def test_a_title_is_answered_exactly() -> None:
    assert said(plan("what about SCANS", {"faq/liver": 0.9})) == ["faq/scans"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("2", "scans"),
        ("2.", "scans"),
        ("the second one", "scans"),
        ("the first of those", "bone"),
        ("number two please", "scans"),
        ("option 1", "bone"),
        ("the last one", "scans"),
        ("tell me more about the first one", "bone"),
    ],
)
def test_a_number_or_a_place_chooses_what_was_offered(text: str, topic: str) -> None:
    assert said(plan(text, {"faq/liver": 0.2}, Context(offered=("bone", "scans")))) == [f"faq/{topic}"]


def test_a_place_that_was_not_offered_chooses_nothing() -> None:
    assert said(plan("3", {}, Context(offered=("bone", "scans")))) == ["no_words"]
    assert said(plan("0", {}, Context(offered=("bone", "scans")))) == ["no_words"]


@pytest.mark.parametrize("text", ["None of these", "none of these.", "3"])
def test_none_of_these_ends_the_guessing(text: str) -> None:
    assert said(plan(text, {"faq/liver": 0.9}, Context(offered=("bone", "scans", "")))) == ["talk/stuck"]


def test_a_button_chooses_a_topic_that_exists() -> None:
    assert said(plan("x", {}, Context(chosen="bone"))) == ["faq/bone"]
    assert said(plan("x y", {}, Context(chosen="nonsense"))) == ["not_understood"]


def test_not_what_i_meant_offers_the_next_nearest() -> None:
    context = Context(intent="faq/liver", nearest=("bone", "scans"))
    found = plan("not what I meant", {"talk/not_what_i_meant": 0.9}, context)
    assert [choice["topic"] for choice in found.parts[0]["choices"]] == ["bone", "scans"]
    first = plan("liver treatment", {"faq/liver": 0.7, "faq/chemo": 0.1, "faq/scans": 0.05})
    assert first.nearest[:2] == ("chemo", "scans")


def test_after_a_guess_not_what_i_meant_ends_the_guessing() -> None:
    context = Context(intent="faq/liver", nearest=("bone", "scans"), unsure=1)
    assert said(plan("not what I meant", {"talk/not_what_i_meant": 0.9}, context)) == ["talk/stuck"]


def test_more_is_more_of_the_last_topic() -> None:
    found = plan("go on", {"talk/tell_me_more": 0.9}, Context(intent="faq/liver"))
    assert said(found) == ["faq/liver"] and found.parts[0]["again"]
    assert said(plan("go on", {"talk/tell_me_more": 0.9})) == ["talk/tell_me_more"]


@pytest.mark.parametrize("text", ["👍", "12345 !!", "…", "?"])
def test_no_words(text: str) -> None:
    assert said(plan(text, {"faq/liver": 0.9})) == ["no_words"]


@pytest.mark.parametrize("text", ["что это такое", "什么是化疗", "ما هو العلاج"])
def test_other_scripts(text: str) -> None:
    assert said(plan(text, {"faq/liver": 0.9})) == ["area/other_language"]


@given(st.text())
def test_any_text_gets_a_plan(text: str) -> None:
    found = plan(text, {"faq/liver": LIMITS.answer}, Context(intent="faq/ibrance", offered=("bone",)))
    assert found.parts and all(part["kind"] in ("entry", "clarify", "notice") for part in found.parts)
    mostly_latin(text)
