"""Editing content files: nothing is lost, nothing else is touched, nobody's change is written over."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantern.content.library import Library
from lantern.content.models import FOLDERS
from lantern.editing.draft import EDITABLE, Draft, draft_of
from lantern.editing.entry_text import edited_text
from lantern.editing.files import create_entry, mark_of, open_entry, save_entry
from lantern.errors import ContentError, EditConflict
from lantern.paths import DATA

REVIEW = {"status": "unreviewed", "by": None, "on": None, "due": "2027-06-30"}
NEW = Draft(
    "faq",
    "scan_wait",
    "When do I get my scan results?",
    "Ask the person who takes the scan.",
    ("when do i hear about my scan", "how long till results"),
    facets={"condition": ("mbc",), "site": ("bone", "liver")},
    review=REVIEW,
)
# What an editor may type in one line: no line ends, no control characters, nothing at the edges.
LINE = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=200)
    .map(str.strip)
    .filter(lambda text: bool(text) and text.isprintable())
)
NAMES = st.lists(st.text("abcnoyes0123_-", min_size=1, max_size=9), max_size=3).map(tuple)
FACETS = st.dictionaries(
    st.sampled_from(["condition", "aspect", "site"]), st.lists(LINE, min_size=1, max_size=2)
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder like data/ with one topic."""
    folder = tmp_path / "data" / "faq"
    folder.mkdir(parents=True)
    text = (DATA / "faq" / "bone_mets_treatment.yml").read_text(encoding="utf-8")
    (folder / "bone_mets_treatment.yml").write_text(
        text.replace("nlu:\n", "# a word of the editors\nnlu:\n"), encoding="utf-8"
    )
    return tmp_path / "data"


def test_every_content_file_stays_byte_for_byte_when_nothing_changes(library: Library) -> None:
    for entry in library.entries.values():
        if entry.family in EDITABLE:
            assert edited_text(entry.file.text, draft_of(entry)) == entry.file.text


def test_a_changed_value_changes_its_lines_only(library: Library) -> None:
    for entry in library.entries.values():
        if entry.family not in EDITABLE:
            continue
        text = entry.file.text.replace("nlu:\n", "# why this is so\nnlu:\n")
        new = edited_text(text, replace(draft_of(entry), title="Another title?"))
        changed = [line for line in difflib.ndiff(text.splitlines(), new.splitlines()) if line[0] in "+-"]
        assert [line[2:].strip() for line in changed if line[0] == "+"] == ["title: Another title?"]
        assert len(changed) == 2


def test_an_edit_is_saved_with_its_comments(small: Path) -> None:
    opened = open_entry(small, "faq", "bone_mets_treatment")
    assert save_entry(small, replace(opened.draft, text="Short now."), opened.mark)
    saved = open_entry(small, "faq", "bone_mets_treatment")
    assert saved.draft == replace(opened.draft, text="Short now.")
    assert "# a word of the editors" in saved.text
    assert not save_entry(small, saved.draft, saved.mark)


def test_two_editors_at_once_see_both_versions(small: Path) -> None:
    first, second = (open_entry(small, "faq", "bone_mets_treatment") for _ in range(2))
    save_entry(small, replace(first.draft, title="What is done for bones?"), first.mark)
    with pytest.raises(EditConflict, match="somebody else") as caught:
        save_entry(small, replace(second.draft, title="Bones?"), second.mark)
    assert "title: Bones?" in caught.value.yours
    assert "title: What is done for bones?" in caught.value.theirs
    assert open_entry(small, "faq", "bone_mets_treatment").draft.title == "What is done for bones?"


def test_a_new_topic_is_a_file_of_its_own_and_never_replaces_one(small: Path) -> None:
    path = create_entry(small, NEW)
    assert path == small / "faq" / "scan_wait.yml" and open_entry(small, "faq", "scan_wait").draft == NEW
    with pytest.raises(ContentError, match="is there already"):
        create_entry(small, NEW)


@pytest.mark.parametrize("name", ["Scan", "../rules", "a b", "", "1a", "x" * 65])
def test_a_name_that_cannot_be_one_is_refused(small: Path, name: str) -> None:
    with pytest.raises(ContentError, match="cannot be a name"):
        create_entry(small, replace(NEW, name=name))


def test_a_danger_is_not_edited_by_form(small: Path) -> None:
    with pytest.raises(ContentError, match="cannot be edited here"):
        open_entry(small, "danger", "fever")


@pytest.mark.parametrize("utterance", ["two\nlines", "a\x07bell", "odd\u2028break", " edge", ""])
def test_what_cannot_be_written_down_exactly_leaves_the_file_as_it_was(small: Path, utterance: str) -> None:
    opened = open_entry(small, "faq", "bone_mets_treatment")
    with pytest.raises(ContentError, match=r"was not saved"):
        save_entry(small, replace(opened.draft, utterances=(utterance,)), opened.mark)
    assert open_entry(small, "faq", "bone_mets_treatment").text == opened.text
    assert list((small / "faq").iterdir()) == [small / "faq" / "bone_mets_treatment.yml"]


DRAFTS = st.builds(
    Draft,
    family=st.just("faq"),
    name=st.just("typed"),
    title=LINE,
    text=LINE,
    utterances=st.lists(LINE, min_size=1, max_size=4).map(tuple),
    more=LINE | st.just(""),
    citations=NAMES,
    resources=NAMES,
    follow_ups=NAMES,
    questions=st.lists(LINE, max_size=2).map(tuple),
    facets=FACETS.map(lambda facets: {key: tuple(value) for key, value in facets.items()}),
    review=st.just(REVIEW),
)


@pytest.mark.parametrize("odd", ["._", "0b_", "0x_", "+.", "_", "~", "null", "1:30", "2020-01-01", "=", "<<"])
def test_what_looks_like_a_number_stays_text(small: Path, odd: str) -> None:
    opened = open_entry(small, "faq", "bone_mets_treatment")
    save_entry(small, replace(opened.draft, title=odd, questions=(odd,)), opened.mark)
    assert open_entry(small, "faq", "bone_mets_treatment").draft.title == odd


@settings(max_examples=40)
@given(DRAFTS)
def test_whatever_is_typed_comes_back(typed: Draft) -> None:
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        create_entry(data, typed)
        opened = open_entry(data, "faq", "typed")
        assert opened.draft == typed
        assert opened.mark == mark_of((data / FOLDERS["faq"] / "typed.yml").read_text(encoding="utf-8"))
        # And again through an edit of another draft's file.
        create_entry(data, replace(NEW, name="other"))
        other = open_entry(data, "faq", "other")
        save_entry(data, replace(typed, name="other"), other.mark)
        assert open_entry(data, "faq", "other").draft == replace(typed, name="other")
