"""Which facets entries have, so that a new one is written as the others are: nobody knows them by heart."""

from __future__ import annotations

import difflib
from collections import Counter

from lantern.content.library import Library
from lantern.editing.draft import Draft

ASPECT = "aspect"


def used_facets(library: Library, family: str) -> dict[str, list[str]]:
    """Return the values that the entries of a family have of each facet, those of most entries first."""
    counted: dict[str, Counter[str]] = {}
    for entry in library.family(family):
        for facet, value in entry.metadata.facets.items():
            counted.setdefault(facet, Counter()).update([value] if isinstance(value, str) else value)
    return {facet: [value for value, _ in counts.most_common()] for facet, counts in counted.items()}


def strange_aspects(library: Library, draft: Draft) -> str:
    """Return what is to be said of aspects that no entry of the kind has so far; empty if there is none.

    A new one may be meant, so nothing is refused; but only with the aspect of its neighbours is a topic found
    by "and the liver?".
    """
    used = used_facets(library, draft.family).get(ASPECT, [])
    strange = [value for value in draft.facets.get(ASPECT, ()) if value not in used]
    if not strange:
        return ""
    near = difflib.get_close_matches(strange[0], used, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"No entry of this kind has the aspect {strange[0]!r} so far.{hint} Used are: {', '.join(used)}."
