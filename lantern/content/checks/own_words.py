"""No sentence is copied from a source.

Eight words in a row that also stand in a source count as copied. The sources themselves are not
ours to publish, so only the hashes of their eight-word shingles (Broder 1997) are kept, in
``data/facts/<source>.shingles``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from lantern.content.library import Library
from lantern.content.problem import Problem

LENGTH = 8
DIGITS = 16


def words(text: str) -> list[str]:
    """Return the words of a text without case and punctuation."""
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.casefold()))


def shingles(text: str) -> dict[str, str]:
    """Return each run of eight words by its hash (SHA-256, the first 16 digits)."""
    found = words(text)
    runs = (" ".join(found[start : start + LENGTH]) for start in range(len(found) - LENGTH + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:DIGITS]: run for run in runs}


def check(library: Library) -> Iterator[Problem]:
    """Yield answers and facts that share eight words in a row with a source."""
    sources: dict[str, set[str]] = {}
    for name in library.sources:
        path = library.data / "facts" / f"{name}.shingles"
        shown = f"{library.data.name}/facts/{path.name}"
        if path.is_file():
            sources[name] = set(path.read_text(encoding="ascii").split())
        else:
            cure = f"Run: lantern hash-source {name} FILE, with the source's text."
            yield Problem(shown, 1, "The hashes of this source are missing.", cure)
    for entry in library.entries.values():
        for key, text in entry.texts.items():
            where = ["text"] if key == "text" else ["metadata", key]
            for name, run in _copied(text, sources):
                cure = "Say it in other words."
                yield entry.problem(where, f"'{key}' copies from {name}: “{run}”.", cure)
    for source, file in library.fact_files.items():
        for number, fact in enumerate(file.values["facts"]):
            for name, run in _copied(str(fact.get("text", "")), sources):
                line = file.line_of(["facts", number, "text"])
                what = f"A fact of {source} copies from {name}: “{run}”."
                yield Problem(file.name, line, what, "Say it in other words.")


def _copied(text: str, sources: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    found = shingles(text)
    for name, hashes in sources.items():
        for digest in found.keys() & hashes:
            yield name, found[digest]
