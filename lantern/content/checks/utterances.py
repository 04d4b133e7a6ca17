"""Utterances: enough of them, none twice, none that Rasa would misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lantern.content.library import Entry, Library, Utterance
from lantern.content.problem import Problem

MINIMUM = {"faq": 15, "area": 15, "talk": 5, "danger": 15}
MARK_UP = re.compile(r"[\[\](){}]")


def normalized(text: str) -> str:
    """Return a text without case, punctuation and extra spaces, for comparing utterances."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def check(library: Library) -> Iterator[Problem]:
    """Yield entries with too few utterances, repeated ones and unreadable ones."""
    seen: dict[str, tuple[Entry, Utterance]] = {}
    for entry in library.entries.values():
        if len(entry.utterances) < MINIMUM[entry.family]:
            what = f"{len(entry.utterances)} utterances are too few."
            cure = f"Write at least {MINIMUM[entry.family]}."
            yield Problem(entry.file.name, entry.file.line_of(["nlu", 0, "examples"]), what, cure)
        for utterance in entry.utterances:
            yield from _readable(entry, utterance)
            key = normalized(utterance.text) or utterance.text
            if key in seen:
                yield _twice(entry, utterance, *seen[key])
            seen.setdefault(key, (entry, utterance))


def _readable(entry: Entry, utterance: Utterance) -> Iterator[Problem]:
    if utterance.text.startswith("/"):
        what, cure = "An utterance may not begin with '/'.", "Take the stroke away."
        yield Problem(entry.file.name, utterance.line, what, cure)
    if MARK_UP.search(utterance.text):
        what = "An utterance may not hold brackets; Rasa reads them as mark-up."
        yield Problem(entry.file.name, utterance.line, what, "Write it without brackets.")


def _twice(entry: Entry, utterance: Utterance, other: Entry, first: Utterance) -> Problem:
    if other.intent == entry.intent:
        what = f"{utterance.text!r} stands here twice (line {first.line})."
        return Problem(entry.file.name, utterance.line, what, "Delete one.")
    what = f"{utterance.text!r} is also an utterance of {other.intent} ({other.file.name}:{first.line})."
    cure = "Keep it where its answer is, and delete it here or there."
    return Problem(entry.file.name, utterance.line, what, cure)
