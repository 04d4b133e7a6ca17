"""What a model answers to each question, kept beside the model: it never changes, so it is asked once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

from lantern import paths
from lantern.content.library import Library
from lantern.encoder.one_at_a_time import one_at_a_time
from lantern.encoder.runtime import hash_of
from lantern.encoder.vector_cache import keep_vectors, questions_file
from lantern.evaluation.asking_process import Asked, Said
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question

Kept = dict[str, list[dict[str, Any]]]
Progress = Callable[[int, int], None]


def answers_file(model: Path) -> Path:
    """Return where a model's answers are kept."""
    return model.with_name(model.name.removesuffix(".tar.gz") + ".answers.json")


class Asks(Protocol):
    """Puts questions to models, as ``Askers`` does."""

    def ask(self, asked: Asked, questions: Sequence[Question], progress: Progress) -> Said:
        """Return what a model says to each question, in their order."""


def replies(
    askers: Asks,
    model: Path,
    content: Library,
    questions: Sequence[Question],
    progress: Progress = lambda done, of: None,
    unkept: Collection[str] = (),
) -> list[list[Reply]]:
    """Return the replies to all turns of each question.

    Args:
        askers: They ask the model what it has not been asked before.
        model: The model.
        content: What the model was trained from; dangers are looked for by it.
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
        lasting = {key: question for key, question in missing.items() if key not in unkept}
        passing = {key: question for key, question in missing.items() if key in unkept}
        said = _asked(askers, model, content, list(lasting.values()), list(passing.values()), progress)
        for key, found in zip((*lasting, *passing), said):
            kept[key] = [_plain(reply) for reply in found]
        rows = {key: rows for key, rows in kept.items() if key not in unkept}
        with one_at_a_time(file):
            draft = file.with_suffix(".draft")
            draft.write_text(json.dumps({**_read(file), **rows}), encoding="utf-8")
            draft.replace(file)
    return [[_reply(row) for row in kept[key_of(question)]] for question in questions]


def _asked(
    askers: Asks,
    model: Path,
    content: Library,
    lasting: Sequence[Question],
    passing: Sequence[Question],
    progress: Progress,
) -> list[list[Reply]]:
    # Imported here: only asking takes it, and it takes a while.
    from lantern.safety.kept_looks import keep_looks, looks_file
    from lantern.safety.setup import PRECISION

    looks = looks_file(content, paths.ENCODER)
    vectors = questions_file(paths.ENCODER, hash_of(paths.ENCODER, PRECISION))
    asked, of = Asked(model, looks, vectors, content.data), len(lasting) + len(passing)
    said = askers.ask(asked, lasting, lambda done, _: progress(done, of))
    keep_looks(looks, said.looks)
    keep_vectors(vectors, said.vectors)
    # What real people typed leaves nothing behind.
    unkept = askers.ask(asked, passing, lambda done, _: progress(len(lasting) + done, of))
    return [*said.replies, *unkept.replies]


def key_of(question: Question) -> str:
    """Return what stands for the texts of a question."""
    texts = json.dumps([turn.text for turn in question.turns])
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:24]


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
