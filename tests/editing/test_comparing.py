"""Each model is asked with the safety files that it was trained with, or a lost danger would not be seen."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lantern import paths
from lantern.content.library import load_library
from lantern.editing import comparing
from lantern.evaluation.questions import Question, Turn, Wanted
from lantern.model_file import content_file
from lantern.safety.kept_looks import looks_file
from tests.editing.test_impact import answered
from tests.evaluation.stand_in import StandIn


def test_the_old_model_is_asked_by_its_own_safety_files(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "lantern-old.tar.gz", tmp_path / "lantern-new.tar.gz"
    with zipfile.ZipFile(content_file(old), "w") as archive:
        for path in data.rglob("*.yml"):
            archive.write(path, path.relative_to(data.parent).as_posix())
    before = looks_file(load_library(data), paths.ENCODER)
    # A sign fewer: the gate need not be learnt anew for it, but the look is another one.
    fever = data / "safety" / "fever.yml"
    text = fever.read_text(encoding="utf-8")
    sign = next(line for line in text.split("patterns:")[1].splitlines() if line.strip().startswith("- "))
    fever.write_text(text.replace(f"{sign}\n", "", 1), encoding="utf-8")
    library = load_library(data)
    question = Question("x.jsonl", 1, (Turn("hot all over", (Wanted(kinds=("danger",)),)),))
    monkeypatch.setattr(comparing, "all_questions", lambda *_: [question])
    askers = StandIn(
        lambda asked, _: answered(kind="danger" if asked.looks == before else "out_of_scope", area="fever")[0]
    )
    comparison = comparing.Comparison(askers, old, library)
    impact = comparison.impact(new, comparison.ask_old())
    assert len(impact.lost_safety) == 1 and not impact.holds(1000)
