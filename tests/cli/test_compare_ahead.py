"""``lantern compare --ahead`` asks what the next comparison will be with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lantern.cli.app import app
from lantern.editing.publishing import Published, _write


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were asked; asking itself takes a minute, and is tested elsewhere."""
    models: list[str] = []

    class Asked:
        def __init__(self, _: Any, old: Path, *__: Any) -> None:
            models.append(old.name)

        def ask_old(self) -> None:
            pass

    for name in ("lantern-a.tar.gz", "lantern-b.tar.gz"):
        (tmp_path / name).touch()
    monkeypatch.setattr("lantern.paths.MODELS", tmp_path)
    monkeypatch.setattr("lantern.cli.publish.current_model", lambda: tmp_path / "lantern-b.tar.gz")
    monkeypatch.setattr("lantern.cli.publish.Comparison", Asked)
    monkeypatch.setattr("lantern.cli.publish.os.nice", lambda _: 0)
    return models


def run(tmp_path: Path, *more: str) -> int:
    return CliRunner().invoke(app, ["compare", "--ahead", "--state", str(tmp_path), *more]).exit_code


def test_where_nothing_was_published_the_present_model_serves(asked: list[str], tmp_path: Path) -> None:
    assert run(tmp_path) == 0 and asked == ["lantern-b.tar.gz"]


def test_else_the_published_one_does(asked: list[str], tmp_path: Path) -> None:
    _write(Published("lantern-a.tar.gz", "2026-01-01T00:00:00+00:00", "Ana"), tmp_path)
    assert run(tmp_path) == 0 and asked == ["lantern-a.tar.gz"]


def test_or_the_one_that_is_named(asked: list[str], tmp_path: Path) -> None:
    assert run(tmp_path, "--old", str(tmp_path / "lantern-a.tar.gz")) == 0 and asked == ["lantern-a.tar.gz"]


def test_content_that_was_not_trained_yet_is_not_asked(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "lantern-b.tar.gz").unlink()
    assert run(tmp_path) == 0 and asked == ["lantern-a.tar.gz"]
