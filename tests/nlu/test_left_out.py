"""An answer says what it leaves out of a message, on the small bundle."""

from __future__ import annotations

import pytest

from lantern.nlu.message_plan import MessagePlanner
from tests.nlu import world
from tests.nlu.world import BUNDLE, ENTRIES, LIBRARY, LIMITS, entry, said

AREAS = {"site": "other_sites", "stage": "early", "person": "men"}
ENTRIES_HERE = {**ENTRIES, **{f"area/{name}": entry("area", name) for name in AREAS.values()}}
PLANNER = MessagePlanner({**BUNDLE, "entries": ENTRIES_HERE, "not_covered": AREAS}, LIBRARY.cues, LIMITS)
HER2, BONE = {"treated": {"faq/her2": 0.8}}, {"bone": {"faq/bone": 0.8}}


@pytest.fixture(autouse=True)
def planner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "PLANNER", PLANNER)


def test_whose_illness_it_is_holds_for_all_of_a_message() -> None:
    assert said(world.plan("I am a man. How is HER2 positive treated?", HER2)) == ["area/men", "faq/her2"]


@pytest.mark.parametrize(
    "text",
    ["My breast cancer is stage 2, HER2 positive. How is it treated?", "dcis, her2 pos. how is it treated"],
)
def test_to_an_early_stage_answers_are_only_offered(text: str) -> None:
    plan = world.plan(text, HER2)
    assert said(plan) == ["area/early"]
    assert [choice["topic"] for choice in plan.parts[0]["suggested"]] == ["her2"]


@pytest.mark.parametrize(
    "text",
    [
        "It was stage 2, now it has spread. How is HER2 positive treated?",
        "stage 3 then, stage 4 now. How is HER2 positive treated?",
        "stage 2 in 2012 and now mets. How is HER2 positive treated?",
    ],
)
def test_an_early_stage_of_the_past_takes_no_answer_away(text: str) -> None:
    assert said(world.plan(text, HER2)) == ["faq/her2"]


def test_what_is_ruled_out_is_not_told() -> None:
    assert said(world.plan("It is not stage 2. How is HER2 positive treated?", HER2)) == ["faq/her2"]


def test_of_several_names_the_one_without_an_answer_is_told() -> None:
    assert said(world.plan("how are bone and skin mets treated", BONE)) == ["faq/bone", "area/other_sites"]
    assert said(world.plan("how are bone mets treated", BONE)) == ["faq/bone"]


def test_what_is_said_already_is_not_said_again() -> None:
    rankings = {"stage 2": {"area/early": 0.8}, "HER2": {"faq/her2": 0.8}}
    text = "What do they do for stage 2? How is HER2 treated?"
    assert said(world.plan(text, rankings)).count("area/early") == 1
