"""Golden payloads: the same answer looks the same on a platform, until somebody changes that on purpose.

``python -m tests.channels.messaging.golden`` writes the files anew. Of the made-up answers the whole payloads
are kept, to be read in a review; of each answer of the content only its own hash, how many messages it has,
and theirs. So whoever edits one answer makes only that one's line old, and all others are still compared.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from actions.reply import compose
from lantern import paths
from lantern.answers import Answer
from lantern.channels.messaging.platform import Platform
from lantern.channels.messaging.text import Words
from lantern.channels.way_in import danger_replies
from lantern.content.bundle import build_bundle, content_hash
from lantern.content.check import sound_library
from lantern.content.library import Library
from tests.channels.messaging.fakes.all import FAKES, made
from tests.channels.messaging.samples import SAMPLES

FOLDER = Path(__file__).parent / "golden"
TURN = "a1b2c3"
# Long answers are kept as their hash too.
SHOWN = ("answer", "clarify", "not covered", "danger", "danger in Spanish", "mark-up of all kinds")


def content_answers(library: Library) -> dict[str, Answer]:
    """Return every answer of the content, and every reply to a danger, by name."""
    bundle = build_bundle(library)
    plan = {key: bundle[key] for key in ("language", "labels")}
    found = {
        intent: compose({"kind": "entry", "entry": entry, "again": False}, plan)
        for intent, entry in bundle["entries"].items()
    }
    for danger, replies in danger_replies(library).items():
        found |= {f"{danger} ({language})": reply for language, reply in replies.items()}
    return found


def golden_of(platform: Platform, library: Library) -> dict[str, Any]:
    """Return what a platform's file holds."""
    samples = {name: platform.render(answers, TURN) for name, answers in SAMPLES.items()}
    answers, words = content_answers(library), Words.of(library)
    return {
        "samples": {
            name: payloads if name in SHOWN else _brief(payloads) for name, payloads in samples.items()
        },
        "answers": {
            name: f"{version(answer, words)} {_brief(platform.render([answer], TURN))}"
            for name, answer in answers.items()
        },
    }


def version(answer: Answer, words: Words) -> str:
    """Return what changes with an answer and with the words around it."""
    around = {"labels": words.labels.dict(), "messaging": words.messaging.dict()}
    return content_hash({"answer": answer.as_json(), **around})


def file_of(name: str) -> Path:
    """Return a platform's file."""
    return FOLDER / f"{name}.json"


def platform_named(name: str, words: Words) -> Platform:
    """Return a platform with the settings of its fake, which need not run: rendering asks nobody."""
    fake = FAKES[name]()
    fake.api = "http://127.0.0.1:1"
    return made(fake, words)


def _brief(payloads: list[dict[str, Any]]) -> str:
    text = json.dumps(payloads, ensure_ascii=False, sort_keys=True)
    return f"{len(payloads)} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def main() -> None:
    """Write the files."""
    library = sound_library(paths.DATA)
    FOLDER.mkdir(exist_ok=True)
    for name in FAKES:
        golden = golden_of(platform_named(name, Words.of(library)), library)
        text = json.dumps(golden, ensure_ascii=False, indent=1)
        file_of(name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
