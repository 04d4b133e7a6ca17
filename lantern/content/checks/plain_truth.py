"""No text speaks of metastatic breast cancer as if it were early, promises, or calls the past the present."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lantern.content.avoided_words import AvoidedWords
from lantern.content.library import Entry, Library
from lantern.content.problem import Problem

SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")


@dataclass(frozen=True)
class _Rule:
    avoided: AvoidedWords
    words: re.Pattern[str]
    unless: re.Pattern[str] | None

    def breaches(self, text: str) -> Iterator[str]:
        for sentence in SENTENCE_END.split(" ".join(text.split())):
            found = self.words.search(sentence)
            if found and not (self.unless and self.unless.search(sentence)):
                yield found.group()

    def holds_for(self, family: str) -> bool:
        return not self.avoided.families or family in self.avoided.families


def check(library: Library) -> Iterator[Problem]:
    """Yield words of data/avoided_words.yml in what people read."""
    rules = [
        _Rule(item, _pattern(item.words), _pattern(item.unless) if item.unless else None)
        for item in library.avoided_words.avoided
    ]
    for entry in library.entries.values():
        # The wording of dangers has sources of its own and is reviewed apart (data/safety/).
        if entry.family != "danger":
            yield from _in_entry(entry, rules)
    if library.wording_file:
        for where, text in _texts(library.wording_file.values, ()):
            for rule in rules:
                if rule.holds_for("wording"):
                    for found in rule.breaches(text):
                        line = library.wording_file.line_of(where)
                        shown = ".".join(map(str, where))
                        yield _problem(library.wording_file.name, line, shown, found, rule)


def _in_entry(entry: Entry, rules: Sequence[_Rule]) -> Iterator[Problem]:
    meta = entry.metadata
    texts: list[tuple[tuple[str | int, ...], str]] = [
        (("text",), entry.response.text),
        (("metadata", "title"), meta.title),
        (("metadata", "more"), meta.more),
        *((("metadata", "questions", number), text) for number, text in enumerate(meta.questions)),
    ]
    for where, text in texts:
        for rule in rules:
            if rule.holds_for(entry.family):
                for found in rule.breaches(text):
                    yield _problem(entry.file.name, entry.line(*where), str(where[-1]), found, rule)


def _problem(file: str, line: int, where: str, found: str, rule: _Rule) -> Problem:
    return Problem(file, line, f"{where!r} says “{found}”.", rule.avoided.instead)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.I)


def _texts(value: Any, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*where, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*where, number))
