"""What a person would get: the answer of a topic, or the reply to a question, and why it is that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from actions.reply import compose
from lantern import paths
from lantern.answers import Answer, plain_text
from lantern.content.bundle import build_bundle
from lantern.content.library import Library
from lantern.editing.neighbours import Meanings, Place, vector_of

PLANNER = "lantern.nlu.reply_planner.ReplyPlanner"


@dataclass(frozen=True)
class Tried:
    """What the bot makes of a question.

    ``ranking`` holds intent, confidence and the nearest utterances with their cosines; ``why`` is a sentence
    a part of the message.
    """

    answers: tuple[Answer, ...]
    text: str
    names: tuple[Mapping[str, Any], ...]
    ranking: tuple[tuple[str, float, tuple[tuple[float, Place], ...]], ...]
    why: tuple[str, ...]


def limits() -> dict[str, float]:
    """Return the confidences of config.yml from which on the bot answers."""
    settings = YAML(typ="safe").load((paths.ROOT / "config.yml").read_text(encoding="utf-8"))
    step: dict[str, Any] = next(step for step in settings["pipeline"] if step["name"] == PLANNER)
    return {key: float(value) for key, value in step.items() if key != "name"}


def tried(parsed: Mapping[str, Any], question: str, meanings: Meanings, near: int = 2) -> Tried:
    """Return what there is to know about a parsed question.

    Args:
        parsed: What understanding has made of it.
        question: The question.
        meanings: The utterances of the content.
        near: How many of the nearest utterances are shown of each intent.
    """
    plan = parsed["plan"]
    answers = tuple(compose(part, plan) for part in plan["parts"])
    vector = vector_of(question, paths.ENCODER)
    ranking = tuple(
        (row["intent"], float(row["confidence"]), tuple(meanings.nearest(vector, near, row["intent"])))
        for row in plan["ranking"]
    )
    why = tuple(reason(part, plan["ranking"], limits()) for part in plan["parts"])
    return Tried(answers, plain_text(answers, plan["labels"]), tuple(parsed["entities"]), ranking, why)


def reason(
    part: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]], allowed: Mapping[str, float]
) -> str:
    """Return in a sentence why one part of the message got this reply."""
    best = ranking[0] if ranking else {"intent": "nothing", "confidence": 0.0}
    if part["kind"] == "entry":
        intent, sure = part["intent"], float(part.get("confidence", 0.0))
        need = allowed["answer"] if intent.startswith("faq/") else allowed["area"]
        if sure < need:
            return (
                f"{intent} was chosen by the conversation or by a rule, not by its confidence ({sure:.2f})."
            )
        rest = [row for row in ranking if row["intent"] != intent]
        other = f"; next is {rest[0]['intent']} with {rest[0]['confidence']:.2f}" if rest else ""
        return f"{intent} is sure enough: {sure:.2f}, and {need:.2f} is asked for{other}."
    if part["kind"] == "clarify":
        return (
            f"Not sure between topics: {best['intent']} has {best['confidence']:.2f}; to be stated it needs "
            f"{allowed['answer']:.2f} and {allowed['lead']:g} times the confidence of the next."
        )
    return f"Nothing was sure enough: {best['intent']} came nearest with {best['confidence']:.2f}."


def answer_of(library: Library, intent: str) -> Answer:
    """Return the answer that an entry gives, as it would be shown."""
    bundle = build_bundle(library)
    plan = {"language": bundle["language"], "labels": bundle["labels"]}
    return compose({"kind": "entry", "entry": bundle["entries"][intent], "again": False}, plan)


def text_of(library: Library, answer: Answer) -> str:
    """Return an answer as text, as channels show it that know nothing else."""
    return plain_text([answer], library.wording.labels.dict())
