"""From what was typed into the form of an entry to a draft, and nothing lost on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lantern.editing.draft import Draft, facets_of
from lantern.errors import ContentError

Fields = Mapping[str, str]


def draft_from(fields: Fields, base: Draft) -> Draft:
    """Return the draft that the fields of a form make.

    Raises:
        ContentError: A facet is none.
    """
    facets, wrong = facets_of(_plain(fields.get("facets", "")))
    if wrong:
        raise ContentError(f"facets: {wrong[0]!r} is no facet. Write one a line, such as site: bone")
    return Draft(
        family=base.family,
        name=base.name,
        title=_line(fields.get("title", "")),
        text=_line(fields.get("text", "")),
        utterances=tuple(_lines(fields.get("utterances", ""))),
        more=_line(fields.get("more", "")),
        kind=fields.get("kind") or base.kind,
        citations=tuple(_words(fields.get("citations", ""))),
        resources=tuple(_words(fields.get("resources", ""))),
        follow_ups=tuple(_words(fields.get("follow_ups", ""))),
        questions=tuple(_lines(fields.get("questions", ""))),
        facets=facets,
        review=base.review,
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _lines(text: str) -> list[str]:
    return [line for line in map(_line, _plain(text).split("\n")) if line]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", text) if word]
