"""Postal addresses, as several countries write them, and places on the globe."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.address_ends import address_ends
from lantern.privacy.beside import Beside
from lantern.privacy.houses import PART, houses
from lantern.privacy.patterns import ADDRESS, CAPITAL, UPPER, Judge, Rule, any_of, beside, figures_rule, rule

FLAT = r"(?:,?\s{0,2}(?:apt|apartment|unit|flat|suite|top floor|#)\.?\s{0,2}\w{1,6}(?:-\d{1,4})?)?"
SMALL = r"(?:(?:de|del|das|dos|la|las|los|el|san|santa|des|du|della|delle|dei|di|da|do|le|l['’])\s{0,2}){0,3}"
NUMBER = r"\d{1,5}(?:\s?[A-Za-z])?(?:[/-](?:\d{1,4}[A-Za-z]?|[A-Za-z]|(?-i:[IVX]{1,4}))){0,3}(?!\w)"
DECIMALS = r"[-+]?\d{1,3}\.\d{3,}"
MINUTES = r"(?:\s?\d{1,2}(?:\.\d{1,9})?\s?['’′])?(?:\s?\d{1,2}(?:\.\d{1,9})?\s?[\"”″])?"
DEGREES = rf"[-+]?\d{{1,3}}(?:\.\d{{1,9}})?\s?°{MINUTES}\s?[NSEWO]?"


def coordinates() -> Iterator[Rule]:
    """Yield the rules for places on the globe."""
    yield figures_rule(
        ADDRESS, rf"(?<![\w.]){DECIMALS}\s?(?:[NSEWO]\s?)?[,;/ ]\s?{DECIMALS}(?:\s?[NSEWO])?(?!\w)"
    )
    yield figures_rule(ADDRESS, rf"(?<![\w.]){DEGREES}\s?[,;/ ]?\s?{DEGREES}(?!\w)")
    # Three words that stand for a square of the globe.
    triple = r"[^\W\d_]{2,20}(?:\.[^\W\d_]{2,20}){2}"
    yield rule(ADDRESS, rf"(?<![\w:/])/{{3}}{triple}(?!\w)")
    yield rule(ADDRESS, rf"(?<!\w)(?:what3words|what 3 words|w3w)[\w\s:-]{{1,40}}?\b(?P<data>{triple})(?!\w)")
    latitude, longitude = r"lat(?:itude|itud)?", r"(?:long?|lng|longitude|longitud)"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w){latitude}\.?\s?[:=]?\s?{DECIMALS}\s?[,;/]?\s?(?:and\s)?{longitude}\.?\s?[:=]?\s?{DECIMALS}(?!\w)",
    )


def addresses(words: PersonalData, known: Collection[str], protected: Collection[str]) -> Iterator[Rule]:
    """Yield the rules, in the order in which they have to be applied.

    Args:
        words: The words to go by.
        known: Words that are no towns, if written in small letters.
        protected: Words that are never masked.
    """
    towns = frozenset(words.towns)

    def town(found: re.Match[str]) -> bool:
        parts = re.findall(r"[\w'’]+", found["town"])
        if any(part.lower() in protected for part in parts):
            return False
        # "Record 482913" is no town; with a state or a German code, capitals are enough.
        sure = parts[-1][0].isupper() and "sure" in found.re.groupindex
        return sure or parts[-1].lower() in towns or parts[-1].lower() not in known

    yield from _post_boxes(words)
    yield from _blocks(words)
    yield from _crossings(words)
    yield from _streets(words)
    yield from _german(known)
    yield from _named_houses(known)
    yield from _houses(words)
    yield from houses(words, known, protected)
    yield _numbered(words)
    yield from _towns(words, town)
    yield from _codes()
    yield Beside(words, known, protected).rule
    for ending in address_ends(words, known, protected):
        yield beside(ADDRESS, ending)


def _post_boxes(words: PersonalData) -> Iterator[Rule]:
    town = rf"(?:,?\s{{1,2}}{CAPITAL}(?:\s{CAPITAL})?,?\s{any_of(words.states)}\s\d{{5}}(?:-\d{{4}})?)?"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w){any_of(words.post_boxes)}\s{{0,2}}(?:#|no\.?|nº|num\.?)?\s{{0,2}}"
        rf"[A-Z]?\d[\d -]{{0,12}}(?<=\d){town}",
    )


def _crossings(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules for numbered streets ("Cra. 45 #12-30") and numbered parts of a place ("Chak 42")."""
    road = r"(?:calle|cll|cl|carrera|cra|kra|kr|cr|diagonal|diag|dg|transversal|tv|avenida|av|ac|ak)"
    side = r"(?:\s?(?:sur|norte|este|oeste|bis))?"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w){road}\.?\s?\d{{1,3}}\s?[A-Z]?{side}\s?(?:#|no\.?|n[º°])\s?\d{{1,3}}\s?[A-Z]?{side}\s?-\s?\d{{1,3}}(?!\w)",
    )
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w){any_of(words.numbered_places)}\s{{0,2}}[#:]?\s?\d{{1,5}}(?:[/-](?:\d{{1,5}}|[a-z](?!\w))){{0,4}}[a-z]?(?![\w/-])",
    )
    yield figures_rule(ADDRESS, r"(?<![\w-])\d{1,3}[ -]chome(?:[ -]\d{1,3}){0,2}(?!\w)")
    # "corner of Elm and 5th"
    way = rf"(?:{PART}|\d{{1,3}}(?:st|nd|rd|th))(?:\s{PART}){{0,2}}"
    yield rule(
        ADDRESS,
        rf"(?<!\w)(?:corner\sof|intersection\sof|liv(?:e|es|ing)\s(?:on|at|near)|house\s(?:on|at)|home\s(?:on|at))\s"
        rf"(?P<data>{way}\s(?:and|&)\s{way})",
    )


def _blocks(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules for blocks of a street ("Blk 321 Ang Mo Kio Ave 3 #08-123"), and numbered streets."""
    post = r"(?:,?\s(?:S|Singapore)\s?\(?\d{6}\)?)?"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?:blk|block)\s\d{{1,4}}[A-Z]?,?\s(?:{PART}\s){{1,4}}?{any_of(words.streets)}(?:\s\d{{1,3}})?"
        rf"(?:,?\s#\s?\d{{1,2}}-\d{{1,4}})?{post}",
    )
    yield figures_rule(
        ADDRESS,
        r"(?<!\w)(?:street|road|lane|gali|galli|cross|house|plot|flat|door|gate)\s?(?:no|number|num|nr)\.?\s?[:#]?\s?\d{1,5}(?:[/-](?:\d{1,4}|[A-Z](?!\w))){0,3}[A-Z]?(?!\w)",
    )


def _named_houses(known: Collection[str]) -> Iterator[Rule]:
    """Yield the rule for a number and a name that is no kind of street ("at 4 The Spinney, Dublin")."""
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?:(?<=at )|(?<=from )|(?<=to )|(?<=is )|(?<=^))\d{{1,4}}[a-z]?,?\s(?:the\s)?"
        rf"(?P<name>{PART}(?:\s{PART}){{0,2}})(?=,\s?{CAPITAL})",
        lambda found: any(part.lower() not in known for part in found["name"].split()),
    )


def _german(known: Collection[str]) -> Iterator[Rule]:
    """Yield the rule for streets that begin with a preposition ("Am Mühlbach 3")."""
    way = r"(?-i:Am|An de[rn]|Im|In de[rn]|Auf de[rm]|Zum|Zur|Unter den|Hinter der|Vor dem|Bei der)"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w){way}\s(?P<name>{PART}(?:\s{PART})?)\s{NUMBER}",
        lambda found: not any(part.lower() in known for part in found["name"].split()),
    )


def _codes() -> Iterator[Rule]:
    """Yield the rules for codes that hold letters: Ireland, Canada; "T2N1M1" is a stage."""
    yield figures_rule(
        ADDRESS, r"(?<![\w-])[AC-FHKNPRTV-Y]\d[\dW]\s?(?=[A-Z0-9]{0,3}\d)(?=\d{0,3}[A-Z])[A-Z0-9]{4}(?![\w-])"
    )
    yield figures_rule(ADDRESS, r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d(?![\w-])")


def _streets(words: PersonalData) -> Iterator[Rule]:
    named, ending = any_of(words.streets_named), any_of(words.street_endings)
    # "12 bis rue de la Paix", "23, boulevard Saint-Michel"
    house = r"(?<![\w.])\d{1,5}\s?(?:bis|ter|quater|[a-z])?,?\s{1,2}"
    yield figures_rule(
        ADDRESS, rf"{house}{named}\.?\s{{1,2}}{SMALL}{PART}(?:[\s-]{{1,2}}{SMALL}{PART}){{0,3}}"
    )
    yield figures_rule(ADDRESS, rf"{house}(?:rue|calle|avenida|ulica)\s{{1,2}}{SMALL}[\w'’-]{{2,30}}")
    # "Am Lindenplatz 3", "ul. Długa 7", "77 Kerkstraat"
    stem = rf"(?:(?-i:[{UPPER}])[^\W\d_]{{1,20}}[ -]){{0,2}}[^\W\d_]{{2,24}}?[ -]?{ending}"
    yield figures_rule(ADDRESS, rf"(?<!\w){stem}\s{{1,2}}{NUMBER}")
    yield figures_rule(ADDRESS, rf"(?<![\w.])\d{{1,5}}[a-z]?,?\s{{1,2}}{stem}(?!\w)")


def _houses(words: PersonalData) -> Iterator[Rule]:
    street, building, before = any_of(words.streets), any_of(words.buildings), any_of(words.streets_before)
    no = rf"(?!{any_of(words.no_street_words)}(?![\w'’]))"
    word = rf"{no}[A-Za-z0-9À-ſ'’.-]{{1,30}}\s{{1,2}}"
    saint = r"(?:(?:san|santa|sto|sta)\.?\s)?"
    district = rf"(?:,?\s{{0,2}}{any_of(words.districts)}\s{{0,2}}{saint}[\w-]{{2,30}}(?:\s{CAPITAL}){{0,2}})"
    unit = rf"(?:(?:{before}|no\.?|door|room)\s{{0,2}})?"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?:block|blk|phase)\.?\s{{0,2}}\w{{1,4}},?\s{{1,2}}"
        rf"lot\.?\s{{0,2}}\d{{1,4}}\w?(?!\w){district}?",
    )
    half = r"(?:\s?(?:&|and|-)?\s?1/2)?"
    house = (
        rf"(?<![\w.]){unit}\d{{1,5}}[A-Za-z]?{half}(?:[-/](?:\d{{1,4}}[A-Za-z]?|[A-Za-z](?!\w)))?,?\s{{1,2}}"
    )
    yield figures_rule(
        ADDRESS,
        rf"{house}(?:{word}){{1,4}}?{street}\.?(?!\w)(?:\s{any_of(words.streets_after_streets)}\.?(?!\w))?{FLAT}{district}?",
    )
    lettered = rf"(?<![\w.]){unit}(?:[A-Z]\s?-?\s?)?\d{{1,4}}[A-Za-z]?,?\s{{1,2}}"
    yield figures_rule(ADDRESS, rf"{lettered}(?:{word}){{1,3}}?{building}(?!\w)")
    yield rule(ADDRESS, rf"(?<!\w)(?:brgy|bgy)\.?\s{{1,2}}[\w-]{{2,30}}(?:\s{CAPITAL}){{0,2}}")
    yield rule(ADDRESS, rf"(?<!\w){any_of(words.districts)}\s{{1,2}}{CAPITAL}(?:\s{CAPITAL}){{0,2}}")


def _numbered(words: PersonalData) -> Rule:
    """Return the rule for a number after a street or a flat; it comes after those for whole addresses."""
    before = any_of(words.streets_before)
    # "3º izda"; what is read in plain characters has "3o".
    side = r"(?:\s?(?:izquierda|izqda|izda|izq|derecha|dcha|dch|[a-z](?!\w))\.?)"
    floor = rf"(?:,\s{{0,2}}\d{{1,2}}\s?[ºª°oa](?!\w){side}?)"
    number = rf",?\s{{0,2}}(?:n[ºo°.]{{1,2}}\s{{0,2}}|#\s{{0,2}})?{NUMBER}{floor}?"
    return figures_rule(
        ADDRESS, rf"(?<!\w){before}\.?\s{{1,2}}{SMALL}(?:{CAPITAL}[.,]?\s{{1,2}}){{0,4}}{number}"
    )


def _towns(words: PersonalData, town: Judge) -> Iterator[Rule]:
    state = any_of(words.states)
    several = rf"{PART}(?:[\s-]{PART}){{0,2}}"
    # "Springfield, IL 62704"; "or" and "me" are states in capitals only.
    before = rf"(?:,\s{{0,2}}{state}|\s{{1,2}}(?=(?-i:[A-Z])){state})\.?\s{{1,2}}"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?P<town>{several}|[^\W\d_]{{3,30}}){before}(?P<sure>\d{{5}})(?:-\d{{4}})?(?!\w)",
        town,
    )
    # "10115 Berlin", "D-10115 Berlin", "1017 AB Amsterdam"
    code = r"(?:[A-Z]{1,2}-)?\d{5}|\d{4}\s?(?-i:[A-Z]{2})|\d{2}-\d{3}|\d{3}\s\d{2}"
    yield figures_rule(
        ADDRESS, rf"(?<![\w/.-])(?P<sure>{code})\s{{1,2}}(?P<town>{several}|[^\W\d_]{{4,30}}(?!\w))", town
    )
    # "mumbai 400001", "New Delhi - 110001"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?P<town>{several}|[^\W\d_]{{4,30}})\s{{0,2}}[,–-]?\s{{0,2}}\d{{3}}\s?\d{{3}}(?![\w/-]|\s\d)",
        town,
    )
    # "in Yuma 85999": a town and its code without a state.
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?:(?<=in )|(?<=at )|(?<=from )|(?<=near )|(?<=to )|(?<=, ))"
        rf"(?P<town>{PART}(?:\s{PART})?),?\s(?P<sure>\d{{5}})(?:-\d{{3,4}})?(?![\w/-])",
        town,
    )
    # A British postcode.
    yield figures_rule(ADDRESS, r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)")
