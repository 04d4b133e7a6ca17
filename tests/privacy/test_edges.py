"""What is left beside a masked piece, and forms of who types in haste: dates, addresses, numbers, names."""

import pytest

from lantern import paths
from lantern.content.library import load_library
from lantern.privacy.setup import masker_of

MASKER = masker_of(load_library(paths.DATA))

ROWS = [
    # Dates.
    ("scan Feb7 at home", "scan [date] at home"),
    ("op on 8/Feb", "op on [date]"),
    ("bday Hunyo 12, 1968", "bday [date]"),
    ("born on 4 ng Agosto 1959", "born on [date]"),
    ("ill since 9. Okt. at home", "ill since [date] at home"),
    ("scan le 17ème mars", "scan [date]"),
    ("visit ngày 6 tháng 2 năm 2023", "visit [date]"),
    ("seen 21-11-'23", "seen [date]"),
    ("my 23.10. appointment", "my [date] appointment"),
    ("next ct is 06.03.", "next ct is [date]"),
    ("moved from 12 june ->4/10", "moved from [date]"),
    ("born d 6th of d 9th, 1958", "born [date]"),
    ("dx 11 of 2018", "dx [date]"),
    ("on 07_12_2023", "on [date]"),
    # Addresses.
    ("is it near lol Pitch 12 Gorseview Park, Filey", "is it near lol [address]"),
    ("Mooring 5 Gullsway, Wargrave", "[address]"),
    ("Rua das Acácias 8, 2.º Esq on it", "[address] on it"),
    ("rue des Lilas 9, 3e étage, Lyon", "[address]"),
    ("Via Roma 8/B scala D 3° p.", "[address]"),
    ("send it to 9 Mill Lane BT1 1ZZ 3rd flr", "send it to [address]"),
    ("dropping it at Meadowbank Nursing Home Room 9", "dropping it at [address]"),
    ("in Room 118 of the Grand Hotel", "in [address]"),
    ("bldg 9 zone 44 street 610", "[address]"),
    ("Jl. Melati No. 6 RT 02/RW 07", "[address]"),
    ("Km 12.5 carretera a El Salvador", "[address]"),
    ("postcode 3077", "postcode [address]"),
    # E-mail.
    ("mail k_oduya@ymail . co . uk please", "mail [email] please"),
    ("mail junebug @ icloud . com please", "mail [email] please"),
    ("mail theresa.w@@example.org", "mail [email]"),
    ("my gmail is moon.gran44", "my gmail is [email]"),
    # Numbers.
    ("my ins KLT 22600 3318 again", "my ins [number] again"),
    ("bcbs id is XYZ 802 B33 2277", "bcbs id is [number]"),
    ("bring KTH/3380/C hospital card", "bring [number] hospital card"),
    ("14/KTH/33/B it says", "[number] it says"),
    ("the girl typed HMK 22600 3318 twice", "the girl typed [number] twice"),
    # Names.
    ("its bo from derry, hello", "its [name] from derry, hello"),
    ("call bibi on 0491 570 156", "call [name] on [phone]"),
    ("dr el-sayed n nurse Tessa came", "dr [name] n nurse [name] came"),
    ("Soraya n wim came", "[name] n [name] came"),
    ("kev reckons so", "[name] reckons so"),
]


@pytest.mark.parametrize(("text", "masked"), ROWS)
def test_nothing_is_left_beside_it(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


@pytest.mark.parametrize("text", [text for text, _ in ROWS])
def test_masking_twice_changes_nothing(text: str) -> None:
    once = MASKER.mask(text).text
    assert MASKER.mask(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "is guardant360 worth it",
        "kisqali 600/400/200 in steps",
        "ecog 0/1/2",
        "hb 10.12. is that low",
        "it went from 3.10 to 2.12. good?",
        "pain went 7/10 -> 3/10 after radiation",
        "my markers went 44 -> 31",
        "ER/90 PR/10",
        "AST/ALT 45/50",
        "it's fluid from the mets",
        "its pain from cancer",
        "doctor de-escalated my chemo",
        "bed 2 hours n then walk",
        "room 5 minutes away",
        "mart 5",
        "Paxil and Zoloft n Xanax",
        "1 of 2 women",
        "my ins denied 2 scans",
    ],
)
def test_plain_text_stays(text: str) -> None:
    assert MASKER.mask(text).text == text
