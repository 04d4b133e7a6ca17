"""Conversations are erased by schedule."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern.cli import purge
from lantern.cli.app import app

runner = CliRunner()
DAY = 24 * 3600


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "conversations.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE events (sender_id TEXT, timestamp REAL)")
        for age in (40, 35, 1):
            row = (f"silent for {age}", time.time() - age * DAY)
            connection.execute("INSERT INTO events VALUES (?, ?)", row)
        # A conversation that goes on is kept whole.
        connection.execute("INSERT INTO events VALUES ('silent for 1', 0)")
    return file


def left(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return [row[0] for row in connection.execute("SELECT sender_id FROM events ORDER BY 1")]


def test_the_command_purges_once(file: Path) -> None:
    result = runner.invoke(app, ["purge", "--days", "37", "--database", f"sqlite:///{file}"])
    assert result.exit_code == 0 and "1 conversation(s) erased" in result.output
    assert left(file) == ["silent for 1", "silent for 1", "silent for 35"]


def test_a_schedule_purges_at_once_and_when_its_time_has_come(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = purge.Schedule(f"sqlite:///{file}")
    schedule.look()
    assert left(file) == ["silent for 1", "silent for 1"]
    now = time.time()
    monkeypatch.setattr(purge.time, "time", lambda: now + 23 * 3600 + 30 * DAY)
    schedule._due = now + 30 * DAY + DAY
    schedule.look()
    assert left(file)
    monkeypatch.setattr(purge.time, "time", lambda: now + 30 * DAY + DAY)
    schedule.look()
    assert left(file) == []


def test_a_database_that_is_away_does_not_end_the_schedule(tmp_path: Path) -> None:
    purge.Schedule(f"sqlite:///{tmp_path}/no/such/folder.db").look()


def test_a_purge_that_fails_says_so(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/no/such/folder.db"
    result = runner.invoke(app, ["purge", "--database", address])
    assert result.exit_code != 0
