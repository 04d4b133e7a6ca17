"""What an editor is told while writing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lantern.content.check import CHECKS, check_content
from lantern.content.library import Library, load_library
from lantern.editing.draft import draft_of
from lantern.editing.entry_text import edited_text
from lantern.editing.files import open_entry
from lantern.editing.hints import ALONE, TOGETHER, hints_for, problems_of


def said(library: Library, **changes: object) -> str:
    draft = draft_of(library.entries["faq/bone_mets_treatment"])
    return "\n".join(map(str, hints_for(library, replace(draft, **changes)).problems))  # type: ignore[arg-type]


def test_a_sound_topic_has_no_problems_and_its_measures(library: Library) -> None:
    hints = hints_for(library, draft_of(library.entries["faq/bone_mets_treatment"]))
    assert hints.problems == ()
    assert 0 < hints.words <= hints.most_words and 0 < hints.grade <= hints.most_grade


def test_each_kind_of_mistake_is_told(library: Library) -> None:
    assert "The short answer has 61 words" in said(library, text="word " * 61)
    assert "US grade" in said(
        library, text="Multidisciplinary institutional considerations necessitate deliberation."
    )
    assert "cites no fact" in said(library, citations=())
    assert "'ysc-bone-99' is unknown" in said(library, citations=("ysc-bone-99",))
    assert "names the drug" in said(library, text="Ribociclib is a tablet.")
    assert "gives the figure 97" in said(library, text="It helps 97 people.")
    assert "are too few" in said(library, utterances=("bone mets",))
    assert "is also an utterance of" in said(library, utterances=("why do they want to biopsy my mets",))
    assert "The question is missing." in said(library, title="")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("bone_mets_treatment", {"text": "It helps 97 people. You will be cured."}),
        ("bone_mets_treatment", {"more": "After treatment ends you are cancer-free.", "citations": ()}),
        # It cites what was true at a certain time, and says it no more.
        ("palbociclib", {"text": "It is a tablet.", "more": "It is taken by mouth."}),
        ("palbociclib", {"utterances": ("/restart", "why do they want to biopsy my mets")}),
    ],
)
def test_what_is_told_while_writing_is_what_the_check_says_after_saving(
    data: Path, name: str, changes: dict[str, object]
) -> None:
    path = data / "faq" / f"{name}.yml"
    # A line of the editors' own, which moves all others.
    path.write_text("# why this is so\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    opened = open_entry(data, "faq", name)
    draft = replace(opened.draft, **changes)  # type: ignore[arg-type]
    told = problems_of(load_library(data), draft)
    path.write_text(edited_text(opened.text, draft), encoding="utf-8")
    assert (
        told == [problem for problem in check_content(data) if problem.file == f"data/faq/{name}.yml"] != []
    )


def test_no_rule_of_the_check_is_left_out() -> None:
    assert set(ALONE) | set(TOGETHER) == set(CHECKS)


def test_problems_of_other_files_are_not_told(library: Library) -> None:
    # Without its citations other files' facts are not cited any more; that is told by the check of all.
    assert "ysc.yml" not in said(library, citations=("ysc-bone-1",))
