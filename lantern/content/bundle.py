"""The bundle: the content, resolved and frozen, as it travels inside a trained model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from lantern.content.library import Entry, Library
from lantern.content.names import NameFinder
from lantern.content.numbers import numbers_of

Bundle = dict[str, Any]
# Families whose replies carry medical information, and therefore the disclaimer.
WITH_DISCLAIMER = ("faq", "area")


def content_hash(value: Any) -> str:
    """Return 12 hexadecimal digits that stand for JSON values exactly (SHA-256, shortened)."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


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
    fill = numbers_of(library.organisation, library.wording.labels)
    short = entry.response.text.strip()
    if entry.family == "danger":
        short = short.format(**fill)
    resolved = {
        "family": entry.family,
        "name": entry.name,
        "kind": meta.kind.value,
        "title": meta.title,
        "short": short,
        "more": meta.more.strip(),
        "sources": _sources(entry, library, labels),
        "links": [
            library.resources[name].dict(include={"title", "purpose", "url", "phone"})
            for name in meta.resources
        ],
        "questions": list(meta.questions),
        "follow_ups": [
            {"topic": name, "title": library.entries[f"faq/{name}"].metadata.title}
            for name in meta.follow_ups
        ],
        "disclaimer": _needs_disclaimer(entry),
        "facets": {key: _as_list(value) for key, value in meta.facets.items()},
        "mentions": finder.mentions(" ".join([meta.title, *entry.texts.values()])),
    }
    return {**resolved, "answer_id": f"{entry.name}@{content_hash(resolved)}"}


def _needs_disclaimer(entry: Entry) -> bool:
    return entry.family in WITH_DISCLAIMER and entry.metadata.kind.value != "out_of_scope"


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
