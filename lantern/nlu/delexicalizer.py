"""Delexicalization: names give way to words for their kind, so that what is asked stands out.

"Will T-DM1 make my nose bleed" and "will ibrance make my nose bleed" ask the same about two drugs.
With the names in it, a sentence is drawn to the topics about the drug; without them, to what it asks.
Which drug, site or subtype it is about is settled by the name guard. Measured in benchmarks/results.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lantern.content.names import NameFinder

# For the encoder only; nobody reads these words.
STAND_INS = {
    "drug": "this medicine",
    "site": "this organ",
    "subtype": "this type",
    "gene": "this gene",
    "cancer": "this cancer",
}


def delexicalize(text: str, names: Sequence[dict[str, Any]]) -> str:
    """Return the text with its names replaced by words for their kind.

    Args:
        text: What was typed.
        names: The names in it, with ``entity``, ``start`` and ``end`` (characters), not overlapping.
    """
    for name in sorted(names, key=lambda item: -int(item["start"])):
        stand_in = STAND_INS.get(name["entity"])
        if stand_in:
            text = text[: name["start"]] + stand_in + text[name["end"] :]
    return text


def without_names(text: str, finder: NameFinder) -> str:
    """Return a text with the names that a finder sees in it replaced, as the pipeline does it."""
    found = finder.find(finder.language.make_doc(text))
    return delexicalize(text, [{"entity": one.entity, "start": one.start, "end": one.end} for one in found])
