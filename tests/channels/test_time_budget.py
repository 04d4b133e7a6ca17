"""The work that one message can cause is bounded, whatever it is made of."""

from __future__ import annotations

import pytest
import spacy

from lantern.channels.entry import Admitted, admit, readable

LIMIT = 2000


@pytest.mark.parametrize("signs", ["?!.", "…", "/", "😀", ")(", "\u0301", "::", "$%"])
def test_a_run_of_signs_is_cut(signs: str) -> None:
    text = readable(f"help me {signs * 9000} now")
    assert len(text) < 60 and text.startswith("help me") and text.endswith("now")
    assert readable(text) == text


def test_what_people_type_stays() -> None:
    for text in (
        "what?!?!",
        "wait ... what",
        "HER2-/ER+ (mets)",
        "no!!!!!!!!!!!!",
        "👩\u200d👩\u200d👧\u200d👦 hi",
    ):
        assert readable(text) == text


def test_no_text_makes_the_tokenizer_look_more_often_than_it_is_long() -> None:
    # The tokenizer looks for an end once for each sign at the end of a word; that is the square in it.
    language = spacy.blank("en")
    looked = 0
    search = language.tokenizer.suffix_search

    def counted(text: str) -> object:
        nonlocal looked
        looked += len(text)
        return search(text)

    language.tokenizer.suffix_search = counted
    for text in ("?!." * 2000, "a." * 1000, "(" * 2000, "a" + ")" * 1999, "'" * 2000, "-" * 2000):
        admitted = admit(text[:LIMIT], LIMIT)
        looked = 0
        if isinstance(admitted, Admitted):
            language(admitted.text)
        assert looked <= 40 * LIMIT, text[:10]
