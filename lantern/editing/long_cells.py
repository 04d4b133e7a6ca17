"""Texts that do not fit into one cell go on in the next column, ``utterances (2)``, and come back as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What a spreadsheet program holds in one cell.
MOST_CHARACTERS = 32_767
CONTINUED = re.compile(r"(?P<name>.+) \((?P<place>[2-9]|[1-9]\d)\)")


def spread(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return a table with more columns, of which no cell is too long, unless one line of a text is."""
    cut = [[_pieces(text) for text in row] for row in rows]
    widths = [max((len(row[place]) for row in cut), default=1) for place in range(len(columns))]
    names = [_name(name, place) for name, width in zip(columns, widths) for place in range(1, width + 1)]
    filled = [
        [piece for pieces, width in zip(row, widths) for piece in (*pieces, *[""] * (width - len(pieces)))]
        for row in cut
    ]
    return names, filled


def continues(column: str) -> str | None:
    """Return the column that this one goes on with, if it does."""
    found = CONTINUED.fullmatch(column)
    return found["name"] if found else None


def _name(column: str, place: int) -> str:
    return column if place == 1 else f"{column} ({place})"


def _pieces(text: str) -> list[str]:
    if len(text) <= MOST_CHARACTERS:
        return [text]
    pieces, last = [], ""
    for line in text.split("\n"):
        if last and len(last) + 1 + len(line) > MOST_CHARACTERS:
            pieces.append(last)
            last = line
        else:
            last = f"{last}\n{line}" if last else line
    return [*pieces, last]
