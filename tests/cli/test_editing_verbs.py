"""The verbs with which editors write."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern.cli.app import app
from lantern.editing.files import open_entry
from lantern.editing.history import changes
from lantern.editing.sheet_files import write_rows
from lantern.editing.shelf import places
from lantern.errors import ContentError

runner = CliRunner()
WAYS = [f"how about number {number} of the waiting" for number in range(15)]


@pytest.fixture
def project(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ in the place of the real one."""
    monkeypatch.setattr("lantern.paths.DATA", data)
    monkeypatch.setattr("lantern.paths.ROOT", data.parent)
    return data


def test_new_asks_a_handful_of_questions_and_writes_the_file(project: Path) -> None:
    # Question, answer, the rest, facts (search, choice, enough), aspect, ways of asking.
    typed = ["When will I hear?", "Your team tells you.", "", "bone treatment", "1, 2 99", ""]
    typed += ["timing", *WAYS, ""]
    result = runner.invoke(app, ["new", "scan_results_wait"], input="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    draft = open_entry(project, "faq", "scan_results_wait").draft
    assert (draft.title, draft.text) == ("When will I hear?", "Your team tells you.")
    assert draft.utterances == tuple(WAYS) and len(draft.citations) == 2
    assert "Not in the list: 99" in result.output
    assert draft.facets["aspect"] == ("timing",) and "treatment, about, " in result.output
    assert draft.review["status"] == "unreviewed"


def test_new_takes_all_of_it_at_once_and_can_wait_on_the_shelf(project: Path) -> None:
    ways = [part for way in WAYS for part in ("--utterance", way)]
    command = ["new", "scan_results_wait", "--title", "When?", "--text", "Soon.", "--draft", *ways]
    result = runner.invoke(app, command)
    assert result.exit_code == 0 and "cites no fact" in result.output
    assert not (project / "faq" / "scan_results_wait.yml").exists()
    refused = runner.invoke(app, ["move", "scan_results_wait", "ready"])
    assert refused.exit_code != 0 and "Nothing was moved" in str(refused.exception)
    assert not (project / "faq" / "scan_results_wait.yml").exists()
    assert runner.invoke(app, ["move", "scan_results_wait", "ready", "--anyway"]).exit_code == 0
    assert (project / "faq" / "scan_results_wait.yml").exists()


def test_an_aspect_that_no_entry_has_is_told_with_those_that_are_used(project: Path) -> None:
    ways = [part for way in WAYS for part in ("--utterance", way)]
    new = ["new", "scan_results_wait", "--title", "When?", "--text", "Soon.", "--draft", *ways]
    output = runner.invoke(app, [*new, "--aspect", "treatmnt"]).output
    assert "No entry of this kind has the aspect 'treatmnt' so far. Did you mean 'treatment'?" in output
    assert "Used are: treatment, about, " in output
    edit = ["edit", "palliative_care_what", "--facet"]
    assert (
        "No entry of this kind has the aspect 'zzz' so far. Used are:"
        in runner.invoke(app, [*edit, "aspect: zzz"]).output
    )
    assert "so far" not in runner.invoke(app, [*edit, "aspect: about"]).output


PLANTED = "how does one treat cancer that went to the liver"


def test_new_edit_and_move_tell_what_comes_too_near_as_the_check_does(project: Path) -> None:
    ways = [part for way in [*WAYS, PLANTED] for part in ("--utterance", way)]
    command = ["new", "scan_results_wait", "--title", "When?", "--text", "Soon.", "--draft", *ways]
    told = f"{PLANTED!r} asks what faq/liver_mets_treatment answers"
    assert told in runner.invoke(app, command).output
    moved = runner.invoke(app, ["move", "scan_results_wait", "ready", "--anyway"]).output
    assert told in moved and "The answer cites no fact" in moved
    edited = runner.invoke(app, ["edit", "about_information", "--add", PLANTED + " please"])
    assert f"'{PLANTED} please' asks what" in edited.output and "1 utterance(s) to look at" in edited.output
    # What it has said for long is no news.
    assert "asks what" not in runner.invoke(app, ["edit", "about_information", "--title", "About?"]).output


def git(project: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@x", *arguments]
    subprocess.run(command, cwd=project.parent, check=True)


def planted(path: Path) -> None:
    opened = path.read_text(encoding="utf-8")
    path.write_text(opened.replace("examples: |\n", f"examples: |\n      - {PLANTED}\n", 1), encoding="utf-8")


def test_check_speaks_of_changed_lines_only(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantern.cli.check.DATA", project)
    old, new = (project / "faq" / f"{name}.yml" for name in ("about_information", "palliative_care_what"))
    planted(old)
    git(project, "init", "-q")
    git(project, "add", "data")
    git(project, "commit", "-qm", "Begin")
    assert "asks what" not in runner.invoke(app, ["check"]).output
    # Another line of the file has changed; what has long been there is not told again.
    old.write_text(old.read_text(encoding="utf-8") + "# a word more\n", encoding="utf-8")
    assert "asks what" not in runner.invoke(app, ["check"]).output
    planted(new)
    output = runner.invoke(app, ["check"]).output
    assert f"data/faq/palliative_care_what.yml:5: {PLANTED!r} asks what" in output
    assert "1 utterance(s) to look at" in output


def test_edit_changes_what_is_named(project: Path) -> None:
    before = open_entry(project, "faq", "palliative_care_what").draft
    result = runner.invoke(app, ["edit", "palliative_care_what", "--add", "a wholly new way of asking it"])
    assert result.exit_code == 0 and "Saved: data/faq/palliative_care_what.yml" in result.output
    after = open_entry(project, "faq", "palliative_care_what").draft
    assert after.utterances == (*before.utterances, "a wholly new way of asking it")
    assert after.title == before.title
    again = runner.invoke(app, ["edit", "palliative_care_what", "--add", "a wholly new way of asking it"])
    assert "Nothing has changed" in again.output


def test_blanks_around_what_is_pasted_do_not_matter(project: Path) -> None:
    result = runner.invoke(
        app, ["edit", "palliative_care_what", "--text", " Care for you. ", "--add", "so? "]
    )
    assert result.exit_code == 0, result.output
    after = open_entry(project, "faq", "palliative_care_what").draft
    assert after.text == "Care for you." and after.utterances[-1] == "so?"


def test_what_a_list_does_not_hold_any_more_is_told(project: Path) -> None:
    before = open_entry(project, "faq", "palliative_care_what").draft
    kept, *gone = before.citations
    result = runner.invoke(app, ["edit", "palliative_care_what", "--cite", kept])
    assert gone and f"Not among the citations any more: {', '.join(gone)}" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["edit", "palliative_care_what", "--remove", "never there"], "has no utterance 'never there'"),
        (["edit", "nowhere", "--title", "x"], "There is no faq/nowhere"),
        (["move", "danger/fever", "retired"], "'danger' is no family"),
        (["move", "palliative_care_what", "away"], "is no state"),
    ],
)
def test_a_mistake_is_one_sentence(project: Path, command: list[str], said: str) -> None:
    result = runner.invoke(app, command)
    assert isinstance(result.exception, ContentError) and said in str(result.exception)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("palliative_care_wat", "palliative_care_what"),
        ("palliative-care-what", "palliative_care_what"),
        ("area/travl", "area/travel"),
        ("travel", "area/travel"),
        ("shelved_topik", "shelved_topic"),
    ],
)
@pytest.mark.parametrize(
    "verb", [["edit", "--title", "x"], ["move", "retired"], ["history"], ["undo"], ["review"]]
)
def test_a_misspelt_name_is_told_the_nearest(project: Path, verb: list[str], typed: str, near: str) -> None:
    shelf = project.parent / "shelf" / "draft" / "faq"
    shelf.mkdir(parents=True)
    (shelf / "shelved_topic.yml").touch()
    result = runner.invoke(app, [verb[0], typed, *verb[1:]])
    assert isinstance(result.exception, ContentError) and f"Did you mean {near!r}?" in str(result.exception)


def test_what_is_like_no_name_gets_no_guess(project: Path) -> None:
    assert "Did you mean" not in str(runner.invoke(app, ["history", "zzzzzz"]).exception)
    for verb in (["show"], ["channels", "preview", "--channel", "slack"]):
        said = str(runner.invoke(app, [*verb, "palliative_care_wat"]).exception)
        assert "Did you mean 'palliative_care_what'?" in said


def test_a_sheet_goes_out_and_comes_back(project: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "content.csv"
    assert "rows written" in runner.invoke(app, ["export", str(sheet)]).output
    text = sheet.read_text(encoding="utf-8-sig").replace(
        "What is palliative care?", "What does palliative mean?"
    )
    sheet.write_text(text, encoding="utf-8-sig")
    dry = runner.invoke(app, ["import", str(sheet), "--dry-run"])
    assert "changed: data/faq/palliative_care_what.yml" in dry.output and "Nothing was written" in dry.output
    assert dry.exit_code == 0
    assert "1 file(s) written" in runner.invoke(app, ["import", str(sheet)]).output
    assert open_entry(project, "faq", "palliative_care_what").draft.title == "What does palliative mean?"


def test_a_dry_run_fails_if_anything_would_be_refused(project: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "content.csv"
    rows = [["faq", "palbociclib", "x" * 2000], ["faq", "ribociclib", "What is it?"]]
    write_rows(sheet, ["family", "name", "text"], rows)
    dry = runner.invoke(app, ["import", str(sheet), "--dry-run"])
    assert dry.exit_code == 1 and "content.csv!C2" in dry.output and "Nothing was written" in dry.output
    # It could be taken over, if the editor says so; what is no entry cannot.
    assert runner.invoke(app, ["import", str(sheet), "--dry-run", "--despite"]).exit_code == 0
    write_rows(sheet, ["family", "name", "text"], [*rows, ["danger", "fever", "x"]])
    assert runner.invoke(app, ["import", str(sheet), "--dry-run", "--despite"]).exit_code == 1


def test_inbox_report_and_review_work_on_an_empty_store(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lantern.paths.STATE", tmp_path)
    assert "The inbox is empty" in runner.invoke(app, ["inbox"]).output
    result = runner.invoke(app, ["report", "--month", "2026-11", "--to", str(tmp_path / "r")])
    assert "0 messages of 0 conversations" in result.output
    assert (tmp_path / "r" / "2026-11.html").is_file() and (tmp_path / "r" / "2026-11.json").is_file()
    assert "unreviewed" in runner.invoke(app, ["review"]).output
    shown = runner.invoke(app, ["review", "palbociclib"]).output
    assert "ysc-" in shown or "cc-" in shown


def test_new_leaves_what_is_not_sound_as_a_draft(project: Path) -> None:
    ways = [part for way in WAYS[:3] for part in ("--utterance", way)]
    result = runner.invoke(app, ["new", "scan_results_wait", "--title", "When?", "--text", "Soon.", *ways])
    assert result.exit_code == 0 and "lantern move scan_results_wait ready" in result.output
    # In data/ it would keep everybody from publishing.
    assert not (project / "faq" / "scan_results_wait.yml").exists()
    shelf = project.parent / "shelf" / "draft"
    assert open_entry(shelf, "faq", "scan_results_wait").draft.title == "When?"


def test_edit_knows_the_fields_of_the_form(project: Path) -> None:
    command = ["edit", "palliative_care_what", "--link", "ysc-site", "--next", "palliative_care_when"]
    command += [
        "--question",
        "Who could I see about it?",
        "--facet",
        "aspect: about",
        "--facet",
        "therapy: x",
    ]
    assert runner.invoke(app, command).exit_code == 0
    draft = open_entry(project, "faq", "palliative_care_what").draft
    assert (draft.resources, draft.follow_ups) == (("ysc-site",), ("palliative_care_when",))
    assert draft.questions == ("Who could I see about it?",)
    assert draft.facets == {"aspect": ("about",), "therapy": ("x",)}
    refused = runner.invoke(app, ["edit", "palliative_care_what", "--facet", "no colon"])
    assert "'no colon' is no facet" in str(refused.exception)


def test_why_is_kept_with_an_edit_and_an_import(project: Path, tmp_path: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "data")
    git(project, "commit", "-qm", "Begin")
    title = ["edit", "palliative_care_what", "--title", "What does palliative mean?"]
    assert runner.invoke(app, [*title, "--why", "Plainer"]).exit_code == 0
    sheet = tmp_path / "content.csv"
    write_rows(sheet, ["family", "name", "title"], [["faq", "palbociclib", "What is it?"]])
    assert runner.invoke(app, ["import", str(sheet), "--why", "The spring meeting"]).exit_code == 0
    told = [changes(project.parent, project / "faq" / f"{name}.yml")[0].why for name in
            ("palliative_care_what", "palbociclib")]  # fmt: skip
    assert told == ["Plainer", "The spring meeting"]


def test_why_is_kept_with_a_new_entry_and_each_of_its_moves(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "data")
    git(project, "commit", "-qm", "Begin")
    ways = [part for way in WAYS for part in ("--utterance", way)]
    new = ["new", "scan_results_wait", "--title", "When?", "--text", "Soon.", "--draft", *ways]
    assert runner.invoke(app, [*new, "--why", "The spring meeting"]).exit_code == 0
    waiting = project.parent / "shelf" / "questions" / "scan_results_wait.jsonl"
    waiting.parent.mkdir(parents=True)
    waiting.write_text('{"text": "when", "topics": ["scan_results_wait"]}\n', encoding="utf-8")
    git(project, "add", "shelf/questions")
    git(project, "commit", "-qm", "Questions")
    for state in ("ready", "retired", "draft"):
        moved = ["move", "scan_results_wait", state, "--anyway", "--why", f"It has to be {state}"]
        assert runner.invoke(app, moved).exit_code == 0
        # The place it has left is in the commit too, and the questions that measure it now.
        command = ["git", "status", "--porcelain"]
        assert subprocess.run(command, cwd=project.parent, capture_output=True).stdout == b""
    path = project.parent / "shelf" / "draft" / "faq" / "scan_results_wait.yml"
    told = [one.why for one in changes(project.parent, path, also=places(project.parent, "faq", path.stem))]
    assert told == [f"It has to be {state}" for state in ("draft", "retired", "ready")] + [
        "The spring meeting"
    ]
    shown = runner.invoke(app, ["history", "scan_results_wait"]).output
    assert "The spring meeting" in shown and "It has to be retired" in shown
