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
        ("/ /restart", "restart"),
        ("\u200d/ \u200d/restart", "restart"),
        ("\uff0frestart", "restart"),
        ("𝗜 𝘄𝗮𝗻𝘁 𝗵𝗲𝗹𝗽", "I want help"),
        ("///faq{}", "faq{}"),
        ("\u200b/restart", "restart"),
        ("pal\u200bliative", "palliative"),
        ("\u202eevil", "evil"),
        ("I\u3164took\u2800all", "I took all"),
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
    # U+FDFA is one character and stands for eighteen.
    assert admit("\ufdfa" * LIMIT, LIMIT) == Refused("too_long")


@given(st.text(max_size=LIMIT) | st.text("/\u200d\uff0f a", max_size=LIMIT))
def test_what_passes_is_no_command_and_readable(raw: str) -> None:
    result = admit(raw, LIMIT)
    if isinstance(result, Admitted):
        assert result.text and not result.text.strip(" \u200d").startswith("/")
        assert result.text == result.text.strip() and len(result.text) <= LIMIT
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in result.text)


@given(st.text(max_size=LIMIT))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert readable(readable(raw)) == readable(raw)


@pytest.mark.parametrize(
    ("address", "host", "local"),
    [
        ("127.0.0.1", "127.0.0.1:5005", True),
        ("127.3.2.1", "localhost", True),
        ("::1", "[::1]:5005", True),
        ("10.0.0.5", "localhost", False),
        ("", "localhost", False),
        ("x", "localhost", False),
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "localhost.evil.example:5005", False),
    ],
)
def test_only_this_computer_is_local(address: str, host: str, local: bool) -> None:
    assert is_local(address, host) is local


def test_a_notice_is_filled_in() -> None:
    answer = notice("too_long", {"too_long": "at most {limit}"}, "en", limit=7)
    assert answer.short == "at most 7" and answer.kind.value == "out_of_scope"
    assert notice("error", {"error": "sorry"}, "en").kind.value == "error"
