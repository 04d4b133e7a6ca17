"""Open and save content files: whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from lantern.content.library import read_entry
from lantern.content.models import FOLDERS
from lantern.editing.draft import EDITABLE, Draft, draft_of
from lantern.editing.entry_text import edited_text, new_text
from lantern.errors import ContentError, EditConflict

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")

# The studio saves in threads: between the look whether a file has changed and the writing, nobody may write.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Opened:
    """A file as it was when an editor opened it; ``mark`` stands for its text exactly."""

    draft: Draft
    text: str
    mark: str


def mark_of(text: str) -> str:
    """Return what stands for a text exactly."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def place_of(data: Path, family: str, name: str) -> Path:
    """Return where an entry's file is.

    Raises:
        ContentError: No such file can exist.
    """
    if family not in EDITABLE:
        raise ContentError(f"{family!r} cannot be edited here. Allowed: {', '.join(EDITABLE)}.")
    if not NAME.fullmatch(name):
        raise ContentError(
            f"{name!r} cannot be a name. Use small letters, digits and underscores, beginning with a letter."
        )
    return data / FOLDERS[family] / f"{name}.yml"


def open_entry(data: Path, family: str, name: str) -> Opened:
    """Return an entry's draft and text.

    Raises:
        ContentError: There is no such file, or it is broken.
    """
    path = place_of(data, family, name)
    if not path.is_file():
        raise ContentError(f"There is no {family}/{name} (data/{FOLDERS[family]}/{name}.yml).")
    text = path.read_text(encoding="utf-8")
    return Opened(_draft_in(path, data, family), text, mark_of(text))


def create_entry(data: Path, draft: Draft) -> Path:
    """Write a new file and return it.

    Raises:
        ContentError: There is one of that name already, or it cannot be written so.
    """
    path = place_of(data, draft.family, draft.name)
    with ONE_AT_A_TIME:
        if path.exists():
            raise ContentError(f"data/{draft.file} is there already. Choose another name, or edit it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, new_text(draft), draft, data)
    return path


def save_entry(data: Path, draft: Draft, mark: str) -> bool:
    """Save a changed draft and return whether anything has changed.

    Args:
        data: The folder ``data/``.
        draft: What the file is to say.
        mark: The mark of the text that the editor opened.

    Raises:
        EditConflict: The file has changed since; nothing was written.
        ContentError: It cannot be written so; nothing was written.
    """
    with ONE_AT_A_TIME:
        return _save(data, draft, mark)


def draft_in_text(text: str, family: str, name: str) -> Draft | None:
    """Return what the text of a file says; None if it is no sound content file."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        path = place_of(data, family, name)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        try:
            return _draft_in(path, data, family)
        except ContentError:
            return None


def _save(data: Path, draft: Draft, mark: str) -> bool:
    path = place_of(data, draft.family, draft.name)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if mark_of(text) != mark:
        yours = edited_text(text, draft) if text else new_text(draft)
        raise EditConflict(
            f"data/{draft.file} was changed by somebody else while you edited it. Nothing was saved; "
            "both versions are shown.",
            yours,
            text,
        )
    if path.is_file():
        draft = _no_longer_reviewed(_draft_in(path, data, draft.family), draft)
    new = edited_text(text, draft)
    if new == text:
        return False
    _write(path, new, draft, data)
    return True


def _no_longer_reviewed(old: Draft, new: Draft) -> Draft:
    """Return the draft without its review, if it says something else than what was reviewed."""
    said = [(draft.title, draft.text, draft.more, draft.citations) for draft in (old, new)]
    if said[0] == said[1] or new.review != old.review or new.review.get("status") != "reviewed":
        return new
    return replace(new, review={**new.review, "status": "unreviewed", "by": None, "on": None})


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new, never a part."""
    beside = path.with_name(f".{path.name}.draft")
    with beside.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


def _write(path: Path, text: str, draft: Draft, data: Path) -> None:
    old = path.read_text(encoding="utf-8") if path.is_file() else None
    write_whole(path, text)
    try:
        kept = _draft_in(path, data, draft.family)
        lost = "" if kept == draft else "something in it cannot be written down, such as an odd character"
    except ContentError as error:
        lost = str(error)
    if lost:
        # What was typed has to come back exactly; otherwise the file stays as it was.
        if old is None:
            path.unlink()
        else:
            write_whole(path, old)
        raise ContentError(f"data/{draft.file} was not saved: {lost}.")


def _draft_in(path: Path, data: Path, family: str) -> Draft:
    entry, problems = read_entry(path, data, family)
    if entry is None or problems:
        raise ContentError("\n".join(map(str, problems)) or f"{path.name} cannot be read.")
    return draft_of(entry)
