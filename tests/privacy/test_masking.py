"""Personal data goes, everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.content.library import load_library
from lantern.paths import DATA
from lantern.privacy.setup import masker_of

LIBRARY = load_library(DATA)
MASKER = masker_of(LIBRARY)
NAMES = [form for names in LIBRARY.lexicon.by_entity().values() for name in names for form in name.written]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my name is Ana Ruiz, what is Ibrance", "my name is [name], what is Ibrance"),
        ("i am called tatiana and have mets", "i am called [name] and have mets"),
        ("Dr. Okonkwo said chemo", "Dr. [name] said chemo"),
        ("dr. j. brandvold said chemo", "dr. [name] said chemo"),
        ("Dr A B Brandvold told me", "Dr [name] told me"),
        ("my name is J. R. Tolkienson", "my name is [name]"),
        ("dr van der Brandvold is away", "dr [name] is away"),
        ("my wife Bronwen has liver mets", "my wife [name] has liver mets"),
        ("me llamo lucía, qué es esto", "me llamo [name], qué es esto"),
        ("call 555-0147 or +44 20 7946 0958", "call [phone] or [phone]"),
        ("write to ana.r+x@mail.example.org", "write to [email]"),
        ("born 3/14/1971, scan on March 14th", "born [date], scan on [date]"),
        ("I live at 12 Elm Street, apt 4b", "I live at [address]"),
        ("MRN 00482913 please", "MRN [number] please"),
        ("my member id is XGF-220-118", "my member id is [number]"),
    ],
)
def test_what_is_masked(text: str, masked: str) -> None:
    result = MASKER.mask(text)
    assert result.text == masked and result.found


@pytest.mark.parametrize(
    "text",
    [
        "What is Kadcyla?",
        "how are CDK 4/6 inhibitors used, 125 mg for 21 days",
        "I am stage 4 and HER2 positive, 62 years old",
        "I am scared. I'm tired. This is awful.",
        "Is this from 2017?",
        "what is Gamma Knife",
        "my mum has it in her liver and lungs",
        "thanks, that helps",
        "i saw dr a week ago",
        "I'm a Herceptin patient",
    ],
)
def test_what_stays(text: str) -> None:
    result = MASKER.mask(text)
    assert result.text == text and not result.found


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = MASKER.mask(text).text
    assert MASKER.mask(once).text == once


@given(st.sampled_from(NAMES), st.sampled_from(["what is {}", "Who gets {}?", "{} and me", "is {} given"]))
def test_names_of_the_lexicon_are_never_masked(name: str, frame: str) -> None:
    assert name in MASKER.mask(frame.format(name)).text


def test_masking_what_is_masked_changes_nothing_more() -> None:
    texts = [
        "Patient: Quist, Ada, 12 Elm Street, DE89 3704 0044 0532 0130 00, ana at mail dot com. love, olive"
    ]
    for text in [*texts, *[u.text for entry in LIBRARY.entries.values() for u in entry.utterances[:3]]]:
        once = MASKER.mask(text).text
        assert MASKER.mask(once).text == once
