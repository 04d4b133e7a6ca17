"""What a second stranger's messages got past the masking, by form; and what it took too much of."""

from __future__ import annotations

import pytest

from lantern.content.library import load_library
from lantern.paths import DATA
from lantern.privacy.setup import masker_of

MASKER = masker_of(load_library(DATA))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Good day, Folasade Brightwell is my name", "Good day, [name] is my name"),
        ("buenas, Chuchita para servirle", "buenas, [name] para servirle"),
        ("Mr. Sunday Okafor writing", "Mr. [name] writing"),
        ("Last, First: Gill, Harjit. Is it", "Last, First: [name]. Is it"),
        ("Patient name Mulcahy, Grace, query lumps", "Patient name [name], query lumps"),
        ("your name? agnieszka wrobel your question?", "your name? [name] your question?"),
        ("i'm o'dwyer, mary as on the chart", "i'm [name] as on the chart"),
        ("née Arrizabalaga, now Mrs. Whitlock", "née [name], now Mrs. [name]"),
        ("with love Titi Baby Salonga, pray", "with love [name], pray"),
        ("People know me as Mama Chidera. Done", "People know me as [name]. Done"),
        ("this is tito jepoy husband of rosalinda cruz, ok", "this is [name] husband of [name], ok"),
        ("wife Bríd has mets", "wife [name] has mets"),
        ("Hello, this is Iris Bonneville. blurred vision", "Hello, this is [name]. blurred vision"),
        ("Full name: Venkat, Sudha\nMobile: x", "Full name: [name]\nMobile: x"),
    ],
)
def test_names(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked
    assert MASKER.mask(masked).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mobile: +91 98411 55513\nMessage: hi", "Mobile: [phone]\nMessage: hi"),
        ("at work on 0114 496 0266 x 31", "at work on [phone]"),
        ("mi whatsapp 999 555 017", "mi whatsapp [phone]"),
        ("next infusion 3 juin 2025, T-DXd", "next infusion [date], T-DXd"),
        ("Termin am 4. März 2025, ok", "Termin am [date], ok"),
        ("policy number is double four one nine dash seven six zero", "policy number is [number]"),
        ("U91 044 1883 01 says", "[number] says"),
        ("it is ///plinth.mellow.goose and", "it is [address] and"),
        ("what3words for the cottage is plinth.mellow.goose", "what3words for the cottage is [address]"),
        ("live at 14 & 1/2 Cannery Row Rear, Duluth MN 55899", "live at [address]"),
        ("Schlossallee 5 // Whg 12, 1999 Wien, on Piqray", "[address], on Piqray"),
        ("in c/ Almirante Zuloaga 25, 3º izda, 28099 Madrid y", "in [address] y"),
        ("Rosenheimer Str. 212, Hinterhaus, 3. OG, 81699 München: ok", "[address]: ok"),
        ("go to The Old Forge, Nether Wickham, nr. Banbury OX99 7ZZ.", "go to [address]."),
    ],
)
def test_numbers_dates_and_places(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked
    assert MASKER.mask(masked).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "marker is up CA 27.29 91. why",
        "CA 15-3 44, ok?",
        "CA 15-3 400. Should we panic?",
        "PIK3CA H1047R found",
        "ER 8/8 Allred",
        "Palbociclib 21/7 and white cells 1.9",
        "does it count for Ayushman card",
        "what is your name? tell me",
        "stage 4. May I fly",
        "I am in mars mission mood",
        "3 x daily",
        "mother of two, wife of 30 years",
        "in 2019 600 mg daily",
    ],
)
def test_what_stays(text: str) -> None:
    assert MASKER.mask(text).text == text


def test_a_day_stays_a_date() -> None:
    assert MASKER.mask("scan on 21/7").text == "scan on [date]"
    assert MASKER.mask("passport H1047R").text == "passport [number]"


def test_names_of_entries_stay() -> None:
    library = load_library(DATA)
    names = [name for entry in library.entries.values() for name in (entry.name, entry.intent)]
    assert [name for name in names if MASKER.mask(name).found] == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Hi this is Al, her oxygen is 89", "Hi this is [name], her oxygen is 89"),
        ("i'm An, from far away", "i'm [name], from far away"),
        ("i am Jo & this is my 4th line", "i am [name] & this is my 4th line"),
        ("Nkechi & Obi want to know", "[name] & [name] want to know"),
        ("Oyelaran +1 713 555 0139 wants to know", "[name] [phone] wants to know"),
        ("from what Ashok understood it can wait", "from what [name] understood it can wait"),
        ("my aunt is at 1140 Grand Concourse", "my aunt is at [address]"),
    ],
)
def test_short_names_and_names_beside_something(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked
