"""What is asked after an answer: the answer is there, what answers it is there, and nothing stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from lantern.content.asked_next import AskedNext
from lantern.content.checks.references import suggest
from lantern.content.checks.utterances import normalized
from lantern.content.library import Library
from lantern.content.problem import Problem

ANSWERING = ("faq", "area")


def check(library: Library) -> Iterator[Problem]:
    """Yield files that belong to no topic, intents that are unknown, and texts that stand twice."""
    intents = [intent for intent, entry in library.entries.items() if entry.family in ANSWERING]
    for asked in library.asked_next.values():
        if f"faq/{asked.topic}" not in library.entries:
            what = f"There is no topic {asked.topic!r} after which this could be asked."
            yield Problem(asked.file.name, 1, what, "Name the file after a topic, or delete it.")
        yield from _unknown(asked, intents)
        yield from _twice(asked)


def _unknown(asked: AskedNext, intents: list[str]) -> Iterator[Problem]:
    for intent in asked.texts:
        if intent not in intents:
            what = f"{intent!r} is no topic or area."
            yield Problem(asked.file.name, asked.line(intent), what, suggest(intent, intents))


def _twice(asked: AskedNext) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for intent, texts in asked.texts.items():
        for text in texts:
            key = normalized(text) or text
            if key in seen:
                what = f"{text!r} stands here twice (under {seen[key]} and {intent})."
                yield Problem(asked.file.name, asked.line(intent), what, "Keep it where its answer is.")
            seen.setdefault(key, intent)
