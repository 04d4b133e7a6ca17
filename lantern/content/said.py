"""What an entry of the content says: the Answer with its text, and the id that names exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from lantern.answers import Answer, Choice, Kind, Link, SourceLine, Urgency, plain_text

Said = dict[str, Any]


def content_hash(value: Any) -> str:
    """Return 12 hexadecimal digits that stand for JSON values exactly (SHA-256, shortened)."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def answer_of(entry: Mapping[str, Any], language: str) -> Answer:
    """Return the answer that an entry of the bundle gives, before the conversation changes its choices.

    Args:
        entry: The entry; its ``answer_id`` may be missing yet.
        language: Its language.
    """
    kind = Kind(entry["kind"])
    place = {"topic": entry["name"]} if entry["family"] == "faq" else {"area": entry["name"]}
    return Answer(
        kind=kind,
        language=language,
        title=entry["title"],
        short=entry["short"],
        more=entry["more"],
        sources=tuple(SourceLine(**source) for source in entry["sources"]),
        links=tuple(Link(**link) for link in entry["links"]),
        questions=tuple(entry["questions"]),
        choices=tuple(Choice(**choice) for choice in entry["follow_ups"]),
        disclaimer=entry["disclaimer"],
        answer_id=entry.get("answer_id", ""),
        urgency=Urgency.NOW if kind is Kind.DANGER else Urgency.NONE,
        **place,
    )


def said_by(answer: Answer, labels: Mapping[str, Any], overdue: Mapping[str, str] | None = None) -> Said:
    """Return what an answer says as JSON values: the object, its plain text, and from when on it is overdue.

    Args:
        answer: The answer; its id is left out.
        labels: The words around its parts (``wording.yml``).
        overdue: The day and the sentence, see ``lantern.content.bundle``.
    """
    answer = answer.copy(update={"answer_id": ""})
    return {
        "answer": json.loads(json.dumps(answer.as_json())),
        "text": plain_text([answer], labels),
        "overdue": dict(overdue) if overdue else None,
    }


def said_id(name: str, said: Said) -> str:
    """Return the id of what is said: the entry's name and the hash of all of it."""
    return f"{name}@{content_hash(said)}"
