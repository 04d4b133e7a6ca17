"""``lantern show``: the passport of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import typer

from lantern.cli.console import console
from lantern.cli.entries import did_you_mean
from lantern.content.bundle import build_bundle
from lantern.content.library import Entry, Library, load_library
from lantern.content.review import is_overdue
from lantern.content.usage import Use, uses_of
from lantern.errors import ContentError
from lantern.paths import DATA


def command(
    topic: Annotated[str, typer.Argument(help="A topic, or an area, subject of talk or danger.")],
) -> None:
    """Show an answer with the facts and sources it rests on, its review, its version and where it is used.

    Example: lantern show palbociclib
    """
    library = load_library(DATA)
    entry = find(topic, library)
    bundle = build_bundle(library)
    for heading, lines in passport(entry, library, bundle, date.today()):
        console.print(f"[bold]{heading}[/]")
        for line in lines:
            console.print(f"  {line}", markup=False)


def find(name: str, library: Library) -> Entry:
    """Return the entry of a name, such as "palbociclib" or "area/cure".

    Raises:
        ContentError: There is none; the message names the nearest.
    """
    entries = library.entries
    found = entries.get(name) or next((entry for entry in entries.values() if entry.name == name), None)
    if found is None:
        hint = did_you_mean(name, entries) or " The topics are the files of data/faq/."
        raise ContentError(f"There is no topic {name!r}.{hint}")
    return found


def passport(
    entry: Entry, library: Library, bundle: dict[str, Any], today: date
) -> Iterable[tuple[str, list[str]]]:
    """Yield the headings of the passport and the lines under each."""
    given = bundle["entries"][entry.intent]
    yield f"{entry.metadata.title}", [f"{entry.intent}, {given['kind']}, {entry.file.name}"]
    yield "Answer", [given["short"]]
    if given["more"]:
        yield "More", [given["more"]]
    if given["questions"]:
        yield "Questions for the care team", list(given["questions"])
    yield "Disclaimer", [given["disclaimer"] or "none"]
    yield "Rests on", [_fact(name, library) for name in entry.metadata.citations] or ["no fact"]
    names = dict.fromkeys(library.source_of[name] for name in entry.metadata.citations)
    yield "Sources", [_source(name, library) for name in names] or ["none"]
    yield "Review", _review(entry, given, today)
    yield "Version", [f"{given['answer_id']} in the content {bundle['version']}"]
    for use, lines in uses_of(entry, library).items():
        yield _heading(use), lines or ["none"]


def _fact(name: str, library: Library) -> str:
    fact = library.facts[name]
    when = f" (true as of {fact.time_bound})" if fact.time_bound else ""
    note = f" Note: {fact.note}" if fact.note else ""
    return f"{name}, section “{fact.section}”{when}: {fact.text}{note}"


def _source(name: str, library: Library) -> str:
    source = library.sources[name]
    return f"{name}: {source.publisher}, “{source.title}” ({source.as_of or 'undated'}) {source.url or ''}"


def _review(entry: Entry, given: dict[str, Any], today: date) -> list[str]:
    review = entry.metadata.review
    by = f"reviewed by {review.by} on {review.on}" if review.by else "not reviewed by any clinician"
    late = f", which has passed on {today}" if is_overdue(entry, today) else ""
    lines = [by, f"to be looked at again by {review.due}{late}"]
    if not given["served"]:
        lines.append("not given: data/organisation.yml allows reviewed answers only")
    return lines


def _heading(use: Use) -> str:
    return {
        Use.LEADS_TO: "Leads on to",
        Use.COMES_FROM: "Is a follow-up of",
        Use.RESOURCES: "Links and numbers",
        Use.EXPLAINS: "Explains the terms",
        Use.SUGGESTED: "Is suggested at the start by",
    }[use]
