"""What a stranger's messages got past the masking, by the form it takes; and what looks like it and stays."""

from __future__ import annotations

import time

import pytest

from lantern.content.library import load_library
from lantern.paths import DATA
from lantern.privacy.given_names import given_names
from lantern.privacy.setup import masker_of

MASKER = masker_of(load_library(DATA))
LONG = 28_000


@pytest.mark.parametrize(
    "address",
    [
        "6 pebble row, whitby, yo21 3qq",
        "The Old Forge, Church Lane, Little Wenham, Suffolk IP9 2ZT",
        "the old vicarage, church lane, ambleside",
        "12 Marlpit Lane, Seaton Burn, Newcastle upon Tyne NE13 6DX",
        "11 Harbour Brae, Stromness KW16 3DL",
        "Tullyglass, Ballinamore, Co. Leitrim, N41 XK82",
        "17 Sráid na Cathrach, Galway, H91 ZZ04",
        "4 The Spinney, Rathfarnham, Dublin 16",
        "RR 2 Box 118, Millbrook, ON L0A 1G0",
        "550 Old Quarry Ln Trlr 9, Bozeman MT",
        "Unit 5, Level 12, 88 George Street, Parramatta NSW 2150",
        "Tower 3 Unit 22F, Magnolia Residences, Aurora Blvd, Quezon City",
        "Purok 4, Brgy. Malanday, Marikina City",
        "Blk 7 Lot 22 Camella Homes, Imus, Cavite",
        "Chak 42, Tehsil Jaranwala",
        "Flat 12, Gulmohar Heights, Sector 21, Kharghar, Navi Mumbai 410210",
        "14 Adeniyi Close, off Bode Thomas Street, Surulere, Lagos",
        "Am Mühlbach 3, D-83646 Bad Tölz",
        "Rua das Acácias 52, ap 31, Campinas",
        "Jr. Los Tulipanes 356, Dpto. 201, San Borja, Lima",
        "Cra. 45 #12-30, apto 502, Medellín",
        "221 Jalan Ampang, 50450 Kuala Lumpur",
    ],
)
def test_an_address_goes_as_a_whole(address: str) -> None:
    assert MASKER.mask(f"we live at {address}").text == "we live at [address]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("lat 51.5074 long -0.1278", "[address]"),
        ("corner of Elm and 5th, Decatur", "corner of [address]"),
        ("scan on Tuesday 9 January 2024", "scan on [date]"),
        ("cita el viernes 8 de noviembre de 2024", "cita el [date]"),
        ("on the twenty-first of June, nineteen sixty-four", "on [date]"),
        ("birthday June the fourth, 1951", "birthday [date]"),
        ("call +91-22-5550-1847", "call [phone]"),
        ("desk (02) 8555 1234 loc. 315", "desk [phone]"),
        ("(787) cinco cinco cinco, cero uno tres nueve", "[phone]"),
        ("on o8o 555 0l23", "on [phone]"),
        ("NI number QQ 12 34 56 C", "NI number [number]"),
        ("nhs nubmer 943 476 5919", "nhs nubmer [phone]"),
        ("reg no UCH 44 82 10", "reg no [number]"),
        ("Cigna no. BCX-4471-90082 says", "Cigna no. [number] says"),
        ("rosalind (dot) mbeki (at) mail (dot) com", "[email]"),
        ("mary.o'neil@mail.example", "[email]"),
        ("my portal login is nettie_mae1951", "my portal login is [link]"),
    ],
)
def test_numbers_dates_and_places(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("We are Mark and Faith Boateng, carers", "We are [name], carers"),
        ("Mark here. Is it safe", "[name] here. Is it safe"),
        ("myself lakshmi, stage 4", "myself [name], stage 4"),
        ("my nmae is olayinka bello", "my nmae is [name]"),
        ("im caled zofia", "im caled [name]"),
        ("me yamo rosalba", "me yamo [name]"),
        ("my bf tyrell knows", "my bf [name] knows"),
        ("my tita Baby had radiation", "my tita [name] had radiation"),
        ("Auntie Lorna has MBC", "Auntie [name] has MBC"),
        ("my nurse is Patience", "my nurse is [name]"),
        ("Name: PETROSYAN, ANAHIT AGE: 49", "Name: [name] AGE: 49"),
        ("Caller: Hargrove, Winifred A.", "Caller: [name]"),
        ("Best, Anneliese. Forgot to say", "Best, [name]. Forgot to say"),
        ("is it normal? thx. moira", "is it normal? thx. [name]"),
        ("ok then\nSamira", "ok then\n[name]"),
        ('Isolde "Izzy" Marchetti', "[name]"),
        ("Esperanza es el nombre de mi hermana", "[name] es el nombre de mi hermana"),
        ("This is Kathleen Two Rivers", "This is [name]"),
        ("When Mireille died", "When [name] died"),
        ("I think Hope is giving up", "I think [name] is giving up"),
        ("what does benedikta take", "what does [name] take"),
    ],
)
def test_names(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked
    assert MASKER.mask(masked).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "I live in fear, mets in liver, lungs and bone",
        "It has spread to my liver, lungs, 2 ribs",
        "I'm at Stage IV, Grade 3, HER2 positive",
        "I'm at the hospital, Ward 7, waiting",
        "I am in pain, on 125 mg of Ibrance, 3 weeks",
        "mets in T4, L3 and S1",
        "T2N1M1, grade 3",
        "My address: see below",
        "May the first scan be good",
        "we may first try chemo",
        "From: what I read, it is weekly",
        "Name: the drug that replaced it?",
        "I am Hispanic and Catholic",
        "My doctor is lovely, my nurse is kind",
        "Same here, thanks",
        "Hope is all I have. Faith helps.",
        "Kadcilla causes what",
        "a scan in May, one in April",
    ],
)
def test_what_stays(text: str) -> None:
    assert MASKER.mask(text).text == text


def test_what_follows_an_address_stays() -> None:
    for rest in (
        ", her2, ok",
        ", 125 mg, daily",
        ", Ibrance makes me sick",
        ", 62 years old",
        "! What is chemo?",
        " and I take 125 mg",
    ):
        assert MASKER.mask(f"I live at 12 Elm Street{rest}").text == f"I live at [address]{rest}"


def test_given_names_of_many_languages() -> None:
    assert {"zofia", "mireille", "siddharth", "imelda", "gunther"} <= given_names()
    assert len(given_names()) > 10_000


@pytest.mark.parametrize(
    "unit", ["[address], ", "at 4 Ab, ", 'Ab "Ab" ', "my nmae is ", "we are A and B, ", "\nAb", "a_"]
)
def test_a_message_made_to_be_slow_is_not(unit: str) -> None:
    began = time.process_time()
    MASKER.mask((unit * LONG)[:LONG])
    # Ten times what it takes on a quiet machine; what runs away takes many times more.
    assert time.process_time() - began < 3
