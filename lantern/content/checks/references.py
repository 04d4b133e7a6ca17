"""What an entry points to has to exist, and its facets have to be names of the lexicon."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from lantern.content.library import Entry, Library
from lantern.content.models import KINDS
from lantern.content.problem import Problem

# Facets whose values are canonical names of the lexicon; the others are free words.
NAMED_FACETS = ("drug", "site", "subtype", "gene", "therapy")
FREE_FACETS = ("condition", "aspect", "subject")


def check(library: Library) -> Iterator[Problem]:
    """Yield unknown citations, resources, follow-ups, facets and kinds, and titles used twice."""
    topics = {entry.name for entry in library.family("faq")}
    for entry in library.entries.values():
        meta = entry.metadata
        yield from _known(entry, "citations", meta.citations, library.facts)
        yield from _known(entry, "resources", meta.resources, library.resources)
        yield from _known(entry, "follow_ups", meta.follow_ups, topics)
        if entry.family == "faq" and entry.name in meta.follow_ups:
            what, cure = "The topic is its own follow-up.", "Name another topic."
            yield entry.problem(["metadata", "follow_ups"], what, cure)
        if meta.kind.value not in KINDS[entry.family]:
            what = f"The kind {meta.kind.value!r} does not fit the folder {entry.family!r}."
            yield entry.problem(["metadata", "kind"], what, f"Use {' or '.join(KINDS[entry.family])}.")
        if entry.family == "faq" and not meta.citations:
            what, cure = "The answer cites no fact.", "Name the facts that carry it under 'citations'."
            yield entry.problem(["metadata"], what, cure)
        yield from _facets(entry, library)
    yield from _titles(library)
    yield from _glossary(library, topics)
    yield from _suggestions(library, topics)


def _glossary(library: Library, topics: Collection[str]) -> Iterator[Problem]:
    for term in library.glossary.terms:
        if term.topic and term.topic not in topics:
            what = f"The topic {term.topic!r} of the term {term.term!r} is unknown."
            yield Problem("data/glossary.yml", 1, what, suggest(term.topic, topics))


def _suggestions(library: Library, topics: Collection[str]) -> Iterator[Problem]:
    file = library.wording_file
    for name in library.wording.review.people if file else ():
        if file and name not in library.resources:
            what, line = f"review.people: {name!r} is unknown.", file.line_of(["review", "people"])
            yield Problem(file.name, line, what, suggest(name, library.resources))
    for name in library.wording.website.suggestions if file else ():
        if file and name not in topics:
            line = file.line_of(["website", "suggestions"])
            yield Problem(
                file.name, line, f"website.suggestions: {name!r} is unknown.", suggest(name, topics)
            )


def _known(entry: Entry, key: str, names: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield entry.problem(["metadata", key], f"{key}: {name!r} is unknown.", suggest(name, known))


def suggest(name: str, known: Collection[str]) -> str:
    """Return the cure for a name that is not known: the nearest one that is, if one is near."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"Did you mean {near[0]!r}?" if near else "Correct or remove it."


def _facets(entry: Entry, library: Library) -> Iterator[Problem]:
    names = library.lexicon.by_entity()
    for facet, value in entry.metadata.facets.items():
        where = ["metadata", "facets"]
        if facet in NAMED_FACETS:
            known = [name.name for name in names[facet]]
            for item in [value] if isinstance(value, str) else value:
                if item not in known:
                    what = f"The {facet} {item!r} is not a name of data/lexicon.yml."
                    yield entry.problem(where, what, suggest(item, known))
        elif facet not in FREE_FACETS:
            what = f"{facet!r} is not a facet."
            yield entry.problem(where, what, suggest(facet, [*NAMED_FACETS, *FREE_FACETS]))


def _titles(library: Library) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for entry in library.entries.values():
        title = entry.metadata.title.casefold().strip()
        if title in seen:
            what = f"The title is also that of {seen[title]}."
            yield entry.problem(["metadata", "title"], what, "Give one of the two another title.")
        seen.setdefault(title, entry.intent)
