"""What differs between two versions, as a person reads it."""

from __future__ import annotations

from dataclasses import replace

from lantern.editing.differences import Piece, differences
from tests.editing.test_files import NEW


def test_equal_versions_differ_in_nothing() -> None:
    assert differences(NEW, replace(NEW)) == []


def test_texts_differ_by_words_and_lists_by_items() -> None:
    theirs = replace(
        NEW,
        text="Ask the nurse who takes the scan.",
        utterances=(NEW.utterances[1], "a third way"),
        facets={"condition": ("mbc",), "site": ("bone",)},
    )
    text, ways, facets = differences(NEW, theirs)
    assert text.yours == (Piece("Ask the", False), Piece("person", True), Piece("who takes the scan.", False))
    assert [piece for piece in text.theirs if piece.alone] == [Piece("nurse", True)]
    assert (ways.field, ways.is_list) == ("Ways of asking", True)
    assert [piece.text for piece in ways.yours if piece.alone] == [NEW.utterances[0]]
    assert [piece.text for piece in ways.theirs if piece.alone] == ["a third way"]
    assert [piece.text for piece in facets.yours if piece.alone] == ["site: liver"]


def test_what_only_one_has_is_told_of_both_sides() -> None:
    [more] = differences(replace(NEW, more="Some more."), NEW)
    assert more.yours == (Piece("Some more.", True),) and more.theirs == ()
