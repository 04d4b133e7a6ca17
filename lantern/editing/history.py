"""Who changed a content file and when, and the way back; git keeps both."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from lantern.editing.files import write_whole
from lantern.errors import LanternError

FIELDS = "%H%x1f%an%x1f%aI%x1f%s"


@dataclass(frozen=True)
class Change:
    """One saved change: its id, by whom, when (ISO 8601) and why."""

    id: str
    by: str
    at: str
    why: str


def changes(root: Path, path: Path, most: int = 20) -> list[Change]:
    """Return the changes of a file, the newest first; none where there is no git."""
    try:
        lines = _git(root, "log", f"--max-count={most}", f"--format={FIELDS}", "--", str(path)).splitlines()
    except LanternError:
        return []
    return [Change(*line.split("\x1f")) for line in lines]


def changed_files(root: Path, since: str = "HEAD") -> set[str]:
    """Return the files of data/ that differ from a commit, relative to the project.

    Raises:
        LanternError: This is no git repository.
    """
    known = _git(root, "diff", "--name-only", since, "--", "data").splitlines()
    new = _git(root, "ls-files", "--others", "--exclude-standard", "--", "data").splitlines()
    return set(known) | set(new)


def text_at(root: Path, path: Path, change: str) -> str:
    """Return what a file said after a change.

    Raises:
        LanternError: There is no such change, or the file was not there.
    """
    return _git(root, "show", f"{change}:{path.relative_to(root).as_posix()}")


def undo(root: Path, path: Path, change: str = "HEAD") -> None:
    """Put a file back to what it said after a change; what it says now is lost unless it was kept.

    Raises:
        LanternError: There is no such change.
    """
    write_whole(path, text_at(root, path, change))


def keep(root: Path, path: Path, why: str, by: str) -> None:
    """Commit one file and nothing else.

    Args:
        root: The project.
        path: The file; one that is gone is committed as gone.
        why: The message.
        by: The editor's name, as it is to stand in the history.

    Raises:
        LanternError: git cannot do it, such as where this is no repository.
    """
    name = " ".join(by.replace("<", " ").replace(">", " ").split()) or "editor"
    _git(root, "add", "--all", "--", str(path))
    author = f"--author={name} <editor@localhost>"
    _git(root, "commit", "--quiet", "--only", author, f"--message={why}", "--", str(path))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise LanternError("git is not installed; without it there is no history.") from error
    if done.returncode:
        raise LanternError(f"git says: {(done.stderr or done.stdout).strip()}")
    return done.stdout
