"""Answers are plain text: a tag would be shown, and read aloud, as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lantern.content.library import Library
from lantern.content.problem import Problem

TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def check(library: Library) -> Iterator[Problem]:
    """Yield the first tag of each text and title."""
    for entry in library.entries.values():
        texts = {**entry.texts, "title": entry.metadata.title}
        for key, text in texts.items():
            tag = TAG.search(text)
            if tag:
                where = ["text"] if key == "text" else ["metadata", key]
                what = f"'{key}' holds {tag.group()!r}, which people would see as it stands."
                yield entry.problem(where, what, "Take it out; answers are plain text.")
