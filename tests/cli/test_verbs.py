"""The verbs of the command ``lantern``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from typer.testing import CliRunner

from lantern.cli.app import app, main
from lantern.errors import EncoderMissing

runner = CliRunner()
VERBS = ["check", "train", "try", "run", "chat", "encoder", "hash-source", "pages", "rotate-keys"]
VERBS += [
    "new",
    "edit",
    "move",
    "link",
    "history",
    "undo",
    "compare",
    "publish",
    "rollback",
    "export",
    "import",
    "inbox",
    "show",
    "replay",
    "purge",
]


@pytest.mark.parametrize("verb", VERBS)
def test_help_gives_an_example(verb: str) -> None:
    result = runner.invoke(app, [verb, "--help"])
    assert result.exit_code == 0
    assert f"lantern {verb}" in " ".join(result.output.split())


def test_check_is_content_with_the_content() -> None:
    result = runner.invoke(app, ["check"])
    assert result.exit_code == 0 and "in order" in result.output


@pytest.fixture
def broken(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ with two broken files, in the place of the real one."""
    (data / "faq" / "bone_mets_treatment.yml").write_text("", encoding="utf-8")
    (data / "talk" / "thanks.yml").unlink()
    (data / "talk" / "thanks.yaml").write_text("x: 1\n", encoding="utf-8")
    for module in ("lantern.cli.check", "lantern.paths"):
        monkeypatch.setattr(f"{module}.DATA", data)
    return data


def test_check_lists_everything_and_fails(broken: Path) -> None:
    result = runner.invoke(app, ["check"])
    assert result.exit_code == 1
    assert "data/faq/bone_mets_treatment.yml:1: The file is empty" in result.output
    assert "data/talk/thanks.yaml:1: This file does not belong here" in result.output


class RasaAway:
    """Stands for Rasa's training, which takes half a minute; it records whether it was let finish."""

    finished: ClassVar[list[str]] = []

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> RasaAway:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def finish(self, *_: object) -> None:
        self.finished.append(self._target.name)


def test_broken_content_is_not_trained(broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantern.paths.MODELS", tmp_path / "models")
    monkeypatch.setattr("lantern.cli.train.Training", RasaAway)
    monkeypatch.setattr(RasaAway, "finished", [])
    result = runner.invoke(app, ["train"])
    assert result.exit_code == 1 and "Nothing was trained" in result.output
    assert RasaAway.finished == []


def test_what_it_is_at_is_a_line_where_no_bar_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The studio shows the last line as what is being done.
    monkeypatch.setattr("lantern.cli.train.current_model", lambda: tmp_path / "new.tar.gz")
    monkeypatch.setattr("lantern.cli.train.Training", RasaAway)
    monkeypatch.setattr("lantern.cli.train.is_learnt", lambda *_: False)
    monkeypatch.setattr("lantern.cli.train.safety_look", lambda *_: None)
    lines = runner.invoke(app, ["train"]).output.splitlines()
    assert lines[1:3] == ["Training the model …", "The model is trained: models/new.tar.gz"]
    assert lines[3].startswith("Learning to tell dangers")
    monkeypatch.setattr("lantern.cli.publish.roll_back", lambda *_: "old.tar.gz")
    lines = runner.invoke(app, ["rollback"]).output.splitlines()
    assert lines[0] == "Putting the model into the running bot …" and lines[1].startswith("Back after")


def test_hash_source_keeps_hashes_only(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantern.cli.hash_source.DATA", data)
    source = tmp_path / "leaflet.txt"
    source.write_text("one two three four five six seven eight nine ten", encoding="utf-8")
    result = runner.invoke(app, ["hash-source", "leaflet", str(source)])
    assert result.exit_code == 0
    lines = (data / "facts" / "leaflet.shingles").read_text(encoding="ascii").split()
    assert len(lines) == 3 and all(len(line) == 16 for line in lines)


def test_an_error_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise EncoderMissing("There is no sentence encoder. Run: lantern encoder")

    monkeypatch.setattr("lantern.cli.app.app", fail)
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    assert capsys.readouterr().err == "There is no sentence encoder. Run: lantern encoder\n"


def plainly(code: str, *options: str) -> str:
    """Return what Python writes to the error stream where nobody has silenced its warnings, as make does."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stderr


def test_warnings_of_libraries_are_not_shown_and_ours_are() -> None:
    assert (
        plainly("from lantern.cli.app import main; import sys; sys.argv[1:] = ['check', '--help']; main()")
        == ""
    )
    warn = "import warnings; warnings.warn_explicit('look here', UserWarning, {}, 1)"
    begin = "import lantern.cli.app, lantern; "
    assert "look here" in plainly(begin + warn.format("lantern.__file__"))
    assert plainly(begin + warn.format("'/elsewhere/library.py'")) == ""
    # Who asks for them gets them all.
    assert "look here" in plainly(begin + warn.format("'/elsewhere/library.py'"), "-W", "default")


def test_the_command_does_not_wait_for_rasa() -> None:
    # Importing Rasa takes ten seconds, which only the verbs that need it may cost.
    code = (
        "import lantern.cli.app, sys; print([name for name in ('rasa', 'tensorflow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
