"""What stands beside a masked address in words that may be plain: floors, landmarks, towns of two parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.houses import PART, SEVERAL
from lantern.privacy.patterns import ADDRESS, NAME, Rule, any_of, figures_rule, rule


def address_ends(words: PersonalData, known: Collection[str], protected: Collection[str]) -> Iterator[Rule]:
    """Yield the rules.

    Args:
        words: The words to go by.
        known: Words of the content (small letters).
        protected: Words that are never masked (small letters).
    """

    def strange(found: re.Match[str]) -> bool:
        parts = [part.lower() for part in re.findall(r"[\w'’]+", found["place"])]
        return not any(part in protected for part in parts) and any(part not in known for part in parts)

    def free(found: re.Match[str]) -> bool:
        return not any(part.lower() in protected for part in found["place"].split())

    masked = re.escape(ADDRESS)
    # "Top floor, …", "3rd floor flat, …"
    side = r"(?:\s(?:left|right|flat|rear|front))?"
    floor = rf"(?:{any_of(words.floors)}|\d{{1,2}}(?:st|nd|rd|th)?)[ -](?:floor|flat|level|storey){side}"
    yield rule(ADDRESS, rf"(?<!\w){floor},?\s{masked}")
    # "Car Park C, …"
    part = any_of(words.parts_of_buildings)
    yield rule(ADDRESS, rf"(?<!\w){part}\s(?-i:[A-Z]|\d{{1,3}}[A-Z]?),?\s{masked}")
    # "…, opposite the school, Warri"
    landmark = rf"{any_of(words.landmarks_after)}\s[^,.;:!?\n\[]{{2,40}}"
    yield rule(ADDRESS, rf"{masked},?\s{landmark},\s(?P<place>{SEVERAL})(?!\w)", strange)
    # "…, South B"
    town = rf"(?-i:{any_of(words.parts_of_towns)})\s(?-i:(?P<place>[A-Z]\w{{0,30}}))"
    yield rule(ADDRESS, rf"{masked},\s{town}(?!\w)", free)
    # "…, Fox Hollow 3999", and the next line of a letter.
    yield rule(ADDRESS, rf"{masked},\s(?P<place>{SEVERAL})\s\d{{4,6}}(?![\w/-])", free)
    yield rule(ADDRESS, rf"{masked},?\s{{1,3}}(?P<place>{PART}(?:\s{PART})?),?\s{{1,2}}{masked}", strange)
    yield rule(ADDRESS, rf"{masked}\s(?-i:{any_of(words.places_end)})(?!\w)")
    owner = rf"(?:{re.escape(NAME)}|{PART}['’]s)(?:['’]?s)?"
    yield rule(ADDRESS, rf"(?<!\w)(?:c/o\s)?{owner}\s{any_of(words.premises)},?\s{masked}")
    # "Corso Dante 40 bis", "Lot [address]", "…, off Bode Street"
    yield rule(ADDRESS, rf"{masked}\s(?:bis|ter|quater|rood|zwart|huis|hs)(?![\w'’])")
    yield rule(ADDRESS, rf"(?<!\w){any_of(words.flats)}\.?\s{masked}")
    yield rule(ADDRESS, rf"{masked},?\s{any_of(words.landmarks_after)}\s{masked}")
    # "…, Bread and Cheese NM"
    state = any_of(state.upper() for state in words.states)
    small = r"(?:or|and|of|the|on|upon|by|in|de|la|del|du|sur)"
    yield rule(
        ADDRESS,
        rf"{masked},?\s(?P<place>{PART}(?:\s(?:{small}\s){{0,2}}{PART}){{0,3}}),?\s(?-i:{state})(?!\w)",
        free,
    )
    # "… - 00153 Roma (RM)", "Carrera 7 con Calle 45", "P.O. Box 12, Dar es Salaam"
    yield rule(ADDRESS, rf"{masked}\s(?:[-–/|·]|con|con\sla)\s{masked}")
    yield rule(ADDRESS, rf"{masked}\s\((?-i:[A-Z]{{2,3}})\)")
    yield rule(
        ADDRESS, rf"{masked}\s(?:es|upon|sur|am|an\sder|do|da|del|de\sla)\s(?P<place>{PART})(?!\w)", free
    )
    block = r"\d{1,2}(?:st|nd|rd|th)\s(?-i:Block|Main|Cross|Stage|Phase|Sector|Street|Floor)"
    yield rule(ADDRESS, rf"{masked},?\s(?:{PART}\s)?{block}(?!\w)")
    # "Calle 60 no. 491 x 57 y 59", "ul. Lenina 5, kv. 12", "Vestergade 12, 3. tv."
    yield figures_rule(ADDRESS, rf"{masked}\sx\s\d{{1,3}}[A-Z]?(?:\sy\s\d{{1,3}}[A-Z]?)?(?!\w)")
    behind = rf"{any_of(words.parts_behind)}\.?:?\s?#?(?-i:[A-Z])?\d{{1,5}}(?-i:[A-Z])?"
    yield figures_rule(ADDRESS, rf"{masked},?\s{behind}(?![\w.,]\d|\w)")
    yield figures_rule(ADDRESS, rf"{masked},\s\d{{1,2}}\.?\s?(?:tv|th|mf|sal|esq|dto|frente)(?!\w)\.?")
    # "B1-23-[address]", "2/[address] 5, Bangkok"
    yield figures_rule(ADDRESS, rf"(?<![\w-])(?-i:[A-Z]{{0,2}})\d{{1,4}}(?:[-/]\d{{1,4}}){{0,3}}[-/]{masked}")
    yield figures_rule(ADDRESS, rf"{masked}\s\d{{1,2}}(?=,\s{PART})")
