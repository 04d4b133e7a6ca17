"""A topic, area or subject of talk as an editor sees it: flat fields, no YAML."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lantern.content.library import Entry
from lantern.content.models import FOLDERS, KINDS

# Dangers are changed by hand, with docs/editors/dangers.md beside: a form would make it look harmless.
EDITABLE = ("faq", "area", "talk")
# A year and a half is what the other topics have.
DUE_DAYS = 548
DEFAULT_ASPECT = "about"
Facets = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Draft:
    """What a content file says; ``review`` has the keys status, by, on and due."""

    family: str
    name: str
    title: str
    text: str
    utterances: tuple[str, ...]
    more: str = ""
    kind: str = "answer"
    citations: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    facets: Facets = field(default_factory=dict)
    review: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def intent(self) -> str:
        """The intent, such as ``faq/palliative_care_what``."""
        return f"{self.family}/{self.name}"

    @property
    def file(self) -> str:
        """The file below ``data/``."""
        return f"{FOLDERS[self.family]}/{self.name}.yml"


def new_draft(family: str, name: str) -> Draft:
    """Return what a new entry begins with: nothing said, and nobody has reviewed it."""
    due = (datetime.date.today() + datetime.timedelta(days=DUE_DAYS)).isoformat()
    review = {"status": "unreviewed", "by": None, "on": None, "due": due}
    facets = {"condition": ("mbc",), "aspect": (DEFAULT_ASPECT,)} if family == "faq" else {}
    return Draft(family, name, "", "", (), kind=KINDS[family][0], facets=facets, review=review)


def draft_of(entry: Entry) -> Draft:
    """Return what the file of an entry says."""
    meta = entry.metadata
    review: dict[str, Any] = meta.review.dict()
    return Draft(
        family=entry.family,
        name=entry.name,
        title=meta.title,
        text=entry.response.text.strip(),
        utterances=tuple(utterance.text for utterance in entry.utterances),
        more=meta.more.strip(),
        kind=meta.kind.value,
        citations=tuple(meta.citations),
        resources=tuple(meta.resources),
        follow_ups=tuple(meta.follow_ups),
        questions=tuple(meta.questions),
        facets={key: _several(value) for key, value in meta.facets.items()},
        review={key: None if value is None else str(value) for key, value in review.items()},
    )


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def facets_text(facets: Facets) -> str:
    """Return facets as an editor types them: a line each, such as ``site: bone``."""
    return "\n".join(f"{key}: {item}" for key, items in facets.items() for item in items)


def facets_of(text: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the facets that were typed, and the lines that are none."""
    found: dict[str, tuple[str, ...]] = {}
    wrong = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        key, colon, value = line.partition(":")
        if not colon or not key.strip() or not value.strip():
            wrong.append(line)
            continue
        found[key.strip()] = (*found.get(key.strip(), ()), value.strip())
    return found, wrong
