"""What was true at a certain time is worded as of then; what was to be looked at again by now is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lantern.content.library import Entry, Library
from lantern.content.problem import Problem
from lantern.content.review import is_overdue

UNDATED = "undated"


def check(library: Library) -> Iterator[Problem]:
    """Yield answers that cite a time-bound fact and do not say of when, and dates that nobody can read."""
    for source, file in library.fact_files.items():
        for number, fact in enumerate(file.values["facts"]):
            bound = fact.get("time_bound")
            if bound is not None and _said_as(str(bound), library) is None:
                line = file.line_of(["facts", number, "time_bound"])
                what = f"'time_bound' of a fact of {source} is {bound}."
                yield Problem(file.name, line, what, "Write a year, a month or a day (2017-06), or: undated.")
    for entry in library.entries.values():
        if entry.family in ("faq", "area"):
            yield from _undated(entry, library)


def _undated(entry: Entry, library: Library) -> Iterator[Problem]:
    text = " ".join(" ".join(entry.texts.values()).split())
    facts = [library.facts[name] for name in entry.metadata.citations if name in library.facts]
    for bound in dict.fromkeys(fact.time_bound for fact in facts if fact.time_bound):
        said = _said_as(bound, library)
        if said and not re.search(said[0], text, re.I):
            names = ", ".join(fact.id for fact in facts if fact.time_bound == bound)
            what = f"It cites what was true at a certain time ({names}) and does not say when that was."
            yield entry.problem(["text"], what, f"Say it, such as: {said[1]}")


def _said_as(bound: str, library: Library) -> tuple[str, str] | None:
    """Return what finds a time in a text, and an example of how to say it; None if it is no time."""
    if bound == UNDATED:
        return r"\bundated\b|\bno date\b", "“When the undated page was written, …”"
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-\d\d)?", bound)
    if not found:
        return None
    year, number = found.groups()
    if number is None:
        return year, f"“As of {year}, …”"
    if not 1 <= int(number) <= 12:
        return None
    month = library.wording.labels.months[int(number) - 1]
    return rf"\b{month} (?:\d\d?, )?{year}\b", f"“As of {month} {year}, …”"


def overdue(library: Library, today: date) -> Iterator[Problem]:
    """Yield the entries that were to be looked at again before ``today``; they are warnings, no errors."""
    for entry in library.entries.values():
        if is_overdue(entry, today):
            due = entry.metadata.review.due
            what = f"It was to be looked at again by {due}."
            yield entry.problem(["metadata", "review"], what, "Compare it with its sources; set a new 'due'.")
