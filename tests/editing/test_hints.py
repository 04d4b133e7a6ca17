"""What an editor is told while writing."""

from __future__ import annotations

from dataclasses import replace

from lantern.content.library import Library
from lantern.editing.draft import draft_of
from lantern.editing.hints import hints_for


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
    assert "metadata.title' is wrong" in said(library, title="")


def test_problems_of_other_files_are_not_told(library: Library) -> None:
    # Without its citations other files' facts are not cited any more; that is told by the check of all.
    assert "ysc.yml" not in said(library, citations=("ysc-bone-1",))
