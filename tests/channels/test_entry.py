"""The shared way in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.channels.entry import Admitted, Refused, admit, is_local, notice, readable

LIMIT = 100


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("What is palliative care?", "What is palliative care?"),
        ("  spaces \n and\tlines ", "spaces and lines"),
        ("/restart", "restart"),
        ("///faq{}", "faq{}"),
        ("\u200b/restart", "restart"),
        ("pal\u200bliative", "palliative"),
        ("\u202eevil", "evil"),
        ("a\x00b\x07", "ab"),
        ("¡Hola!", "¡Hola!"),
        ("cafe\u0301", "café"),
        ("👩\u200d⚕️ hello", "👩\u200d⚕️ hello"),
    ],
)
def test_what_rasa_sees(raw: str, expected: str) -> None:
    assert admit(raw, LIMIT) == Admitted(expected)


@pytest.mark.parametrize("raw", ["", "   ", "\n", "\u200b\u200d", "/", "\x00"])
def test_nothing_is_empty(raw: str) -> None:
    assert admit(raw, LIMIT) == Refused("empty")


def test_the_length_is_capped_before_anything_else() -> None:
    assert admit("x" * LIMIT, LIMIT) == Admitted("x" * LIMIT)
    assert admit("x" * (LIMIT + 1), LIMIT) == Refused("too_long")


@given(st.text(max_size=LIMIT))
def test_what_passes_is_no_command_and_readable(raw: str) -> None:
    result = admit(raw, LIMIT)
    if isinstance(result, Admitted):
        assert result.text and not result.text.startswith("/")
        assert result.text == result.text.strip()
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in result.text)


@given(st.text(max_size=LIMIT))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert readable(readable(raw)) == readable(raw)


@pytest.mark.parametrize(
    ("address", "local"),
    [("127.0.0.1", True), ("127.3.2.1", True), ("::1", True), ("10.0.0.5", False), ("", False), ("x", False)],
)
def test_only_this_computer_is_local(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_a_notice_is_filled_in() -> None:
    answer = notice("too_long", {"too_long": "at most {limit}"}, "en", limit=7)
    assert answer.short == "at most 7" and answer.kind.value == "out_of_scope"
    assert notice("error", {"error": "sorry"}, "en").kind.value == "error"
