"""Cutting long texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.channels.messaging.limits import Unit
from lantern.channels.messaging.split import LINK, split

WORDS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["A sentence.", "Really?", "¡Hola!", "نعم؟", "好。", "🤷🏽‍♀️", "\n\n", "\n", "e\u0301"]
        ),
        st.sampled_from(["https://example.org/a.b?c=d", "http://x.example/ä", "help@example.org"]),
        # A sentence may end inside an address, as far as its signs go.
        st.just("https://example.org/" + "好。" * 12),
    ),
    max_size=40,
).map(" ".join)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(WORDS, st.integers(50, 300), st.sampled_from(Unit))
def test_nothing_is_lost_and_every_part_fits(text: str, limit: int, unit: Unit) -> None:
    parts = split(text, limit, unit.length)
    assert squeezed("".join(parts)) == squeezed(text)
    assert all(part.strip() and unit.length(part) <= limit for part in parts)


@given(WORDS, st.integers(50, 300))
def test_no_link_is_cut(text: str, limit: int) -> None:
    links = [link for link in LINK.findall(text) if len(link) <= limit]
    parts = split(text, limit)
    for link in links:
        assert any(link in part for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One is here. Two is there. Three.", ["One is here.", "Two is there.", "Three."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("no sentence but some words", ["no sentence but", "some words"]),
        ("x" * 40, ["x" * 15, "x" * 15, "x" * 10]),
        ("Do it, e.g. so.", ["Do it, e.g. so."]),
    ],
)
def test_where_a_text_is_cut(text: str, parts: list[str]) -> None:
    assert split(text, 15) == parts


def test_a_link_that_is_too_long_alone_is_cut_and_kept() -> None:
    link = "https://example.org/" + "a" * 200
    parts = split(f"See {link} there", 60)
    assert squeezed("".join(parts)) == f"See{link}there"


def test_an_accent_stays_with_its_letter() -> None:
    parts = split("e\u0301" * 40, 15)
    assert all(not part.startswith("\u0301") for part in parts)
