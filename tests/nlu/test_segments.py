"""Where a message falls into things that are asked apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.content.names import blank_pipeline
from lantern.nlu.segments import Span, Splitter, cuts_of
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
        ("what sorts of drugs do they use for this", ["what sorts of drugs do they use for this"]),
        ("she told me what she took", ["she told me what she took"]),
        ("what does it do, and at what point is it given", ["what does it do", "at what point is it given"]),
        ("whats a targeted drug is it gentler", ["whats a targeted drug", "is it gentler"]),
        ("what if it stops working, im so scared", ["what if it stops working", "im so scared"]),
        ("how does it work and when they stop it", ["how does it work", "when they stop it"]),
        ("what are they, and also if it is gentler", ["what are they", "if it is gentler"]),
        ("how is bone treated, how liver is treated", ["how is bone treated", "how liver is treated"]),
        ("why the scans, it makes me so very anxious", ["why the scans", "it makes me so very anxious"]),
        ("what is it for, that sort of thing", ["what is it for, that sort of thing"]),
        ("was it like this, when it was small", ["was it like this, when it was small"]),
        ("awake again.. what if it stops", ["awake again..", "what if it stops"]),
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
        ("what if it goes to the skin", True),
        ("for how many years herceptin", True),
        ("second thing, do the experts agree", True),
        ("my mother lives by the sea", False),
        ("thanks", False),
    ],
)
def test_what_asks(text: str, asks: bool) -> None:
    assert SPLITTER.is_question(text) is asks


def test_all_ways_to_cut_keep_the_order_and_leave_nothing_out() -> None:
    three = [Span(0, 1, True), Span(2, 3, False), Span(4, 5, True)]
    found = [[(span.start, span.end) for span in cut] for cut in cuts_of(three)]
    assert found == [[(0, 1), (2, 3), (4, 5)], [(0, 1), (2, 5)], [(0, 3), (4, 5)]]
    assert list(cuts_of([])) == list(cuts_of(three[:1])) == []


@given(st.text())
def test_pieces_are_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for sentence in SPLITTER.split(LANGUAGE(text)):
        for span in sentence.clauses or (sentence,):
            assert end <= span.start < span.end <= len(text)
            end = span.end
