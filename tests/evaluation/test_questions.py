"""Question files: what is read, and what is said about a line that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.evaluation.questions import Wanted, read_questions

TOPICS, AREAS = {"palbociclib", "bone_mets_treatment"}, {"prognosis", "cost_insurance"}


def read(path: Path, *lines: str) -> tuple[list[tuple[Wanted, ...]], list[str]]:
    path.write_text("\n".join(lines), encoding="utf-8")
    questions, problems = read_questions([path], TOPICS, AREAS)
    return [turn.wanted for question in questions for turn in question.turns], [
        str(item) for item in problems
    ]


def test_all_forms(tmp_path: Path) -> None:
    wanted, problems = read(
        tmp_path / "q.jsonl",
        '{"text": "a", "topics": ["palbociclib"]}',
        '{"text": "a", "topics": "palbociclib"}',
        "",
        '{"text": "a", "expect": "advice_declined", "area": "prognosis"}',
        '{"text": "a", "expect": ["talk", "clarify"]}',
        '{"text": "a", "topics": ["palbociclib"], "expect": "support", "area": "prognosis"}',
        '{"text": "a", "parts": [{"topics": ["palbociclib"]}, {"expect": ["support"]}]}',
        '{"turns": [{"user": "a", "topics": ["palbociclib"]}, {"user": "b", "expect": ["answer"]}]}',
    )
    topic = Wanted(topics=("palbociclib",))
    assert problems == []
    assert wanted == [
        (topic,),
        (topic,),
        (Wanted(kinds=("advice_declined",), area="prognosis"),),
        (Wanted(kinds=("talk", "clarify")),),
        (Wanted(("palbociclib",), ("support",), "prognosis"),),
        (topic, Wanted(kinds=("support",))),
        (topic,),
        (Wanted(kinds=("answer",)),),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON"),
        ('{"text": "a"}', "neither 'topics' nor 'expect'"),
        ('{"text": "", "topics": ["palbociclib"]}', "no text under 'text'"),
        ('{"text": 7, "topics": ["palbociclib"]}', "no text under 'text'"),
        ('{"text": "a", "topics": ["palbocyclib"]}', "Did you mean 'palbociclib'?"),
        ('{"text": "a", "topics": []}', "'topics' is no list of names"),
        ('{"text": "a", "expect": ["anser"]}', "Did you mean 'answer'?"),
        ('{"text": "a", "expect": ["talk"], "area": "prognoses"}', "Did you mean 'prognosis'?"),
        ('{"text": "a", "expect": ["talk"], "aera": "x"}', "'aera' is not a known key"),
        ('{"text": "a", "parts": []}', "'parts' is no list"),
        ('{"turns": []}', "'turns' is no list of turns"),
        ('{"turns": [{"text": "a", "topics": ["palbociclib"]}]}', "no text under 'user'"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path, line: str, said: str) -> None:
    good = '{"text": "a", "topics": ["palbociclib"]}'
    wanted, [problem] = read(tmp_path / "q.jsonl", good, line, good)
    assert len(wanted) == 2
    assert "q.jsonl:2: " in problem and said in problem


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\xff")
    _, problems = read_questions([tmp_path / "none", tmp_path / "binary"], TOPICS, AREAS)
    assert ["cannot be read" in str(problem) for problem in problems] == [True, True]


@given(st.text() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_any_line_is_a_question_or_a_problem(tmp_path_factory: pytest.TempPathFactory, line: str) -> None:
    path = tmp_path_factory.mktemp("q") / "q.jsonl"
    path.write_text(line.encode("utf-8", "replace").decode("utf-8"), encoding="utf-8")
    questions, problems = read_questions([path], TOPICS, AREAS)
    filled = [part for part in path.read_text(encoding="utf-8").splitlines() if part.strip()]
    assert len(questions) + len(problems) == len(filled)
