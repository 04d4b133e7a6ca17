"""``lantern link``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern.cli.app import app
from lantern.content.library import load_library
from lantern.editing.history import changes
from lantern.errors import ContentError

runner = CliRunner()


@pytest.fixture
def project(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ in the place of the real one."""
    monkeypatch.setattr("lantern.paths.DATA", data)
    monkeypatch.setattr("lantern.paths.ROOT", data.parent)
    return data


def test_a_link_is_asked_for(project: Path) -> None:
    typed = ["metavivor-site", "METAvivor", "https://www.metavivor.org", "", "find others", ""]
    result = runner.invoke(app, ["link"], input="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert "Added to data/resources.yml: metavivor-site" in result.output
    link = load_library(project).resources["metavivor-site"]
    # The region is that of the organisation, unless another one is typed.
    assert (link.url, link.phone, link.purpose, link.region) == (typed[2], None, "find others", "us")


ALL = ["link", "metavivor-line", "--title", "METAvivor", "--phone", "800-555-0100", "--purpose", "talk"]


def test_a_link_is_added_at_once_and_kept_with_its_why(project: Path) -> None:
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "Begin"]):
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@localhost", *command]
        subprocess.run(git, cwd=project.parent, check=True)
    result = runner.invoke(app, [*ALL, "--region", "any", "--why", "People asked for somebody to call"])
    assert result.exit_code == 0, result.output
    assert changes(project.parent, project / "resources.yml")[0].why == "People asked for somebody to call"
    again = runner.invoke(app, [*ALL, "--region", "any"])
    assert isinstance(again.exception, ContentError) and "already" in str(again.exception)
