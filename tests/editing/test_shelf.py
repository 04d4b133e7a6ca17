"""States and history of an entry."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lantern.content.library import Library
from lantern.editing.files import create_entry
from lantern.editing.history import changed_files, changes, keep, text_at, undo
from lantern.editing.shelf import move, room, shelved, state_of
from lantern.errors import ContentError, LanternError
from tests.editing.test_files import NEW


def test_a_topic_goes_from_draft_to_live_and_is_retired(tmp_path: Path) -> None:
    create_entry(room(tmp_path, "draft"), NEW)
    assert state_of(tmp_path, "faq", "scan_wait") == "draft"
    for state in ("in_review", "live", "retired"):
        move(tmp_path, "faq", "scan_wait", state)
        assert state_of(tmp_path, "faq", "scan_wait") == state
    assert [(item.state, item.name) for item in shelved(tmp_path)] == [("retired", "scan_wait")]
    with pytest.raises(ContentError, match="is retired already"):
        move(tmp_path, "faq", "scan_wait", "retired")
    with pytest.raises(ContentError, match="no state"):
        move(tmp_path, "faq", "scan_wait", "gone")


def test_nothing_that_others_lead_to_is_taken_away(library: Library) -> None:
    with pytest.raises(ContentError, match="these lead to it: data/"):
        move(library.data.parent, "faq", "talk_to_team", "retired", library)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for command in (["init", "-q"], ["config", "user.name", "x"], ["config", "user.email", "x@localhost"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_a_change_is_kept_by_name_and_can_be_undone(repository: Path) -> None:
    path = create_entry(repository / "data", NEW)
    keep(repository, path, "A new topic", "Ana <x>")
    (repository / "data" / "other.yml").write_text("x: 1\n", encoding="utf-8")
    first = path.read_text(encoding="utf-8")
    path.write_text(first.replace("results?", "results then?"), encoding="utf-8")
    assert changed_files(repository) == {"data/faq/scan_wait.yml", "data/other.yml"}
    keep(repository, path, "Worded anew", "Ben")
    newest, oldest = changes(repository, path)
    assert (newest.by, newest.why, oldest.by) == ("Ben", "Worded anew", "Ana x")
    assert text_at(repository, path, oldest.id) == first
    undo(repository, path, oldest.id)
    assert path.read_text(encoding="utf-8") == first
    assert changed_files(repository) == {"data/faq/scan_wait.yml", "data/other.yml"}


def test_without_git_there_is_no_history_and_no_crash(tmp_path: Path) -> None:
    path = create_entry(tmp_path / "data", NEW)
    assert changes(tmp_path, path) == []
    with pytest.raises(LanternError, match="git says"):
        keep(tmp_path, path, "x", "y")
