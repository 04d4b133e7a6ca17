"""What has to be looked at: answers that nobody has reviewed, that are due, or whose facts have changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from lantern.content.library import Entry, Library
from lantern.content.models import Fact
from lantern.editing.draft import Draft
from lantern.editing.files import open_entry, save_entry
from lantern.errors import ContentError, EditConflict

# Families whose answers state something medical, and are reviewed.
REVIEWED = ("faq", "area")
UNREVIEWED, DUE, FACT_CHANGED = "unreviewed", "due", "fact changed"
NEXT_DAYS = 365


@dataclass(frozen=True)
class ToReview:
    """An entry to look at, and why; ``facts`` are those that have changed."""

    entry: Entry
    reasons: tuple[str, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactCheck:
    """An answer beside the facts it cites, each with its source's name, section and date."""

    draft: Draft
    facts: tuple[tuple[Fact, str, str], ...]


def to_review(library: Library, today: datetime.date, before: Library | None = None) -> list[ToReview]:
    """Return the entries to look at: those whose facts have changed first, then due ones, then unreviewed.

    Args:
        library: The content.
        today: The day that "due" is measured by.
        before: The content as it was when it was looked at last; facts are compared with it.
    """
    changed = changed_facts(before, library)
    found = []
    for entry in library.entries.values():
        if entry.family not in REVIEWED:
            continue
        review = entry.metadata.review
        facts = tuple(name for name in entry.metadata.citations if name in changed)
        reasons = [FACT_CHANGED] if facts else []
        reasons += [DUE] if review.due <= today else []
        reasons += [UNREVIEWED] if review.status == UNREVIEWED else []
        if reasons:
            found.append(ToReview(entry, tuple(reasons), facts))
    order = (FACT_CHANGED, DUE, UNREVIEWED)
    return sorted(found, key=lambda item: (order.index(item.reasons[0]), item.entry.intent))


def changed_facts(before: Library | None, now: Library) -> set[str]:
    """Return the ids of facts that say something else than before, or are gone."""
    if before is None:
        return set()
    return {name for name, fact in before.facts.items() if now.facts.get(name) != fact}


def fact_check(library: Library, draft: Draft) -> FactCheck:
    """Return an answer beside its facts, also one that is not in ``data/`` yet."""
    facts = []
    for name in draft.citations:
        if name in library.facts:
            source = library.sources[library.source_of[name]]
            dated = source.as_of.isoformat() if source.as_of else "undated"
            facts.append((library.facts[name], f"{source.publisher}: {source.title}", dated))
    return FactCheck(draft, tuple(facts))


def record_review(
    data: Path, family: str, name: str, by: str, today: datetime.date, seen: str, days: int = NEXT_DAYS
) -> None:
    """Write down that somebody has reviewed an entry.

    Args:
        data: The folder ``data/``, or what stands for it where the entry is (``shelf.room``).
        family: What it is.
        name: Its name.
        by: The reviewer, by their own name; nobody else can do it for them.
        today: The day.
        seen: The mark of the text that the reviewer has read.
        days: When it is due again.

    Raises:
        ContentError: No name was given, or there is no such entry.
        EditConflict: The text is not the one that was read.
    """
    if not by.strip():
        raise ContentError("A review needs the reviewer's own name.")
    opened = open_entry(data, family, name)
    if opened.mark != seen:
        raise EditConflict(
            f"data/{opened.draft.file} has changed since it was read. Read it again.", "", opened.text
        )
    review = {
        "status": "reviewed",
        "by": by.strip(),
        "on": today.isoformat(),
        "due": (today + datetime.timedelta(days=days)).isoformat(),
    }
    save_entry(data, replace(opened.draft, review=review), opened.mark)
