"""What a model answers to each question, kept beside the model: it never changes, so it is asked once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from lantern.evaluation.bot import ProcessBot, Reply
from lantern.evaluation.questions import Question

Kept = dict[str, list[dict[str, Any]]]


def answers_file(model: Path) -> Path:
    """Return where a model's answers are kept."""
    return model.with_name(model.name.removesuffix(".tar.gz") + ".answers.json")


async def replies(
    model: Path,
    questions: Sequence[Question],
    progress: Callable[[int, int], None] = lambda done, of: None,
    unkept: Collection[str] = (),
) -> list[list[Reply]]:
    """Return the replies to all turns of each question.

    Args:
        model: The model; it is loaded only if it has not been asked everything before.
        questions: The questions.
        progress: Called with how many questions of how many have been asked.
        unkept: The keys (``key_of``) of questions whose answers are not to be kept: those of real people.

    Raises:
        ModelMissing: Rasa cannot load it.
    """
    file = answers_file(model)
    kept = _read(file)
    missing = {key_of(question): question for question in questions if key_of(question) not in kept}
    if missing:
        bot = await ProcessBot.load(model)
        for number, (key, question) in enumerate(missing.items(), 1):
            kept[key] = [_plain(reply) for reply in await _ask(bot, question, key)]
            progress(number, len(missing))
        draft = file.with_suffix(".draft")
        lasting = {key: rows for key, rows in kept.items() if key not in unkept}
        draft.write_text(json.dumps(lasting), encoding="utf-8")
        draft.replace(file)
    return [[_reply(row) for row in kept[key_of(question)]] for question in questions]


def key_of(question: Question) -> str:
    """Return what stands for the texts of a question."""
    texts = json.dumps([turn.text for turn in question.turns])
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:24]


async def _ask(bot: ProcessBot, question: Question, key: str) -> list[Reply]:
    if len(question.turns) == 1:
        return [await bot.answer(question.turns[0].text)]
    return [await bot.say(turn.text, f"compare-{key}") for turn in question.turns]


def _plain(reply: Reply) -> dict[str, Any]:
    """Return as much of a reply as comparing needs."""
    answers = [
        {
            "kind": answer["kind"],
            "topic": answer.get("topic"),
            "area": answer.get("area"),
            "choices": [{"topic": choice["topic"]} for choice in answer["choices"]],
        }
        for answer in reply.answers
    ]
    return {"answers": answers, "confidence": reply.confidence}


def _reply(row: dict[str, Any]) -> Reply:
    return Reply(tuple(row["answers"]), float(row["confidence"]))


def _read(file: Path) -> Kept:
    try:
        found: Kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
