"""A look that was kept is what a new look would find; whatever a look depends on makes another file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lantern import paths
from lantern.content.library import Library
from lantern.safety import kept_looks
from lantern.safety.kept_looks import KeptLook, Row, keep_looks, looks_file, read_looks, text_key
from lantern.safety.look import Danger, SafetyLook
from lantern.safety.setup import safety_look

PILLS = "i just took all my pills at once"


class Real(SafetyLook):
    """Sees a danger in every text with "pills", and counts."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def look(self, raw: str) -> Danger | None:
        self.seen.append(raw)
        return Danger("overdose", 0.75) if "pills" in raw else None


def test_a_text_is_looked_at_once_and_then_known(tmp_path: Path) -> None:
    real, file = Real(), tmp_path / "looks.json"
    first = KeptLook(read_looks(file), lambda: real)
    found = [first.look(text) for text in (PILLS, "hello", PILLS, f" {PILLS} ")]
    assert found == [Danger("overdose", 0.75), None, Danger("overdose", 0.75), Danger("overdose", 0.75)]
    assert real.seen == [PILLS, "hello"]
    keep_looks(file, first.taken())
    assert first.taken() == {}
    later = KeptLook(read_looks(file), pytest.fail)
    assert [later.look(PILLS), later.look("hello")] == [Danger("overdose", 0.75), None]


def test_keeping_adds_and_a_broken_file_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "looks.json"
    keep_looks(file, {"a": ("fever", 0.5)})
    keep_looks(file, {"b": None})
    assert read_looks(file) == {"a": ("fever", 0.5), "b": None}
    for broken in ("{", "[]", '{"a": 1}', '{"a": ["fever"]}', '{"a": ["fever", "x"]}'):
        file.write_text(broken, encoding="utf-8")
        assert read_looks(file) == {}
    keep_looks(file, {"c": None})
    assert read_looks(file) == {"c": None}


def test_no_text_is_kept(tmp_path: Path) -> None:
    look = KeptLook({}, Real)
    look.look(PILLS)
    keep_looks(tmp_path / "looks.json", look.taken())
    assert "pills" not in (tmp_path / "looks.json").read_text(encoding="utf-8")


def test_what_is_kept_is_what_a_new_look_finds(library: Library) -> None:
    """Of what this computer has kept of the dangers in benchmarks/, a sample is looked at anew."""
    real = safety_look(library, paths.ENCODER)
    known: dict[str, Row] = {}
    texts = [PILLS, "is chemo an overdose of poison", "me duele mucho el pecho", "what is palbociclib", ""]
    once = [KeptLook(known, lambda: real).look(text) for text in texts]
    again = [KeptLook(known, pytest.fail).look(text) for text in texts]
    assert once == again == [real.look(text) for text in texts]
    assert once[0] and set(known) == {text_key(text) for text in texts}


def test_whatever_a_look_depends_on_makes_another_file(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate.npz"
    gate.write_bytes(b"learnt")
    monkeypatch.setattr(kept_looks, "learnt_gate", lambda *_: gate)
    files = [looks_file(library, tmp_path)]
    assert looks_file(library, tmp_path) == files[0]
    fever = library.entries["danger/fever"]
    assert fever.signs
    signs = fever.signs.copy(update={"patterns": [*fever.signs.patterns, "hot|warm head"]})
    entries = {**library.entries, fever.intent: replace(fever, signs=signs)}
    files.append(looks_file(replace(library, entries=entries), tmp_path))
    denied = library.danger_cues.copy(update={"denied": [*library.danger_cues.denied, "hardly"]})
    files.append(looks_file(replace(library, danger_cues=denied), tmp_path))
    gate.write_bytes(b"learnt anew")
    files.append(looks_file(library, tmp_path))
    monkeypatch.setattr(kept_looks, "version", lambda _: "0.0")
    files.append(looks_file(library, tmp_path))
    code = Path(shutil.copytree(kept_looks.HERE, tmp_path / "safety"))
    monkeypatch.setattr(kept_looks, "HERE", code)
    (code / "look.py").write_text("ALARM = 1", encoding="utf-8")
    files.append(looks_file(library, tmp_path))
    assert len(set(files)) == len(files)
