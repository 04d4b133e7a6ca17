"""What the studio tells of long work: since when, what it is at, and how long that took last time."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from lantern.studio.jobs import TOOK_FILE, Jobs, about, asked_ahead
from tests.studio.conftest import Studio, live_pages, shown

NOON = 1_795_262_400.0


class Work:
    """Jobs of a shell whose verbs wait at a gate, by a clock that a test sets."""

    def __init__(self, folder: Path) -> None:
        os.mkfifo(folder / "gate")
        self.folder, self.now = folder, NOON
        # The first word is the verb; what it does, the shell is told by the second.
        command = ["sh", "-c", 'eval "$1"']
        self.jobs = Jobs(folder, command, folder / "state", lambda: self.now)

    def run(self, verb: str, seconds: float, code: int = 0) -> None:
        """Run a verb that takes so many seconds."""
        assert self.jobs.start(verb, "Ana", [verb, f"read line < gate; exit {code}"])
        self.now += seconds
        self.open_gate()

    def open_gate(self) -> None:
        (self.folder / "gate").write_text("go\n", encoding="utf-8")
        assert self.jobs.last and self.jobs.last.ended.wait(30)

    def page(self, data: Path) -> str:
        """Return the page as somebody with all roles sees it."""
        return shown(live_pages(data.parent, self.folder / "state", self.jobs).live)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path)


def test_a_job_tells_since_when_it_runs_and_what_it_is_at(work: Work, data: Path) -> None:
    said = "echo 'The model is trained: <b>'; echo 'Asking the new model …'; mkfifo said; read line < gate"
    assert work.jobs.start("Impact", "Ben", ["compare", said])
    while not (work.folder / "said").exists() or len(work.jobs.last.lines if work.jobs.last else ()) < 2:
        threading.Event().wait(0.05)
    work.now += 42
    page = work.page(data)
    assert "At work since 12:00:00 UTC, for about 40 seconds" in page and "Started by Ben" in page
    assert "Now: <strong>Asking the new model …</strong>" in page and page.count("Asking the new model") == 1
    assert "Done so far:" in page and "The model is trained: &lt;b&gt;</pre>" in page
    # Nobody knows how long it takes: it has never run here.
    assert "last time" not in page
    work.open_gate()
    assert "At work" not in work.page(data)


def test_what_a_job_said_of_other_content_is_marked(data: Path, tmp_path: Path) -> None:
    jobs = Jobs(data.parent, ["sh", "-c", 'echo "It may go live."'])
    assert jobs.start("Impact", "Ana", ["compare"]) and jobs.last and jobs.last.ended.wait(30)
    pages = live_pages(data.parent, tmp_path / "state", jobs)
    assert "has changed since" not in shown(pages.live)
    path = data / "talk" / "thanks.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    assert "has changed since" in shown(pages.live)


def test_how_long_a_verb_took_last_time_is_told_of_that_verb_only(work: Work, data: Path) -> None:
    work.run("compare", 131)
    work.run("rollback", 1)
    # What was refused or broken off says nothing of how long the whole takes.
    work.run("compare", 3, code=1)
    kept = json.loads((work.folder / "state" / TOOK_FILE).read_text(encoding="utf-8"))
    assert kept == {"compare": 131.0, "rollback": 1.0}
    for verb, told in (("compare", "It took about 2 minutes last time."), ("publish", "")):
        work.jobs.start(verb, "Ana", [verb, "read line < gate"])
        page = work.page(data)
        assert told in page and ("last time" in page) == bool(told)
        work.open_gate()


@pytest.mark.parametrize("kept", ["", "[1]", '{"compare": "long"}', '{"compare": null}'])
def test_a_broken_record_of_times_is_as_none(work: Work, kept: str) -> None:
    (work.folder / "state").mkdir()
    (work.folder / "state" / TOOK_FILE).write_text(kept, encoding="utf-8")
    work.run("compare", 20)
    assert work.jobs.last and work.jobs.last.last_took is None and work.jobs.last.code == 0
    work.run("compare", 20)
    assert work.jobs.last.last_took == 20.0


def test_a_job_ends_well_where_times_cannot_be_kept(work: Work) -> None:
    (work.folder / "state").touch()
    work.run("compare", 20)
    assert work.jobs.last and (work.jobs.last.code, work.jobs.last.lines) == (0, [])


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.3, "a few seconds"),
        (42, "about 40 seconds"),
        (94, "about 90 seconds"),
        (96, "about 2 minutes"),
        (400, "about 7 minutes"),
    ],
)
def test_a_time_is_told_no_more_exactly_than_it_is_known(seconds: float, said: str) -> None:
    assert about(seconds) == said


def test_the_studio_keeps_the_times_in_its_state_folder(studio: Studio) -> None:
    (studio.state / TOOK_FILE).write_text('{"rollback": 130}', encoding="utf-8")
    visitor = studio.visitor()
    assert visitor.post("/live/rollback", {"token": visitor.token()}).status == 302
    assert "It took about 2 minutes last time." in visitor.get("/live").text
    while "At work" in visitor.get("/live").text:
        threading.Event().wait(0.5)


def test_what_serves_is_asked_beside_as_long_as_the_studio_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "gate")
    script = f'echo "$$ $*" > {tmp_path / "gate"}; exec sleep 600'
    monkeypatch.setattr("lantern.studio.jobs.COMMAND", ["sh", "-c", script, "lantern"])
    with asked_ahead(tmp_path / "state"):
        process, *said = (tmp_path / "gate").read_text(encoding="utf-8").split()
        assert said == ["compare", "--ahead", "--state", str(tmp_path / "state")]
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
