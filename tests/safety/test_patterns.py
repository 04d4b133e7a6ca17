"""The small language of patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.content.library import load_library
from lantern.paths import DATA
from lantern.safety.normal_form import normal, windows
from lantern.safety.patterns import PatternSet, bare_language, token_pattern
from lantern.safety.setup import patterns_of

LANGUAGE = bare_language()


def found(pattern: str, text: str) -> bool:
    return bool(PatternSet({"x": [pattern]}, LANGUAGE).find(LANGUAGE(normal(text))))


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("cant|cannot breathe", "I can't breathe", True),
        ("cant|cannot breathe", "I can breathe", False),
        ("chest * pain", "my chest is in a terrible pain", True),
        ("chest * pain", "my chest is in a really terrible sort of pain", False),
        ("my? life", "life", True),
        ("~suicide", "suicde", True),
        ("fiebre|calentura", "FIÉBRE", True),
        ("what * ?", "what is it?", True),
    ],
)
def test_what_a_pattern_finds(pattern: str, text: str, fits: bool) -> None:
    assert found(pattern, text) is fits


@pytest.mark.parametrize("pattern", ["", "* pain", "pain *", "a||b c"])
def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|alternative"):
        token_pattern(pattern)


def test_all_patterns_of_the_content_can_be_read() -> None:
    for lines in patterns_of(load_library(DATA)).values():
        assert lines
        for line in lines:
            assert token_pattern(line)


@given(st.text())
def test_the_normal_form_is_stable(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(), st.text())
def test_a_sentence_stands_in_a_window_of_its_own(before: str, after: str) -> None:
    seen = windows(f"{before}\nmy legs are numb.\n{after}")
    assert "my legs are numb." in (seen.whole, *seen.sentences)
