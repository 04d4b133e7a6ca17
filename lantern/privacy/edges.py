"""What is left of an address, a number or an e-mail address before or behind the piece that was masked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.houses import PART, SEVERAL
from lantern.privacy.numbers import YEAR
from lantern.privacy.patterns import (
    ADDRESS,
    EMAIL,
    LINK,
    NAME,
    NUMBER,
    Rule,
    any_of,
    beside,
    digits_in,
    figures_rule,
    rule,
)

# "UCH/2291/B": fewer digits may be a ratio.
FEWEST_DIGITS = 3


def edges(words: PersonalData, known: Collection[str], protected: Collection[str]) -> Iterator[Rule]:
    """Yield the rules.

    Args:
        words: The words to go by.
        known: Words of the content (small letters).
        protected: Words that are never masked (small letters).
    """
    yield from _mails(words)
    yield from _numbers(words, protected)
    yield from _floors(words)
    yield from _pitches(words, known, protected)


def _mails(words: PersonalData) -> Iterator[Rule]:
    mail = re.escape(EMAIL)
    ending = any_of(words.sure_endings)
    # "… @ icloud . com", "…@mail . co . uk", "…@mail,com"
    yield beside(EMAIL, rule(EMAIL, rf"{mail}(?:\s?[.,]\s?{ending}(?!['’\w])){{1,3}}"))
    yield beside(LINK, rule(EMAIL, rf"(?<![\w.+%-])[\w.+%-]{{1,64}}@{{1,3}}{re.escape(LINK)}"))
    # "my gmail is rosa.t77"
    yield rule(
        EMAIL,
        rf"(?<!\w)(?:my|her|his|our|mi|su)\s{any_of(words.mail_providers)}(?:\s(?:is|es)|\s?:)\s"
        r"(?P<data>(?=[\w.-]{0,40}(?:\d|\w[._]\w))[a-z][\w.-]{2,40}\w)",
    )


def _numbers(words: PersonalData, protected: Collection[str]) -> Iterator[Rule]:
    number = re.escape(NUMBER)
    measured = frozenset((*protected, *words.measures, *words.months, *words.units))

    def record(found: re.Match[str]) -> bool:
        parts = [part.lower() for part in re.findall(r"[^\W\d_]+", found.group())]
        return digits_in(found.group()) >= FEWEST_DIGITS and not any(part in measured for part in parts)

    # "UCH/2291/B", "SHA/00219/24", "24/UCH/1180"
    yield figures_rule(
        NUMBER, r"(?<![\w/.-])(?-i:[A-Z]{2,6})/\d{1,8}(?:[/-](?-i:[A-Z\d]{1,8})){0,4}(?![\w/-])", record
    )
    yield figures_rule(
        NUMBER,
        r"(?<![\w/.-])\d{1,6}/(?-i:[A-Z]{2,6})/(?-i:[A-Z\d]{1,8})(?:/(?-i:[A-Z\d]{1,8})){0,3}(?![\w/-])",
        record,
    )
    # "HMK 11700 4429", of which a part is masked already; a year is told of something else.
    more = r"(?:[ -](?-i:[A-Z]{0,2}\d{3,6}(?:-\d{1,4})?|[A-Z]{1,2}\d{1,4}(?=[ -]\d{3})))"
    yield beside(
        NUMBER,
        figures_rule(
            NUMBER,
            rf"{number}(?P<more>{more}{{1,4}})(?![\w/%-]|[.,:]\d)",
            lambda found: not YEAR.fullmatch(found["more"].strip()),
        ),
    )


def _floors(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules for floors behind an address: "…, 1.º Esq", "…, 2e étage", "…, 2nd flr"."""
    masked = re.escape(ADDRESS)
    ordinal = r"\d{1,2}\.?\s?(?:st|nd|rd|th|er|e|eme|ème|º|ª|°|o|a)?\.?"
    floor = rf"{ordinal}\s?{any_of(words.floors_behind)}(?!\w)\.?"
    side = rf"(?:,?\s{any_of(words.sides_behind)}(?!\w)\.?)?"
    yield beside(ADDRESS, figures_rule(ADDRESS, rf"{masked},?\s(?:{floor}){side}"))
    # "… 2nd", of which the figure went with the address
    yield beside(ADDRESS, rule(ADDRESS, rf"{masked}\s(?:flr|floor|étage|verdieping)(?!\w)"))
    # "… scala C 2° p."
    stairs = r"(?:scala|scara|palazzina|pal|int|interno)\.?\s(?:\d{1,3}|(?-i:[A-Z]))"
    yield beside(ADDRESS, rule(ADDRESS, rf"{masked},?\s{stairs}(?![\w'’])(?:,?\s\d{{1,2}}[°ºo]\sp\.)?"))
    # "RT 03/RW 05", "Km 14.5 carretera a …", "postcode 3058"
    part = rf"(?:,?\s(?:kel|kec|desa|kelurahan|kecamatan)\.?\s{PART})"
    yield figures_rule(
        ADDRESS, rf"(?<!\w)RT[\s.]{{0,2}}\d{{1,3}}\s?/\s?RW[\s.]{{0,2}}\d{{1,3}}(?!\w){part}{{0,3}}"
    )
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)km\.?\s\d{{1,3}}(?:[.,]\d)?,?\s(?:carretera|ctra|carr|autopista)\.?\s(?:a|al|de|hacia|vieja\sa)"
        rf"(?:\s(?-i:El|La|Los|Las|San|Santa))?\s{PART}",
    )
    code = r"(?:post\s?code|zip(?:\s?code)?|plz|cep|código\spostal)"
    yield figures_rule(ADDRESS, rf"(?<!\w){code}(?:\s(?:is|es|ist))?[\s:]{{1,2}}(?P<data>\d{{4,6}})(?![\w-])")
    # "…, 2.º B"
    yield beside(ADDRESS, figures_rule(ADDRESS, rf"{masked},\s\d{{1,2}}\.?[ºªoa°]\.?\s(?-i:[A-H])(?!\w)"))


def _pitches(words: PersonalData, known: Collection[str], protected: Collection[str]) -> Iterator[Rule]:
    """Yield the rules for numbered places and homes: "Pitch 61 …, Skegness", "… Nursing Home Room 14"."""

    def strange(found: re.Match[str]) -> bool:
        parts = [part.lower() for part in re.findall(r"[\w'’]+", f"{found['name']} {found['town']}")]
        return not any(part in protected for part in parts) and any(part not in known for part in parts)

    def free(found: re.Match[str]) -> bool:
        return not any(part.lower() in protected for part in found["name"].split())

    pitch = rf"{any_of(words.pitches)}\.?\s?(?:no\.?\s|#\s?)?\d{{1,4}}[A-Z]?"
    yield beside(
        ADDRESS, figures_rule(ADDRESS, rf"(?<![\w-]){pitch}(?:\s(?:of|at|in))?,?\s{re.escape(ADDRESS)}")
    )
    yield beside(ADDRESS, figures_rule(ADDRESS, rf"{re.escape(ADDRESS)},?\s{pitch}(?![\w-])"))
    yield figures_rule(
        ADDRESS,
        rf"(?<![\w-]){pitch},?\s(?P<name>{SEVERAL}),\s(?P<town>{PART}(?:\s{PART})?)(?![\w:])",
        strange,
    )
    home = any_of(words.homes)
    at = r"(?:\s(?:of|at|in)(?:\sthe)?)?"
    named = rf"(?P<name>(?:{PART}\s){{1,3}}?)"
    yield figures_rule(ADDRESS, rf"(?<![\w-]){pitch}{at},?\s(?:the\s)?{named}{home}(?!\w)", free)
    yield figures_rule(ADDRESS, rf"(?<![\w\[]){named}{home},?\s{pitch}(?![\w-])", free)
    name = re.escape(NAME)
    yield beside(NAME, figures_rule(ADDRESS, rf"{name}(?:['’]s)?\s{home},?\s{pitch}(?![\w-])"))
    yield beside(NAME, figures_rule(ADDRESS, rf"(?<![\w-]){pitch}{at},?\s{name}(?:['’]s)?\s{home}(?!\w)"))


def numbered_parts(words: PersonalData) -> Iterator[Rule]:
    """Yield the rule for "bldg 7 zone 51 street 820", of which others would take the middle."""
    part = rf"{any_of(words.numbered_parts)}\.?\s?(?:no\.?\s|#\s?)?\d{{1,5}}[A-Z]?(?![\w-])"
    yield figures_rule(ADDRESS, rf"(?<![\w-]){part}(?:,?\s{part}){{1,5}}")
