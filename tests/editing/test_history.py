"""What is changed is kept in git without anybody having to ask for it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lantern.editing.history import changes, is_kept_here, keep


def test_where_git_is_there_changes_are_kept(data: Path, tmp_path: Path) -> None:
    assert not is_kept_here(tmp_path / "elsewhere")
    root = data.parent
    assert not is_kept_here(root)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    assert is_kept_here(root)


def test_who_has_never_told_git_a_name_has_a_history_too(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A computer on which git was only just installed.
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root, path = data.parent, data / "faq" / "palbociclib.yml"
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    # As where the computer has no name of its own from which git could guess one.
    subprocess.run(["git", "config", "user.useConfigOnly", "true"], cwd=root, check=True)
    keep(root, path, "Begin", "Ana")
    [one] = changes(root, path)
    assert (one.by, one.why) == ("Ana", "Begin")
