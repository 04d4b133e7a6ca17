"""Keep a message that names one thing from getting the answer about another.

A drug, site, subtype or gene that a message names must not lead to a topic about a different one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# A topic about one of these is wrong for a message that names another of its kind.
EXCLUSIVE = ("drug", "site", "subtype", "gene")

Names = Mapping[str, Sequence[str]]


def names_by_entity(entities: Sequence[Mapping[str, Any]], covered: bool) -> dict[str, list[str]]:
    """Return the canonical names among ``entities`` that the sources do (or do not) cover."""
    found: dict[str, list[str]] = {}
    for item in entities:
        if item.get("extractor") == "LexiconTagger" and bool(item.get("covered")) is covered:
            names = found.setdefault(item["entity"], [])
            if item["value"] not in names:
                names.append(item["value"])
    return found


def fits(entry: Mapping[str, Any], covered: Names, uncovered: Names, out: Names | None = None) -> bool:
    """Say whether a topic may answer a message that holds these names.

    Args:
        entry: The topic's entry of the bundle, with ``facets`` and ``mentions``.
        covered: The names in the message that the sources speak of, by entity.
        uncovered: Those that they do not speak of.
        out: The names that the message rules out, by entity.
    """
    if entry["family"] != "faq":
        return True
    facets, mentions = entry["facets"], entry["mentions"]
    if any(entity != "site" for entity in uncovered):
        return False
    if uncovered and not any(set(facets.get(entity, ())) & set(names) for entity, names in covered.items()):
        # "It is in her nodes and bones": what is said about bones is right, about no place it may not be.
        return False
    for entity, names in (out or {}).items():
        about = facets.get(entity, [])
        if about and set(about) <= set(names):
            return False
    for entity in EXCLUSIVE:
        named = covered.get(entity, [])
        about = facets.get(entity, [])
        if about and named and not set(about) & set(named):
            return False
        # An answer that never mentions the drug asked about cannot be its answer.
        if entity == "drug" and any(name not in [*about, *mentions.get(entity, [])] for name in named):
            return False
    return True


def fallback_area(uncovered: Names, areas: Mapping[str, str]) -> str | None:
    """Return the area to reply with when a name is not covered (``lexicon.yml``, not_covered)."""
    return next((areas[entity] for entity in uncovered if entity in areas), None)


def without(names: Sequence[dict[str, Any]], left_out: Names) -> tuple[dict[str, Any], ...]:
    """Return the names but for those that are left out."""
    return tuple(name for name in names if name["value"] not in left_out.get(name["entity"], ()))
