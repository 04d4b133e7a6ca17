"""A training leaves a whole model or nothing."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from lantern.content.library import Library
from lantern.errors import ModelMissing
from lantern.model_file import Training, content_file

SAVES = """
import os, pathlib, sys, tempfile, time
pathlib.Path(tempfile.mkdtemp(), "left behind").touch()
folder = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
print("INFO  Finished training component 'X'.", flush=True)
(folder / (sys.argv[sys.argv.index("--fixed-model-name") + 1] + ".tar.gz")).write_bytes(b"model")
print("Your Rasa model is trained and saved at 'x'.", flush=True)
time.sleep(600)
"""
FAILS = "print('YamlException: no'); raise SystemExit(1)"
HANGS = "import time; time.sleep(600)"


@pytest.fixture
def rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python that runs this file, whatever it is asked to run: a training takes half a minute."""
    script, python = tmp_path / "rasa.py", tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr("lantern.nlu.kept_head.learn_ahead", lambda *_: None)
    return script


def test_it_ends_with_the_model_and_waits_no_longer(rasa: Path, tmp_path: Path, library: Library) -> None:
    rasa.write_text(SAVES)
    target, steps = tmp_path / "models" / "new.tar.gz", []
    with Training(target) as training:
        training.finish(library, lambda: steps.append(1))
    assert target.read_bytes() == b"model" and steps == [1]
    assert sorted(target.parent.iterdir()) == sorted([target, content_file(target)])


def test_what_rasa_says_last_is_told(rasa: Path, tmp_path: Path, library: Library) -> None:
    rasa.write_text(FAILS)
    with pytest.raises(ModelMissing, match="YamlException: no"), Training(tmp_path / "m" / "a.tar.gz") as run:
        run.finish(library)
    assert not list((tmp_path / "m").iterdir())


def test_who_leaves_early_stops_it(rasa: Path, tmp_path: Path) -> None:
    rasa.write_text(HANGS)
    with pytest.raises(KeyboardInterrupt), Training(tmp_path / "m" / "a.tar.gz"):
        raise KeyboardInterrupt
    assert not list((tmp_path / "m").iterdir())
