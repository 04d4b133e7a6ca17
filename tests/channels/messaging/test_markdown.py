"""Markdown shows any text as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.channels.messaging.markdown import emphasised, escape, mark_up, to_link
from lantern.channels.messaging.text import Block, Role, Span
from tests.channels.messaging.fakes.webex import visible

# What has no meaning for Markdown is left out: it is not what is tested.
SIGNS = st.text(st.sampled_from("ab1 .)\n\t\r*_~`#>|<&;[](){}!+-=\\\"'@:/"), max_size=40)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@given(SIGNS)
def test_any_signs_are_shown_as_they_are(text: str) -> None:
    shown, _ = visible(escape("x" + text + "x"))
    assert squeezed(shown) == squeezed("x" + text + "x")


@pytest.mark.parametrize(
    "text",
    [
        "*a*",
        "**a**",
        "_a_",
        "__a__",
        "`a`",
        "~~a~~",
        "[a](b)",
        "![a](b)",
        "# a",
        "> a",
        "- a",
        "+ a",
        "1. a",
        "2) a",
        "<b>a</b>",
        "&amp;",
        "a\n===",
        "a\n---",
        "a\n    b",
        "\\*a\\*",
        "| a | b |",
    ],
)
def test_what_would_be_mark_up_is_shown_as_it_is(text: str) -> None:
    shown, links = visible(escape(text))
    assert squeezed(shown) == squeezed(text) and not links


@given(st.lists(SIGNS, min_size=1, max_size=4))
def test_lines_stay_lines(lines: list[str]) -> None:
    words = [f"w{number}" for number in range(len(lines))]
    shown, _ = visible(escape("\n".join(words)))
    assert shown.split("\n") == words


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/a_b_c",
        "https://x.example/a(b)c",
        "https://x.example/?a=1&copy=2*3",
        "http://y.example",
    ],
)
def test_an_address_leads_where_it_should(address: str) -> None:
    shown, links = visible(escape(f"see {address}, please"))
    assert squeezed(f"see {address}, please") == squeezed(shown)
    assert links[0].replace("%28", "(").replace("%29", ")").replace("%2A", "*") == address


def test_a_label_cannot_lead_elsewhere() -> None:
    _, links = visible(to_link("good](https://evil.example) [x", "https://good.example/"))
    assert links == ["https://good.example/"]


def test_a_telephone_number_is_not_touched_inside_a_line() -> None:
    block = Block(Role.ITEM, (Span("Line: "), Span("+44 20 7946 0000"), Span(" · 1-800-555-0100")))
    assert mark_up(block) == "- Line: +44 20 7946 0000 · 1-800-555-0100"


def test_nobody_is_called() -> None:
    assert "@all" not in escape("hello @all") and "@channel" not in escape("@channel")
    assert "help@allied.example" in escape("help@allied.example")


def test_emphasis_leaves_empty_lines_alone() -> None:
    assert emphasised("one\n\ntwo", "_") == "_one_\n\n_two_"


def test_a_list_that_goes_on_from_another_is_a_list() -> None:
    heading = mark_up(Block(Role.HEADING, (Span("You could also ask:"),)))
    choices = [mark_up(Block(Role.CHOICE, (Span(text),), place=4 + n)) for n, text in enumerate("ab")]
    shown, _ = visible("\n".join([heading, *choices]))
    assert shown.split("\n") == ["You could also ask:", "4. a", "5. b"]
