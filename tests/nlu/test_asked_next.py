"""Follow-ups that data/asked_next/ knows, against what a message asks by itself."""

from __future__ import annotations

from collections.abc import Mapping

from lantern.nlu.context import Context
from lantern.nlu.few_shot_head import Guess
from tests.nlu.world import plan, said

NOTHING: Mapping[str, float] = {}


def after_ibrance(text: str, intent: str, share: float, usual: bool = True) -> Context:
    return Context(
        intent="faq/ibrance",
        names={"drug": "palbociclib"},
        answered=True,
        follow_ups={text: (Guess(intent, share, share, 1.0),)},
        usual=frozenset({intent} if usual else ()),
    )


def test_a_few_words_are_read_as_what_is_asked_after_that_answer() -> None:
    text = "alone or with something"
    assert said(plan(text, NOTHING, after_ibrance(text, "faq/ibrance", 0.5))) == ["faq/ibrance"]


def test_a_weak_guess_is_none() -> None:
    text = "alone or with something"
    assert said(plan(text, NOTHING, after_ibrance(text, "faq/ibrance", 0.2))) == ["not_understood"]


def test_what_the_words_ask_by_themselves_counts_if_it_is_as_clear() -> None:
    text = "what are scans for"
    found = plan(text, {"faq/scans": 0.8}, after_ibrance(text, "faq/chemo", 0.7))
    assert said(found) == ["faq/scans"]
    assert said(plan(text, {"faq/scans": 0.5}, after_ibrance(text, "faq/chemo", 0.9))) == ["faq/chemo"]


def test_another_drug_answers_only_where_it_is_usual() -> None:
    text = "are there others"
    usual = after_ibrance(text, "faq/faslodex_who", 0.9)
    assert said(plan(text, NOTHING, usual)) == ["faq/faslodex_who"]
    strange = after_ibrance(text, "faq/faslodex_who", 0.9, usual=False)
    assert "faq/faslodex_who" not in said(plan(text, NOTHING, strange))


def test_a_name_that_is_not_covered_gets_no_follow_up() -> None:
    text = "and enhertu"
    found = plan(text, NOTHING, after_ibrance(text, "faq/ibrance", 0.9))
    assert said(found) == ["area/other_drugs"]


def test_thanks_stay_thanks() -> None:
    text = "thanks that helps"
    found = plan(text, {"talk/thanks": 0.6}, after_ibrance(text, "faq/chemo", 0.9))
    assert said(found) == ["talk/thanks"]
