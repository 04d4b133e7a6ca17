"""States and history of an entry."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from lantern.content.library import Library
from lantern.editing.files import create_entry
from lantern.editing.history import changed_files, changed_lines, changes, keep, text_at, undo
from lantern.editing.shelf import move, places, room, shelved, shelved_titles, state_of
from lantern.errors import ContentError, LanternError
from tests.editing.test_files import NEW


def test_a_topic_goes_from_draft_to_live_and_is_retired(tmp_path: Path) -> None:
    create_entry(room(tmp_path, "draft"), NEW)
    assert state_of(tmp_path, "faq", "scan_wait") == "draft"
    for state in ("in_review", "ready", "retired"):
        move(tmp_path, "faq", "scan_wait", state)
        assert state_of(tmp_path, "faq", "scan_wait") == state
    assert [(item.state, item.name) for item in shelved(tmp_path)] == [("retired", "scan_wait")]
    with pytest.raises(ContentError, match="is retired already"):
        move(tmp_path, "faq", "scan_wait", "retired")
    with pytest.raises(ContentError, match="no state"):
        move(tmp_path, "faq", "scan_wait", "gone")


def test_titles_of_what_is_on_the_shelf_are_known(tmp_path: Path) -> None:
    create_entry(room(tmp_path, "draft"), replace(NEW, title="As a draft?"))
    create_entry(room(tmp_path, "retired"), NEW)
    create_entry(room(tmp_path, "draft"), replace(NEW, family="area", name="begun", kind="not_covered"))
    (room(tmp_path, "draft") / "faq" / "broken.yml").write_text("nlu: [", encoding="utf-8")
    assert shelved_titles(tmp_path) == {"scan_wait": NEW.title, "begun": NEW.title}


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


def test_a_move_is_one_change_and_the_history_goes_on_behind_it(repository: Path) -> None:
    old = create_entry(room(repository, "draft"), NEW)
    keep(repository, old, "A new topic", "Ana")
    first, [before] = old.read_text(encoding="utf-8"), changes(repository, old)
    new = move(repository, "faq", "scan_wait", "ready")
    keep(repository, new, "It is ready", "Ben", [old])
    also = places(repository, "faq", "scan_wait")
    assert [one.why for one in changes(repository, new, also=also)] == ["It is ready", "A new topic"]
    new.write_text(first + "# changed\n", encoding="utf-8")
    undo(repository, new, before.id, also)
    assert new.read_text(encoding="utf-8") == first and not old.exists()
    # Nothing is left over, and what git has as it is makes no empty change.
    keep(repository, new, "Nothing", "Ana", [old, repository / "never_there.yml"])
    assert changes(repository, new)[0].why == "It is ready"


def test_changed_lines_are_those_of_the_new_file(repository: Path) -> None:
    path = create_entry(repository / "data", NEW)
    keep(repository, path, "A new topic", "Ana")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:4], "      - one more way\n", *lines[4:-1]]), encoding="utf-8")
    (repository / "data" / "new.yml").write_text("x: 1\n", encoding="utf-8")
    found = changed_lines(repository)
    assert found["data/new.yml"] is None and found["data/faq/scan_wait.yml"] == {5}


def test_without_git_there_is_no_history_and_no_crash(tmp_path: Path) -> None:
    path = create_entry(tmp_path / "data", NEW)
    assert changes(tmp_path, path) == []
    with pytest.raises(LanternError, match="git says"):
        keep(tmp_path, path, "x", "y")
