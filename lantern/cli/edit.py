"""``lantern edit``: change an entry by field; ``history`` and ``undo``: see and take back changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from lantern import paths
from lantern.cli.console import console
from lantern.cli.entries import EntryName, Why, entry_there, family_and_name, keep_why
from lantern.cli.new import advise_on_aspect, tell
from lantern.content.library import load_library
from lantern.editing.draft import Facets, facets_of
from lantern.editing.entry_text import LISTS
from lantern.editing.files import open_entry, place_of, save_entry
from lantern.editing.history import changes, undo
from lantern.editing.shelf import places
from lantern.errors import ContentError

Title = Annotated[str | None, typer.Option(help="Another question in plain words.")]
Text = Annotated[str | None, typer.Option(help="Another short answer.")]
More = Annotated[str | None, typer.Option(help="Another rest of the answer.")]
Add = Annotated[list[str] | None, typer.Option("--add", help="A way of asking to add; repeat it.")]
Remove = Annotated[list[str] | None, typer.Option("--remove", help="A way of asking to take out; repeat it.")]
Link = Annotated[list[str] | None, typer.Option("--link", help="All its links, by their ids; repeat it.")]
Next = Annotated[
    list[str] | None, typer.Option("--next", help="All topics that people may ask next; repeat it.")
]
Question = Annotated[
    list[str] | None, typer.Option("--question", help="All questions to take to the care team; repeat it.")
]
Facet = Annotated[
    list[str] | None, typer.Option("--facet", help='All it is about, such as "site: bone"; repeat it.')
]
Cite = Annotated[list[str] | None, typer.Option("--cite", help="All facts it rests on; repeat it.")]


def command(
    entry: EntryName,
    title: Title = None,
    text: Text = None,
    more: More = None,
    add: Add = None,
    remove: Remove = None,
    cite: Cite = None,
    link: Link = None,
    next_: Next = None,
    question: Question = None,
    facet: Facet = None,
    why: Why = "",
) -> None:
    """Change an entry by field; comments, order and all else in its file stay as they are.

    Example: lantern edit palliative_care_what --add "is palliative the same as giving up"
    """
    family, name, data = entry_there(entry)
    opened = open_entry(data, family, name)
    draft = opened.draft
    unknown = [text for text in remove or () if text not in draft.utterances]
    if unknown:
        raise ContentError(f"data/{draft.file} has no utterance {unknown[0]!r}. Nothing was changed.")
    kept = [text for text in draft.utterances if text not in (remove or ())]
    changed: dict[str, Any] = {
        "title": title and title.strip(),
        "text": text and text.strip(),
        "more": more and more.strip(),
        "citations": tuple(cite) if cite else None,
        "resources": tuple(link) if link else None,
        "follow_ups": tuple(next_) if next_ else None,
        "questions": tuple(question) if question else None,
        "facets": _facets(facet) if facet else None,
        "utterances": tuple(dict.fromkeys([*kept, *(way.strip() for way in add or ())]))
        if add or remove
        else None,
    }
    changed = {key: value for key, value in changed.items() if value is not None}
    edited = replace(draft, **changed)
    advise_on_aspect(load_library(paths.DATA), edited)
    if not save_entry(data, edited, opened.mark):
        console.print("Nothing has changed.")
        return
    path = place_of(data, family, name)
    console.print(f"Saved: {path.relative_to(paths.ROOT)}", markup=False)
    for key in LISTS:
        left_out = [value for value in getattr(draft, key) if value not in getattr(edited, key)]
        if left_out:
            console.print(
                f"Not among the {key.replace('_', ' ')} any more: {', '.join(left_out)}", markup=False
            )
    keep_why(why, path)
    ways = [text for text in edited.utterances if text not in draft.utterances]
    tell(load_library(paths.DATA), data, path, edited, ways)


def _facets(lines: list[str]) -> Facets:
    found, wrong = facets_of("\n".join(lines))
    if wrong:
        raise ContentError(f"{wrong[0]!r} is no facet. Write: site: bone. Nothing was changed.")
    return found


def history_command(entry: EntryName) -> None:
    """Show who changed an entry, when and why, as git keeps it.

    Example: lantern history palliative_care_what
    """
    found = changes(paths.ROOT, _path(entry), also=places(paths.ROOT, *family_and_name(entry)))
    table = Table("change", "when", "by", "why")
    for change in found:
        table.add_row(change.id[:10], change.at[:16].replace("T", " "), change.by, change.why)
    console.print(table if found else "git knows no change of it.")


def undo_command(
    entry: EntryName,
    change: Annotated[str, typer.Option(help="Back to what it said after this change.")] = "HEAD",
) -> None:
    """Put an entry back to what it said at its last kept change, or after the change named.

    Example: lantern undo palliative_care_what --change 1a2b3c4d5e
    """
    path = _path(entry)
    before = path.read_text(encoding="utf-8")
    undo(paths.ROOT, path, change, places(paths.ROOT, *family_and_name(entry)))
    name = path.relative_to(paths.ROOT)
    if path.read_text(encoding="utf-8") == before:
        console.print(
            f"{name} said already what it said at {change}: nothing is changed. To undo a kept change, name "
            f"the one before it (lantern history {entry}): lantern undo {entry} --change ID",
            markup=False,
        )
        return
    console.print(f"{name} says what it said at {change}.", markup=False)


def _path(entry: str) -> Path:
    family, name, data = entry_there(entry)
    return place_of(data, family, name)
