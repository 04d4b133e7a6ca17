"""Questions that stand nowhere in data/, put to the model, its rules and its actions.

What is asserted is what must not be lost; the figures are in benchmarks/results.md.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lantern.content.checks.utterances import normalized
from lantern.content.library import Library
from lantern.evaluation.bot import ProcessBot
from lantern.evaluation.questions import read_questions
from lantern.evaluation.score import judge, report
from lantern.paths import ROOT

# Never trained or tuned on.
QUESTIONS = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
# Thresholds were chosen on these; here they show only that nothing has got worse.
TUNING = [ROOT / "benchmarks" / "tuning" / f"{name}.jsonl" for name in ("talk", "danger")]
# All of them take minutes ("make evaluate"); so many times fewer show that nothing was lost.
SAMPLE = 4
# Two wordings are shared if so large a part of the words of the shorter one is, in the same order.
SHARED_WORDS = 5


async def _figures(model: Path, library: Library, files: list[Path], step: int = 1) -> dict[str, Any]:
    topics = {entry.name for entry in library.family("faq")}
    areas = {entry.name for entry in library.family("area")}
    questions, problems = read_questions(files, topics, areas)
    assert problems == []
    bot = await ProcessBot.load(model)
    outcomes = []
    for number, question in enumerate(questions[::step]):
        for place, turn in enumerate(question.turns):
            outcomes.append(judge(question, place, await bot.say(turn.text, str(number))))
    return report(outcomes)


@pytest.fixture(scope="module")
def held_out(model: Path, library: Library) -> dict[str, Any]:
    return asyncio.run(_figures(model, library, QUESTIONS, SAMPLE))


def _texts(file: Path) -> list[str]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [turn["user"] for row in rows for turn in row.get("turns", [])] + [
        row["text"] for row in rows if "text" in row
    ]


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.name)
def test_no_question_shares_its_wording_with_an_utterance(library: Library, file: Path) -> None:
    known, runs = set(), set()
    for entry in library.entries.values():
        for utterance in entry.utterances:
            words = normalized(utterance.text).split()
            known.add(" ".join(words))
            runs |= {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}
    shared = []
    for text in _texts(file):
        words = normalized(text).split()
        # A short follow-up ("go on") has one natural wording; of longer ones no half may be copied.
        here = {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}
        copied = len(here & runs) * 2 > len(here) > 0
        if copied or (len(words) >= SHARED_WORDS and " ".join(words) in known):
            shared.append(text)
    assert shared == []


def test_each_topic_and_area_is_asked_often_enough(library: Library) -> None:
    asked: dict[str, int] = {}
    for file in QUESTIONS:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            name = row.get("topics", [None])[0] or row.get("area")
            if name:
                asked[name] = asked.get(name, 0) + 1
    rare = {entry.name for entry in library.family("faq") if asked.get(entry.name, 0) < 8}
    rare |= {entry.name for entry in library.family("area") if asked.get(entry.name, 0) < 15}
    assert rare == set()


def test_covered_questions(held_out: dict[str, Any]) -> None:
    covered = held_out["groups"]["covered"]
    assert covered["right"] >= LEAST["covered"]
    assert covered["answered_wrongly"] <= MOST_WRONG["covered"]


def test_questions_that_are_not_covered(held_out: dict[str, Any]) -> None:
    for name in ("not covered", "far off"):
        assert held_out["groups"][name]["right"] >= LEAST[name]
        assert held_out["groups"][name]["answered_wrongly"] <= MOST_WRONG[name]


def test_several_things_and_dialogues(held_out: dict[str, Any]) -> None:
    assert held_out["groups"]["several"]["right"] >= LEAST["several"]
    assert held_out["dialogues"]["later_right"] >= LEAST["later turns"]


# Under what was measured (benchmarks/results.md) by what a sample may differ.
LEAST = {"covered": 0.9, "not covered": 0.88, "far off": 0.9, "several": 0.7, "later turns": 0.88}
MOST_WRONG = {"covered": 0.06, "not covered": 0.05, "far off": 0.04}


def test_small_talk_and_dangers(model: Path, library: Library) -> None:
    figures = asyncio.run(_figures(model, library, TUNING))
    assert figures["groups"]["talk"]["right"] >= 0.9
    assert figures["groups"]["danger"]["right"] >= 0.95
    assert figures["groups"]["danger"]["answered_wrongly"] == 0


def test_the_command_evaluates_what_it_can_and_names_the_rest(model: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    good = '{"text": "what is palliative care", "topics": ["palliative_care_what"]}'
    file.write_text(f'{good}\n{{"text": "x", "topics": ["paliative_care_what"]}}\n', encoding="utf-8")
    picture = tmp_path / "picture.png"
    command = [sys.executable, "-c", "from lantern.cli.app import main; main()", "evaluate"]
    done = subprocess.run(
        [*command, str(file), "--json", "--picture", str(picture)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "mine.jsonl:2: " in done.stderr and "Did you mean 'palliative_care_what'?" in done.stderr
    figures = json.loads(done.stdout)
    assert figures["groups"]["covered"]["asked"] == 1 and figures["groups"]["covered"]["right"] == 1.0
    assert picture.stat().st_size > 5000
