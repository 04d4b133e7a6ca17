"""Who changed a content file and when, and the way back; git keeps both."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lantern.editing.files import write_whole
from lantern.errors import LanternError

FIELDS = "%H%x1f%an%x1f%aI%x1f%s"
# Where a hunk stands in the new file, as "@@ -3,2 +3,4 @@".
HUNK = re.compile(r"^@@ [^+]*\+(\d+)(?:,(\d+))? @@", re.M)
# git locks its index, and whoever finds it locked is turned away.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Change:
    """One saved change: its id, by whom, when (ISO 8601) and why."""

    id: str
    by: str
    at: str
    why: str


def changes(root: Path, path: Path, most: int = 20, also: Sequence[Path] = ()) -> list[Change]:
    """Return the changes of a file, the newest first; none where there is no git.

    Args:
        root: The project.
        path: The file.
        most: So many at most.
        also: Where the file was before it was moved.
    """
    files = map(str, (path, *also))
    try:
        lines = _git(root, "log", f"--max-count={most}", f"--format={FIELDS}", "--", *files).splitlines()
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


def changed_lines(root: Path, since: str = "HEAD") -> dict[str, set[int] | None]:
    """Return the lines of the files of data/ that differ from a commit; None stands for all of a new file.

    Raises:
        LanternError: This is no git repository.
    """
    found: dict[str, set[int] | None] = dict.fromkeys(
        _git(root, "ls-files", "--others", "--exclude-standard", "--", "data").splitlines()
    )
    for name in _git(root, "diff", "--name-only", since, "--", "data").splitlines():
        told = _git(root, "diff", "--unified=0", "--no-color", "--no-ext-diff", since, "--", name)
        spans = ((int(first), int(count or 1)) for first, count in HUNK.findall(told))
        found[name] = {line for first, count in spans for line in range(first, first + count)}
    return found


def text_at(root: Path, path: Path, change: str, also: Sequence[Path] = ()) -> str:
    """Return what a file said after a change; ``also`` is where it was before it was moved.

    Raises:
        LanternError: There is no such change, or the file was not there.
    """
    for place in (path, *also):
        name = place.relative_to(root).as_posix()
        if _git(root, "ls-tree", "--name-only", change, "--", name).strip():
            return _git(root, "show", f"{change}:{name}")
    # Raises its own sentence where there is no such change.
    _git(root, "rev-parse", "--verify", f"{change}^{{commit}}")
    raise LanternError(
        f"{path.relative_to(root)} was not there at {change}; it is new. "
        f"To take it away again: lantern move {path.stem} draft"
    )


def undo(root: Path, path: Path, change: str = "HEAD", also: Sequence[Path] = ()) -> None:
    """Put a file back to what it said after a change; what it says now is lost unless it was kept.

    Raises:
        LanternError: There is no such change.
    """
    write_whole(path, text_at(root, path, change, also))


def keep(root: Path, path: Path, why: str, by: str, also: Sequence[Path] = ()) -> None:
    """Commit a file and nothing else; nothing if git has it as it is.

    Args:
        root: The project.
        path: The file; one that is gone is committed as gone.
        why: The message.
        by: The editor's name, as it is to stand in the history.
        also: Files that belong to the same change, such as where the file was before.

    Raises:
        LanternError: git cannot do it, such as where this is no repository.
    """
    name = " ".join(by.replace("<", " ").replace(">", " ").split()) or "editor"
    author = f"--author={name} <editor@localhost>"
    with ONE_AT_A_TIME:
        # Of a file that is gone and that git never had, it would say that there is none.
        states = (
            (str(place), _git(root, "status", "--porcelain", "--", str(place))) for place in (path, *also)
        )
        files = [place for place, state in states if state]
        if files:
            _git(root, "add", "--all", "--", *files)
            _git(
                root,
                *_committer(root),
                "commit",
                "--quiet",
                "--only",
                author,
                f"--message={why}",
                "--",
                *files,
            )


def is_kept_here(root: Path) -> bool:
    """Say whether git has a history of a folder."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except LanternError:
        return False


def _committer(root: Path) -> list[str]:
    """Return what git has to be told on a computer where nobody has told it a name: it would refuse."""
    try:
        _git(root, "var", "GIT_COMMITTER_IDENT")
    except LanternError:
        return ["-c", "user.name=Lantern", "-c", "user.email=editor@localhost"]
    return []


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
