"""From replies to figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lantern.evaluation.bot import Reply
from lantern.evaluation.pictures import draw
from lantern.evaluation.questions import Question, Turn, Wanted
from lantern.evaluation.score import Outcome, judge, report, risk_coverage


def given(*wanted: Wanted, **answer: Any) -> Outcome:
    return several([answer], *wanted)


def several(answers: list[dict[str, Any]], *wanted: Wanted, confidence: float = 0.5) -> Outcome:
    question = Question("q", 1, (Turn("text", wanted),))
    filled = tuple({"topic": None, "area": None, "choices": [], **answer} for answer in answers)
    return judge(question, 0, Reply(filled, confidence))


TOPIC = Wanted(topics=("a", "b"))
AREA = Wanted(kinds=("not_covered",), area="cost")


def test_a_topic_is_right_if_it_is_one_of_those_wanted() -> None:
    assert given(TOPIC, kind="answer", topic="b").right
    outcome = given(TOPIC, kind="answer", topic="c")
    assert outcome.wrong and not outcome.right and not outcome.offered


def test_an_offered_topic_is_no_answer_but_an_offer() -> None:
    outcome = given(TOPIC, kind="clarify", choices=[{"topic": "x"}, {"topic": "a"}])
    assert outcome.offered and not outcome.right and not outcome.wrong
    # The follow-ups of a wrong answer are no offer.
    assert not given(TOPIC, kind="answer", topic="c", choices=[{"topic": "a"}]).offered


def test_an_area_is_right_by_its_name_or_its_kind() -> None:
    assert given(AREA, kind="not_covered", area="cost").named
    outcome = given(AREA, kind="not_covered", area="diet")
    assert outcome.right and not outcome.named
    assert given(AREA, kind="answer", topic="a").wrong


def test_where_a_topic_or_another_reply_would_do_either_is_right() -> None:
    either = Wanted(("a",), ("support",), "fear")
    assert given(either, kind="answer", topic="a").right
    assert given(either, kind="support", area="sadness").right
    assert given(either, kind="not_covered", area="fear").right
    assert given(either, kind="answer", topic="z").wrong
    assert not given(either, kind="not_covered", area="cost").right


def test_of_several_things_each_has_to_be_answered() -> None:
    answers = [{"kind": "answer", "topic": "a"}, {"kind": "not_covered", "area": "cost"}]
    assert several(answers, TOPIC, AREA).right
    assert not several(answers[:1], TOPIC, AREA).right
    assert several([*answers, {"kind": "answer", "topic": "z"}], TOPIC, AREA).wrong


def test_the_report_adds_up() -> None:
    outcomes = [
        given(TOPIC, kind="answer", topic="a"),
        given(TOPIC, kind="clarify", choices=[{"topic": "a"}]),
        given(TOPIC, kind="answer", topic="c"),
        given(AREA, kind="not_covered", area="cost"),
        given(Wanted(kinds=("out_of_scope",)), kind="out_of_scope"),
    ]
    figures = report(outcomes)
    covered = figures["groups"]["covered"]
    assert covered["asked"] == 3
    assert covered["right"] == pytest.approx(1 / 3, abs=1e-4)
    assert covered["right_or_offered"] == pytest.approx(2 / 3, abs=1e-4)
    assert covered["answered_wrongly"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["groups"]["not covered"] == {
        "asked": 1, "right": 1.0, "answered_wrongly": 0.0, "area_named": 1.0
    }  # fmt: skip
    assert figures["confusions"][0]["times"] == 1
    assert len(figures["missed"]) == 2
    assert sum(group["asked"] for group in figures["calibration"]) == 5


def test_an_empty_report() -> None:
    assert report([])["turns"] == 0 and risk_coverage([]) == []


def test_the_curve_begins_with_the_surest() -> None:
    right = several([{"kind": "answer", "topic": "a"}], TOPIC, confidence=0.9)
    wrong = several([{"kind": "answer", "topic": "c"}], TOPIC, confidence=0.2)
    assert risk_coverage([wrong, right]) == [(0.5, 0.0), (0.5, 0.5)]


@pytest.mark.parametrize("name", ["picture.png", "picture.svg"])
def test_the_picture_is_drawn(tmp_path: Path, name: str) -> None:
    outcomes = [given(TOPIC, kind="answer", topic="a"), given(AREA, kind="answer", topic="a")]
    draw(outcomes, tmp_path / name)
    assert (tmp_path / name).stat().st_size > 5000
    draw([], tmp_path / name)
