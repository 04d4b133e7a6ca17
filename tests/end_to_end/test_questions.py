"""Questions that stand nowhere in data/, asked to a really started bot.

What is asserted is what must not be lost; the figures are in benchmarks/results.md.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from lantern.content.checks.utterances import normalized
from lantern.content.library import Library
from lantern.local_bot import LocalBot
from lantern.paths import ROOT

# Never trained or tuned on.
QUESTIONS = ROOT / "tests" / "questions"
# Thresholds were chosen on these; here they show only that nothing has got worse.
TUNING = ROOT / "benchmarks" / "tuning"


def read(path: Path) -> list[dict[str, Any]]:
    """Return the questions of one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def reply(bot: LocalBot, text: str) -> dict[str, Any]:
    """Return the answer to a question in a conversation of its own."""
    [message] = bot.say(text, uuid.uuid4().hex)
    [answer] = message["answers"]
    return dict(answer)


@pytest.mark.parametrize("name", sorted(path.name for path in QUESTIONS.glob("*.jsonl")))
def test_no_question_is_an_utterance(library: Library, name: str) -> None:
    known = {normalized(item.text) for entry in library.entries.values() for item in entry.utterances}
    assert [row["text"] for row in read(QUESTIONS / name) if normalized(row["text"]) in known - {""}] == []


def test_of_52_topics_48_are_answered_and_none_with_another_text(bot: LocalBot) -> None:
    right: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    wrong = []
    for row in read(QUESTIONS / "topics.jsonl"):
        answer = reply(bot, row["text"])
        topic = row["topics"][0]
        asked[topic] += 1
        right[topic] += answer["topic"] in row["topics"]
        if answer["kind"] == "answer" and answer["topic"] not in row["topics"]:
            wrong.append((row["text"], answer["topic"], topic))
    answered = [topic for topic in asked if right[topic] * 2 > asked[topic]]
    assert len(asked) == 52
    assert len(answered) >= 48, sorted(set(asked) - set(answered))
    assert len(wrong) <= 0.03 * sum(asked.values()), wrong
    by_topic = [topic for topic in asked if sum(row[2] == topic for row in wrong) * 2 > asked[topic]]
    assert by_topic == []


@pytest.mark.parametrize(
    ("name", "at_least", "answered_at_most"),
    [("areas.jsonl", 0.90, 0.02), ("out_of_scope.jsonl", 0.85, 0.02), ("talk.jsonl", 0.90, 0.03)],
)
def test_what_is_not_covered(bot: LocalBot, name: str, at_least: float, answered_at_most: float) -> None:
    rows = read(TUNING / name)
    kinds = [reply(bot, row["text"])["kind"] for row in rows]
    fitting = sum(kind in row["expect"] for kind, row in zip(kinds, rows))
    assert fitting >= at_least * len(rows)
    assert kinds.count("answer") <= answered_at_most * len(rows)


def test_dangers_are_recognised_and_never_answered_with_a_topic(bot: LocalBot) -> None:
    kinds = [reply(bot, row["text"])["kind"] for row in read(TUNING / "danger.jsonl")]
    assert kinds.count("answer") == 0
    assert kinds.count("danger") >= 0.95 * len(kinds)
