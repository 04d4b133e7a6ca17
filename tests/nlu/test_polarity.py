"""What a message rules out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.nlu.lexicon_tagger import named_in
from lantern.nlu.polarity import Polarity, ruled_out, standing
from tests.nlu.world import FINDER, LIBRARY

POLARITY = Polarity(LIBRARY.cues)


def marked(text: str) -> tuple[set[str], set[str]]:
    """Return the names that stand and those that are ruled out."""
    names = POLARITY.mark(text, named_in(text, FINDER))
    return {name["value"] for name in standing(names)}, {name["value"] for name in ruled_out(names)}


@pytest.mark.parametrize(
    ("text", "stands", "out"),
    [
        ("anything but chemo", set(), {"chemotherapy"}),
        ("everything except surgery", set(), {"surgery"}),
        ("not in the liver, only bone", {"bone"}, {"liver"}),
        ("it is not in my liver or lungs", set(), {"liver", "lung"}),
        ("not in the liver, lungs or brain", set(), {"liver", "lung", "brain"}),
        ("no not brain, bone", {"bone"}, {"brain"}),
        ("her liver is clear but the bones are not", {"bone"}, {"liver"}),
        ("the brain scan came back clear, now the lung", {"lung"}, {"brain"}),
        ("I never had herceptin, can I get kadcyla", {"ado-trastuzumab emtansine"}, {"trastuzumab"}),
        ("instead of chemo", set(), {"chemotherapy"}),
        ("why not chemo", {"chemotherapy"}, set()),
        ("not only bone but also liver", {"bone", "liver"}, set()),
        ("not the liver. the liver is what I mean", {"liver"}, set()),
        ("what is ibrance", {"palbociclib"}, set()),
    ],
)
def test_what_stands_and_what_is_ruled_out(text: str, stands: set[str], out: set[str]) -> None:
    assert marked(text) == (stands, out)


@given(st.text())
def test_no_name_is_lost(text: str) -> None:
    stands, out = marked(f"{text} liver {text}")
    assert "liver" in stands | out
