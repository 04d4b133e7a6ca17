"""Where a message falls into things that are asked apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.content.names import blank_pipeline
from lantern.nlu.segments import Splitter
from tests.nlu.world import LIBRARY

LANGUAGE = blank_pipeline()
SPLITTER = Splitter(LIBRARY.cues)


def clauses(text: str) -> list[str]:
    found = []
    for sentence in SPLITTER.split(LANGUAGE(text)):
        found += [text[span.start : span.end] for span in sentence.clauses or (sentence,)]
    return found


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("what is palliative care", ["what is palliative care"]),
        ("what is ibrance and who gets it", ["what is ibrance", "who gets it"]),
        ("What is it? Who gets it?", ["What is it?", "Who gets it?"]),
        ("what is ibrance what does it cost", ["what is ibrance", "what does it cost"]),
        ("thanks a lot, and how long have I got", ["thanks a lot", "how long have I got"]),
        ("how are bone and liver mets treated", ["how are bone and liver mets treated"]),
        ("tell me what herceptin is", ["tell me what herceptin is"]),
        ("do you know how it works", ["do you know how it works"]),
        ("does the number of tumours and where they sit matter",
         ["does the number of tumours and where they sit matter"]),
    ],
)  # fmt: skip
def test_where_it_is_cut(text: str, pieces: list[str]) -> None:
    assert [piece.strip(" ,") for piece in clauses(text)] == pieces


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what is it", True),
        ("is it bad", True),
        ("it hurts?", True),
        ("I was wondering about chemo", True),
        ("and who gets it", True),
        ("my mother lives by the sea", False),
        ("thanks", False),
    ],
)
def test_what_asks(text: str, asks: bool) -> None:
    assert SPLITTER.is_question(text) is asks


@given(st.text())
def test_pieces_are_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for sentence in SPLITTER.split(LANGUAGE(text)):
        for span in sentence.clauses or (sentence,):
            assert end <= span.start < span.end <= len(text)
            end = span.end
