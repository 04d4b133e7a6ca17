"""The content as a spreadsheet, a row an entry: out, and back in by merging what was changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lantern.content.library import Library
from lantern.content.models import KINDS
from lantern.editing.draft import EDITABLE, Draft, draft_of, facets_of, facets_text, new_draft
from lantern.editing.files import NAME, create_entry, mark_of, save_entry
from lantern.editing.hints import problems_of
from lantern.editing.sheet_files import Cell, Row, read_rows, write_rows
from lantern.errors import LanternError, SheetError

KEYS = ("family", "name")
LISTS = ("utterances", "citations", "resources", "follow_ups", "questions")
REVIEW = ("status", "by", "on", "due")
# The mark tells whether a file has changed since the sheet was made.
MARK = "mark"
COLUMNS = (
    *KEYS, "title", "text", "more", "utterances", "citations", "resources", "follow_ups", "questions",
    "facets", "kind", *(f"review_{key}" for key in REVIEW), MARK,
)  # fmt: skip
# Which column a problem is about, by a word in it; the first that fits.
ABOUT = (
    ("title", "title"), ("utterance", "utterances"), ("'more'", "more"),
    ("cite", "citations"), ("citations", "citations"), ("resources", "resources"), ("follow", "follow_ups"),
    ("facet", "facets"), ("lexicon", "facets"), ("kind", "kind"), ("review", "review_status"),
)  # fmt: skip


@dataclass(frozen=True)
class BadCell:
    """Something in a sheet that cannot be taken over."""

    address: str
    what: str

    def __str__(self) -> str:
        return f"{self.address}: {self.what}"


@dataclass(frozen=True)
class Merge:
    """What an import would do: new and changed entries, rows that change nothing, and what is wrong.

    ``unreadable`` rows are not taken over whatever the editor says.
    """

    new: tuple[Draft, ...]
    changed: tuple[tuple[Draft, str], ...]
    same: int
    bad: tuple[BadCell, ...]
    ignored_columns: tuple[str, ...]
    unreadable: int = 0


def export(library: Library, path: Path) -> int:
    """Write all entries that can be edited into a spreadsheet, and return how many.

    Raises:
        SheetError: The file's ending is unknown, or a text does not fit.
    """
    entries = [entry for entry in library.entries.values() if entry.family in EDITABLE]
    rows = [row_of(draft_of(entry), mark_of(entry.file.text)) for entry in entries]
    write_rows(path, COLUMNS, rows)
    return len(rows)


def row_of(draft: Draft, mark: str) -> list[str]:
    """Return a draft as the texts of its row; of lists, one item a line."""
    values: dict[str, str] = {key: getattr(draft, key) for key in (*KEYS, "title", "text", "more", "kind")}
    values |= {key: "\n".join(getattr(draft, key)) for key in LISTS}
    values["facets"] = facets_text(draft.facets)
    values |= {f"review_{key}": draft.review.get(key) or "" for key in REVIEW}
    values[MARK] = mark
    return [values[key] for key in COLUMNS]


def merge_of(library: Library, path: Path) -> Merge:
    """Return what importing a spreadsheet would do; nothing is written.

    Columns that are not there leave their values as they are, and entries that have no row are untouched.

    Raises:
        SheetError: The file cannot be read at all.
    """
    columns, rows = read_rows(path)
    missing = [key for key in KEYS if key not in columns]
    if missing:
        raise SheetError(f"{path.name} has no column {missing[0]!r}. Its first row names the columns.")
    new: list[Draft] = []
    changed: list[tuple[Draft, str]] = []
    bad: list[BadCell] = []
    seen: dict[str, str] = {}
    same = unreadable = 0
    for row in rows:
        wrong, draft, mark = _read(row, library, seen)
        if draft is None or wrong:
            bad += wrong
            unreadable += 1
            continue
        entry = library.entries.get(draft.intent)
        if entry is not None and draft_of(entry) == draft:
            same += 1
            continue
        bad += _conflict(row, entry.file.text if entry else None, mark)
        found = problems_of(library, draft)
        bad += [BadCell(_place(row, problem.what), f"{problem.what} {problem.cure}") for problem in found]
        if entry is None:
            new.append(draft)
        else:
            changed.append((draft, mark_of(entry.file.text)))
    extra = tuple(name for name in columns if name and name not in COLUMNS)
    return Merge(tuple(new), tuple(changed), same, tuple(bad), extra, unreadable)


def apply_merge(library: Library, merge: Merge, despite: bool = False) -> int:
    """Write what a merge holds, and return how many files were written.

    Args:
        library: The content.
        merge: What to do.
        despite: Take over the rows that can be read although others or something in them is wrong.

    Raises:
        SheetError: Something is wrong; nothing was written.
        EditConflict: A file was changed just now; what was written before was put back.
    """
    if merge.bad and not despite:
        lines = "\n".join(map(str, merge.bad))
        raise SheetError(f"Nothing was imported:\n{lines}")
    undo: list[Callable[[], Any]] = []
    try:
        for draft, mark in merge.changed:
            path = library.data / draft.file
            before = path.read_bytes()
            if save_entry(library.data, draft, mark):
                undo.append(lambda path=path, before=before: path.write_bytes(before))  # type: ignore[misc]
        for draft in merge.new:
            undo.append(create_entry(library.data, draft).unlink)
    except (LanternError, OSError):
        for step in undo:
            step()
        raise
    return len(undo)


def _read(row: Row, library: Library, seen: dict[str, str]) -> tuple[list[BadCell], Draft | None, str]:
    family, name = (row.get(key, Cell("", "?")) for key in KEYS)
    if family.text.strip() not in EDITABLE:
        return (
            [BadCell(family.address, f"{family.text!r} is no family. Use {', '.join(EDITABLE)}.")],
            None,
            "",
        )
    if not NAME.fullmatch(name.text.strip()):
        what = f"{name.text!r} is no name. Use small letters, digits and underscores."
        return [BadCell(name.address, what)], None, ""
    intent = f"{family.text.strip()}/{name.text.strip()}"
    if intent in seen:
        return [BadCell(name.address, f"{intent} stands at {seen[intent]} already. Keep one row.")], None, ""
    seen[intent] = name.address
    entry = library.entries.get(intent)
    base = draft_of(entry) if entry else replace(new_draft(*intent.split("/")), facets={})
    wrong: list[BadCell] = []
    values: dict[str, Any] = {}
    for key in ("title", "text", "more", "kind"):
        if key in row:
            values[key] = row[key].text.strip()
    for key in LISTS:
        if key in row:
            values[key] = tuple(line.strip() for line in row[key].text.split("\n") if line.strip())
    if "kind" in values and values["kind"] not in KINDS[base.family]:
        wrong.append(BadCell(row["kind"].address, f"The kind has to be {' or '.join(KINDS[base.family])}."))
    if "facets" in row:
        values["facets"] = _facets(row["facets"], wrong)
    values["review"] = _review(row, base, wrong)
    for key in ("title", "text"):
        if not values.get(key, getattr(base, key)):
            wrong.append(BadCell(row[key].address if key in row else name.address, f"The {key} is missing."))
    return wrong, replace(base, **values), row[MARK].text.strip() if MARK in row else ""


def _facets(cell: Cell, wrong: list[BadCell]) -> dict[str, tuple[str, ...]]:
    found, lines = facets_of(cell.text)
    wrong += [BadCell(cell.address, f"{line!r} is no facet. Write: site: bone") for line in lines]
    return found


def _review(row: Row, base: Draft, wrong: list[BadCell]) -> dict[str, str | None]:
    found = dict(base.review)
    for key in REVIEW:
        cell = row.get(f"review_{key}")
        if cell is None:
            continue
        found[key] = cell.text.strip() or (base.review.get(key) if key in ("status", "due") else None)
        if key in ("on", "due") and found[key]:
            try:
                datetime.date.fromisoformat(found[key] or "")
            except ValueError:
                wrong.append(BadCell(cell.address, f"{cell.text!r} is no date. Write it as 2027-06-30."))
    return found


def _conflict(row: Row, text: str | None, mark: str) -> Sequence[BadCell]:
    if text is None or not mark or mark == mark_of(text):
        return []
    what = "The file was changed since the sheet was made. Export anew, or empty this cell to write over it."
    return [BadCell(row[MARK].address, what)]


def _place(row: Row, problem: str) -> str:
    for word, column in ABOUT:
        if word in problem and column in row:
            return row[column].address
    return row["text" if "text" in row else "name"].address
