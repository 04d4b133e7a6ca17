"""Several things in one message, follow-ups, corrections and what is ruled out, on the small bundle."""

from __future__ import annotations

import pytest

from lantern.nlu.context import Context
from tests.nlu.world import ENTRIES, plan, said


def test_two_questions_get_two_replies_in_order() -> None:
    rankings = {"scans": {"faq/scans": 0.8}, "chemo": {"faq/chemo": 0.8}}
    assert said(plan("What are scans for? When is chemo given?", rankings)) == ["faq/scans", "faq/chemo"]
    assert said(plan("what are scans for and when is chemo given", rankings)) == ["faq/scans", "faq/chemo"]


def test_a_covered_part_beside_one_that_is_not() -> None:
    rankings = {"scans": {"faq/scans": 0.8}, "cost": {"area/cost": 0.8}}
    found = plan("what are scans for and how much do they cost", rankings)
    assert said(found) == ["faq/scans", "area/cost"]
    assert found.gravest["intent"] == "area/cost"


def test_names_in_a_row_are_asked_apart() -> None:
    rankings = {"bone": {"faq/bone": 0.8}, "liver": {"faq/liver": 0.8}}
    assert said(plan("how are bone and liver mets treated", rankings)) == ["faq/bone", "faq/liver"]


def test_no_more_than_three() -> None:
    words = {"scans": "faq/scans", "chemo": "faq/chemo", "cost": "area/cost", "long": "area/prognosis"}
    rankings = {word: {intent: 0.8} for word, intent in words.items()}
    text = "What are scans for? When is chemo given? What does it cost me? How long have I got?"
    assert said(plan(text, rankings)) == ["faq/scans", "faq/chemo", "area/cost"]


def test_a_part_that_is_not_understood_is_named() -> None:
    rankings = {"scans": {"faq/scans": 0.8}, "zebra": {"faq/chemo": 0.01}}
    found = plan("What are scans for? Where does the zebra go?", rankings)
    assert said(found) == ["faq/scans", "part_not_understood"]
    assert "Where does the zebra go?" in found.parts[1]["sentence"]


def test_thanks_and_fear_stand_beside_a_question() -> None:
    rankings = {
        "Thanks": {"talk/thanks": 0.9},
        "scared": {"area/fear": 0.9},
        "scans": {"faq/scans": 0.9},
    }
    assert said(plan("Thanks a lot. What are scans for?", rankings)) == ["talk/thanks", "faq/scans"]
    assert said(plan("I am so scared. What are scans for?", rankings)) == ["area/fear", "faq/scans"]


def test_a_story_is_answered_by_its_question() -> None:
    story = "My mother is sixty and lives by the sea. She paid a lot for the flat. " * 3
    rankings = {"paid": {"area/cost": 0.5}, "scans": {"faq/scans": 0.8}}
    assert said(plan(story + "What are scans for?", rankings)) == ["faq/scans"]


@pytest.mark.parametrize(
    "text", ["and the liver?", "what about liver mets", "liver?", "and for the liver please"]
)
def test_a_bare_site_asks_the_last_question_of_another_site(text: str) -> None:
    found = plan(text, {"faq/scans": 0.2}, Context(intent="faq/bone"))
    assert said(found) == ["faq/liver"]


def test_a_bare_subtype_or_drug_too() -> None:
    assert said(plan("and her2?", {"faq/scans": 0.2}, Context(intent="faq/bone"))) == ["faq/her2"]
    found = plan("and for ibrance?", {"faq/scans": 0.2}, Context(intent="faq/faslodex_who"))
    assert said(found) == ["faq/ibrance"]


def test_a_bare_name_after_an_area_repeats_the_area() -> None:
    assert said(plan("and ibrance?", {"faq/scans": 0.2}, Context(intent="area/cost"))) == ["area/cost"]


def test_a_drug_that_is_not_covered_is_not_answered_in_context_either() -> None:
    found = plan("and enhertu?", {"faq/ibrance": 0.9}, Context(intent="faq/faslodex_who"))
    assert said(found) == ["area/other_drugs"]


def test_a_pronoun_stands_for_the_drug_just_named() -> None:
    rankings = {"who gets fulvestrant": {"faq/faslodex_who": 0.8}, "who gets it": {"faq/chemo": 0.03}}
    found = plan("who gets it", rankings, Context(intent="faq/faslodex_who", names={"drug": "fulvestrant"}))
    assert said(found) == ["faq/faslodex_who"]
    assert found.names == {"drug": "fulvestrant"}


def test_stale_context_does_not_hijack_a_full_question() -> None:
    context = Context(intent="faq/faslodex_who", names={"drug": "fulvestrant"})
    found = plan("what are scans for in the end", {"faq/scans": 0.8}, context)
    assert said(found) == ["faq/scans"] and found.names == {}


@pytest.mark.parametrize(
    "text", ["sorry, wrong organ, I was asking about the liver", "no, not bone, liver", "I meant liver"]
)
def test_a_correction_asks_the_same_of_another_site(text: str) -> None:
    assert said(plan(text, {"faq/bone": 0.9}, Context(intent="faq/bone"))) == ["faq/liver"]


@pytest.mark.parametrize("text", ["anything but chemo", "is there a way without chemo", "not chemo please"])
def test_what_is_excluded_is_not_answered(text: str) -> None:
    assert "faq/chemo" not in said(plan(text, {"faq/chemo": 0.9}))


def test_names_alone_at_the_end_ask_the_same_of_another() -> None:
    found = plan("how is the liver treated, and same question for bone", {"liver": {"faq/liver": 0.9}})
    assert said(found) == ["faq/liver", "faq/bone"]


def test_a_clause_does_not_lose_the_name_that_is_not_covered() -> None:
    rankings = {"pancreatic": {"area/cost": 0.1}, "options": {"faq/scans": 0.9}}
    assert "faq/scans" not in said(plan("pancreatic cancer, what are the options", rankings))


def test_a_question_beside_fear_in_one_sentence() -> None:
    rankings = {"scans": {"faq/scans": 0.6}, "terrified": {"area/fear": 0.6}}
    found = plan("what are the scans for, im terrified of them", rankings)
    assert said(found) == ["faq/scans", "area/fear"]


def test_near_topics_are_offered_beside_what_is_not_covered() -> None:
    found = plan("what does ibrance cost me", {"area/cost": 0.5, "faq/ibrance": 0.2})
    assert said(found) == ["area/cost"]
    assert [choice["topic"] for choice in found.parts[0]["suggested"]] == ["ibrance"]


def test_answers_that_are_withheld_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENTRIES["faq/ibrance"], "served", False)
    found = plan("what does ibrance cost me", {"area/cost": 0.5, "faq/ibrance": 0.2})
    assert found.parts[0]["suggested"] == []
