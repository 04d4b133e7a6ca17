"""Where an entry is used: what it leads on to, what leads to it, its links, and the words it explains."""

from __future__ import annotations

from enum import Enum

from lantern.content.library import Entry, Library


class Use(Enum):
    """A way in which an entry hangs together with the rest."""

    LEADS_TO = "leads to"
    COMES_FROM = "comes from"
    RESOURCES = "resources"
    EXPLAINS = "explains"
    SUGGESTED = "suggested"


def uses_of(entry: Entry, library: Library) -> dict[Use, list[str]]:
    """Return the lines of each use; a use that there is none of has no lines."""
    entries = library.entries
    is_topic = entry.family == "faq"
    website = library.wording.website
    return {
        Use.LEADS_TO: [
            f"{name}: {entries[f'faq/{name}'].metadata.title}" for name in entry.metadata.follow_ups
        ],
        Use.COMES_FROM: [
            f"{other.intent}: {other.metadata.title}"
            for other in entries.values()
            if is_topic and entry.name in other.metadata.follow_ups
        ],
        Use.RESOURCES: [_resource(name, library) for name in entry.metadata.resources],
        Use.EXPLAINS: [term.term for term in library.glossary.terms if is_topic and term.topic == entry.name],
        Use.SUGGESTED: ["the website's window"] if is_topic and entry.name in website.suggestions else [],
    }


def _resource(name: str, library: Library) -> str:
    resource = library.resources[name]
    places = " · ".join(place for place in (resource.phone, resource.url) if place)
    checked = f"checked on {resource.checked_on}" if resource.checked_on else "not checked by anybody yet"
    return f"{name}: {resource.title}, {places} ({resource.region}; {checked})"
