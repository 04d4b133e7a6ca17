"""The bundle: the content, resolved and frozen, as it travels inside a trained model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from lantern.answers import Kind
from lantern.content.library import Entry, Library
from lantern.content.names import NameFinder
from lantern.content.review import fill_ins, is_reviewed, is_served
from lantern.content.said import Said, answer_of, content_hash, said_by, said_id

Bundle = dict[str, Any]
# Families whose replies carry medical information, and therefore the disclaimer.
WITH_DISCLAIMER = ("faq", "area")
# Families whose texts hold words in braces (lantern/content/checks/placeholders.py).
WITH_FILL_INS = ("danger", "talk")


def date_in_words(day: date | None, labels: Mapping[str, Any]) -> str:
    """Return a date as people read it, such as "June 2017", or the word for undated."""
    if day is None:
        return str(labels["undated"])
    return f"{labels['months'][day.month - 1]} {day.year}"


def build_bundle(library: Library) -> Bundle:
    """Return everything that answering needs, as plain JSON values.

    Returns:
        ``version`` (hash of the rest), ``language``, ``labels``, ``notices``, ``not_covered`` (the
        area to fall back on, by entity), ``kinds`` (of what names are kinds) and ``entries``: by intent
        what an answer consists of, with sources, links and follow-ups resolved.
    """
    labels = json.loads(library.wording.labels.json())
    finder = NameFinder(library.lexicon)
    entries = {intent: _resolve(entry, library, labels, finder) for intent, entry in library.entries.items()}
    bundle = {
        "language": library.wording.language,
        "labels": labels,
        "notices": json.loads(library.wording.notices.json()),
        "not_covered": dict(library.lexicon.not_covered),
        "kinds": _kinds(library),
        "entries": entries,
    }
    return {"version": content_hash(bundle), **bundle}


def _kinds(library: Library) -> dict[str, str]:
    names = [name for names in library.lexicon.by_entity().values() for name in names]
    return {name.name: name.kind_of for name in names if name.kind_of}


def _resolve(entry: Entry, library: Library, labels: Mapping[str, Any], finder: NameFinder) -> dict[str, Any]:
    meta = entry.metadata
    served = is_served(entry, library)
    resolved = _given(entry, library, labels) if served else _withheld(entry, library)
    resolved |= {
        "follow_ups": [
            {"topic": name, "title": library.entries[f"faq/{name}"].metadata.title}
            for name in meta.follow_ups
            if is_served(library.entries[f"faq/{name}"], library)
        ],
        "facets": {key: _as_list(value) for key, value in meta.facets.items()},
        "mentions": finder.mentions(" ".join([meta.title, *entry.texts.values()])),
    }
    said = _said(resolved, library.wording.language, labels)
    return {**resolved, "answer_id": said_id(entry.name, said)}


def _said(entry: Mapping[str, Any], language: str, labels: Mapping[str, Any]) -> Said:
    return said_by(answer_of(entry, language), labels, entry["overdue"])


def said_in(bundle: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    """Yield the id of each entry of a bundle, and what it stands for."""
    for entry in bundle["entries"].values():
        yield entry["answer_id"], _said(entry, bundle["language"], bundle["labels"])


def _given(entry: Entry, library: Library, labels: Mapping[str, Any]) -> dict[str, Any]:
    meta, short = entry.metadata, entry.response.text.strip()
    if entry.family in WITH_FILL_INS:
        short = short.format(**fill_ins(library))
    return {
        "family": entry.family,
        "name": entry.name,
        "kind": meta.kind.value,
        "title": meta.title,
        "short": short,
        "more": meta.more.strip(),
        "sources": _sources(entry, library, labels),
        "links": _links(meta.resources, library),
        "questions": list(meta.questions),
        "disclaimer": _disclaimer(entry, library, labels),
        "overdue": _overdue(entry, library, labels),
        "served": True,
    }


def _withheld(entry: Entry, library: Library) -> dict[str, Any]:
    """Return what stands in place of an unreviewed answer where only reviewed ones are given."""
    words, title = library.wording.review, entry.metadata.title
    return {
        "family": entry.family,
        "name": entry.name,
        "kind": Kind.NOT_COVERED.value,
        "title": title,
        "short": words.not_reviewed.format(title=title),
        "more": "",
        "sources": [],
        "links": _links(words.people, library),
        "questions": [title],
        "disclaimer": "",
        "overdue": None,
        "served": False,
    }


def _links(names: Iterable[str], library: Library) -> list[dict[str, Any]]:
    return [library.resources[name].dict(include={"title", "purpose", "url", "phone"}) for name in names]


def _disclaimer(entry: Entry, library: Library, labels: Mapping[str, Any]) -> str:
    """Return what stands below a medical reply: that it is no advice, and who has reviewed it, if anybody."""
    if entry.family not in WITH_DISCLAIMER or entry.metadata.kind is Kind.OUT_OF_SCOPE:
        return ""
    review = entry.metadata.review
    if not is_reviewed(entry):
        return str(labels["disclaimer"])
    return library.wording.review.disclaimer_reviewed.format(
        by=review.by, on=date_in_words(review.on, labels)
    )


def _overdue(entry: Entry, library: Library, labels: Mapping[str, Any]) -> dict[str, str] | None:
    """Return from when on an answer is marked as overdue, and the sentence; None if it never is."""
    if not library.organisation.mark_overdue or not _disclaimer(entry, library, labels):
        return None
    due = entry.metadata.review.due
    sentence = library.wording.review.overdue.format(due=date_in_words(due, labels))
    return {"after": due.isoformat(), "sentence": sentence}


def disclaimer_on(entry: Mapping[str, Any], today: date) -> str:
    """Return what stands below a reply on a day: its disclaimer, after the word that it is overdue if it is.

    Args:
        entry: An entry of the bundle.
        today: The day on which the reply is given; a model may serve longer than its answers are good for.
    """
    overdue = entry["overdue"]
    late = [overdue["sentence"]] if overdue and today.isoformat() > overdue["after"] else []
    return " ".join([*late, entry["disclaimer"]]).strip()


def _as_list(value: str | tuple[str, ...]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _sources(entry: Entry, library: Library, labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = dict.fromkeys(library.source_of[fact] for fact in entry.metadata.citations)
    return [
        {
            "title": source.title,
            "publisher": source.publisher,
            "as_of": date_in_words(source.as_of, labels),
            "url": source.url,
        }
        for source in (library.sources[name] for name in names)
    ]
