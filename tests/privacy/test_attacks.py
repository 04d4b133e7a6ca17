"""What was got past the masking once, sort by sort, and what must not be lost for it."""

from __future__ import annotations

import time

import pytest

from lantern.content.library import load_library
from lantern.paths import DATA
from lantern.privacy.setup import masker_of

MASKER = masker_of(load_library(DATA))
LONG = 28_000


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my name is mark, what is chemo", "my name is [name], what is chemo"),
        ("my name is hope", "my name is [name]"),
        ("me llamo consuelo y tengo dudas", "me llamo [name] y tengo dudas"),
        ("im hope and i have mets", "im [name] and i have mets"),
        ("name: violet", "name: [name]"),
        ("Name - Heather", "Name - [name]"),
        ("Patient: Quist, Thorvald", "Patient: [name]"),
        ("Full name: Okonkwo, Ada. What is chemo?", "Full name: [name]. What is chemo?"),
        ("nombre completo: pilar oquendo", "nombre completo: [name]"),
        ("paciente: Zubiría Landa, Maite", "paciente: [name]"),
        ("solveig is my wife's name", "[name] is my wife's name"),
        ("Thaddeus, my husband, is worried", "[name], my husband, is worried"),
        ("Ngozi (my sister) has it", "[name] (my sister) has it"),
        ("our daughter, Mina, asks", "our daughter, [name], asks"),
        ("my husband's name is chase", "my husband's name is [name]"),
        ("What is chemo? Signed, wilhelmina", "What is chemo? Signed, [name]"),
        ("thank you. yours, Briony", "thank you. yours, [name]"),
        ("can I fly? love, olive", "can I fly? love, [name]"),
        ("Mr & Mrs Featherstone were told", "Mr & Mrs [name] were told"),
        ("Drs Abiodun and Lindqvist said no", "Drs [name] said no"),
        ("my sons Tom and Piet know", "my sons [name] know"),
        ("ask for Brunhilde there", "ask for [name] there"),
        ("I am under the care of Ekström", "I am under the care of [name]"),
        ("dr mark said no", "dr [name] said no"),
        ("my mom rose has it", "my mom [name] has it"),
        ("my mom may have it", "my mom may have it"),
        ("it's Maeve again", "it's [name] again"),
    ],
)
def test_names(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "five five five oh one four seven",
        "six one seven, triple five, oh one double four",
        "cinco cinco cinco cero uno cuatro siete",
        "5 5 5 0 1 4 7",
        "5.5.5.0.1.4.7",
        "5-5-5-0-1-4-7",
        "５５５－０１４７",
        "٠٥٠١٢٣٤٥٦٧",
        "07700‑900‑321",
        "12 bis rue de la Paix",
        "23, boulevard Saint-Michel",
        "Hauptstraße 12",
        "Lindenweg 5",
        "ul. Długa 7",
        "Via Roma 8",
        "77 Kerkstraat",
        "Plot 14, Adeola Odeku Street",
        "B-204, Shanti Apartments",
        "Block 5 Lot 12",
        "123 Rizal St., Brgy. San Isidro",
        "Postfach 1203",
        "P.O. Box 4471",
        "10115 Berlin",
        "Springfield, IL 62704",
        "mumbai 400001",
        "sw1a 2aa",
        "name at[example]dot com",
        "ana AT mail DOT com",
        "ana(at)mail(dot)com",
        "ana @ mail . com",
        "52.5200, 13.4050",
        "DE89 3704 0044 0532 0130 00",
        "4111 1111 1111 1111",
        "marthas-journey.net",
        "t.me/juttafoto",
        "u/pinkfighter",
    ],
)
def test_what_has_a_form_goes_as_a_whole(text: str) -> None:
    for frame in ("{}", "please note {} thanks"):
        masked = MASKER.mask(frame.format(text)).text
        before, after = frame.split("{}")
        assert masked.startswith(f"{before}[") and masked.endswith(f"]{after}"), masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mrn is four four seven one", "mrn is [number]"),
        ("my record number is eight eight oh two", "my record number is [number]"),
        ("my insta is solveig_k", "my insta is [link]"),
        ("instagram: lotta", "instagram: [link]"),
        ("my insta is solveig", "my insta is [link]"),
        ("my facebook is broken", "my facebook is broken"),
        ("telegram: @x", "telegram: @[link]"),
        ("telegram: @x_y", "telegram: [link]"),
        ("i'm thirty years old since 2019", "i'm thirty years old since 2019"),
    ],
)
def test_what_a_label_shows(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "75 mg every 3 weeks",
        "125 mg for 21 days, then 100 mg",
        "BRCA 1/2, CDK4/6, T-DM1 and HER2",
        "CA-125 of 38",
        "stage IV, grade 3, ECOG 1",
        "pain 7/10",
        "blood pressure 120/80",
        "platelets 150,000 and hemoglobin 9.8",
        "platelets of 150000",
        "a tumour of 4 cm, 30 % smaller",
        "looking after mum 24/7",
        "one or two or three drugs",
        "two to four weeks, then six more",
        "anything since 2017",
        "so jealous of people planning 2040",
        "my brother-in-law thinks so",
        "my husband collect me at noon",
        "May my wife drink wine",
        "Will my mother get better",
        "My sister is forty-two",
        "I'm a guy with breast cancer",
        "at what point do they stop",
        "is it hope or is it faith",
        "the same way as stage 1",
        "nothing. what does dr. google say",
    ],
)
def test_what_stays(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    "unit",
    [
        "5-",
        "A-",
        "/",
        "a1-",
        "Ab, ",
        "Mr & ",
        "id number ",
        "u/",
        "5 ",
        '"',
        " ",
        "five ",
        "12 rue ",
        "a at ",
    ],
)
def test_a_message_made_to_be_slow_is_not(unit: str) -> None:
    began = time.process_time()
    MASKER.mask((unit * LONG)[:LONG])
    # Ten times what it takes on a quiet machine; what runs away takes many times more.
    assert time.process_time() - began < 3
