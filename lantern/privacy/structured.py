"""Personal data that has a form: e-mail and web addresses, dates, postal addresses, phone numbers, codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lantern.content.models import PersonalData

EMAIL, LINK, DATE, PHONE, NUMBER, ADDRESS, NAME = PLACEHOLDERS = (
    "[email]",
    "[link]",
    "[date]",
    "[phone]",
    "[number]",
    "[address]",
    "[name]",
)
# Fewer digits than this in a row may be a dose, an age or a year.
FEWEST_DIGITS = 5
FEWEST_PHONE_DIGITS = 7
FEWEST_CODE_DIGITS = 3
DAY = r"(?:[12]?\d|3[01]|0\d)(?:st|nd|rd|th|º|°)?"
YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
ROMAN = r"(?:XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)"
NAMED_STREET = r"(?:rue|via|calle|avenida|rua|strada)"
TOP_LEVEL = r"(?:com|org|net|example|co|io|me|es|uk|info|blog)"
UNIT = r"(?:,?\s*(?:apt|apartment|unit|flat|suite|#)\.?\s*\w+)?"

Rule = Callable[[str], str]


def rules(words: PersonalData) -> list[Rule]:
    """Return what masks each sort of data, in the order in which it has to be done."""
    patterns = [*_online(), *_dates(words), *_addresses(words), *_numbers(words)]
    return [_rule(placeholder, re.compile(pattern, re.IGNORECASE)) for placeholder, pattern in patterns]


def _online() -> Iterable[tuple[str, str]]:
    yield EMAIL, r"(?<![\w.+%-])[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
    at = r"(?:\(at\)|\[at\]|\sat\s|\sarroba\s)"
    dot = r"(?:\s*\(dot\)\s*|\sdot\s+|\spunto\s+|\.)"
    # "Closes at 5. Before …" is no address: what stands before the dot needs a letter, what follows no space.
    yield EMAIL, rf"(?<![\w.+-])[\w.+-]+\s*{at}\s*(?=[\w-]*[a-z])[\w-]+(?:{dot}[a-z]{{2,}})+(?!\w)"
    yield LINK, r"(?:https?://|www\.)\S+"
    yield LINK, r"(?<!\w)@[A-Za-z0-9_][\w.]{2,}"
    yield LINK, rf"(?<![\w@])(?<![a-z0-9-]\.)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.{TOP_LEVEL}(?:/\S*)?(?!\w)"


def _dates(words: PersonalData) -> Iterable[tuple[str, str]]:
    month, feast = any_of(words.months), any_of(words.feasts)
    middle = rf"(?:\d{{1,2}}|{ROMAN}|{month})"
    yield DATE, rf"(?<![\w/])\d{{1,4}}\s?[/.-]\s?{middle}\s?[/.-]\s?\d{{1,4}}(?![\w/])"
    yield DATE, rf"(?<!\w){YEAR},?\s+{DAY}\s+(?:of\s+|de\s+)?{month}(?!\w)"
    year = rf"(?:,?\s*(?:of|de|del)?\s*{YEAR})?"
    yield DATE, rf"(?<!\w)(?:the\s+|el\s+)?{DAY}\s*(?:of\s+|de\s+|-)?\s*{month}(?!\w){year}"
    yield DATE, rf"(?<!\w){month}\.?\s+(?:the\s+)?{DAY}(?!\w)(?:,?\s*(?:of\s+)?{YEAR})?"
    yield DATE, rf"(?<!\w){feast}\s+(?:of\s+|de\s+)?{YEAR}(?!\w)"
    yield DATE, rf"(?<!\w){month}\s+(?:of\s+|de\s+|del\s+)?{YEAR}(?!\w)"
    yield (
        DATE,
        r"(?<=born in )(?:19|20)\d\d|(?<=nací en )(?:19|20)\d\d|(?<=dob )\S*\d\S*|(?<=born )(?:19|20)\d\d",
    )
    # "7/11" is a date; "CDK 4/6" and "10/10 pain" are none.
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    yield DATE, rf"(?<![\w/.])(?!4/6|\d{{1,2}}/10(?!\d)){day}/{day}(?![\w/])"


def _addresses(words: PersonalData) -> Iterable[tuple[str, str]]:
    street, before = any_of(words.streets), any_of(words.streets_before)
    yield ADDRESS, r"(?<!\w)(?:p\.?\s?o\.?\s+box|apartado(?:\s+de\s+correos)?|apdo\.?)\s*#?\s*\d+"
    house = r"(?<!\w)\d+[A-Za-z]?(?:[-/]\d+)?,?\s+"
    yield ADDRESS, rf"{house}{NAMED_STREET}(?:\s+(?:de|des|du|della))?\s+[\w'’-]+"
    yield ADDRESS, rf"{house}(?:[A-Za-zÀ-ÿ0-9'’.-]+\s+){{1,4}}?{street}\.?(?!\w){UNIT}"
    small = r"(?:(?:de|del|la|las|los|el|san|santa)\s+)*"
    number = r",?\s*(?:n[ºo°.]*\s*)?\d+\s?[A-Za-z]?(?!\w)(?:,\s*\d+\s?[ºª°]\s?\w?)?"
    yield ADDRESS, rf"(?<!\w){before}\.?\s+{small}(?:(?-i:[A-ZÀ-Þ])[\w'’.-]*\s*){{0,4}}{number}"
    # A British postcode.
    yield ADDRESS, r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)"


def _numbers(words: PersonalData) -> Iterable[tuple[str, str]]:
    part = r"(?=[\w/.-]*\d)[A-Za-z0-9][\w/.-]*(?:[ -](?=[\w/-]*\d)[A-Za-z0-9][\w/-]*)*"
    code = rf"(?P<code>(?:[A-Za-z]{{1,4}}[ -](?=\d))?{part})"
    small = r"(?:\s+(?:number|no|num|id|code|card|is|es|de|del|paciente))*"
    between = rf"(?:['’]?s)?{small}[\s.:#º°(]*(?:is\s+|es\s+|of\s+|:)?\s*"
    yield NUMBER, rf"(?<![\w\[]){any_of(words.numbers)}{between}{code}"
    yield NUMBER, r"(?<!\w)\d{3}-\d{2}-\d{4}(?!\w)"
    yield PHONE, r"(?<![\w/])\+?\(?\d[\d\s().·/-]{5,}\d(?:\s*(?:ext|x|extension)\.?\s*\d+)?(?![\w/])"
    yield NUMBER, rf"(?<![\w\[])(?=(?:[\w/-]*\d){{{FEWEST_DIGITS},}})[A-Za-z0-9][A-Za-z0-9/-]*(?!\w)"
    yield NUMBER, r"(?<!\w)(?=\w*[A-Z])(?=(?:\w*\d){3,})[A-Z0-9]{6,}(?!\w)"
    # "LX-77" is a code; "CA-125" and "COVID-19" are none.
    yield NUMBER, r"(?<![\w-])(?-i:(?!CA|COVID|CD|PD|HER|ER|PR|CDK)[A-Z]{2,4}-\d{2,})(?![\w-])"


def _rule(placeholder: str, pattern: re.Pattern[str]) -> Rule:
    def replace(found: re.Match[str]) -> str:
        text = found.group()
        if "code" in pattern.groupindex:
            if sum(character.isdigit() for character in found["code"]) < FEWEST_CODE_DIGITS:
                return text
            return text[: found.start("code") - found.start()] + placeholder
        if placeholder == PHONE and sum(character.isdigit() for character in text) < FEWEST_PHONE_DIGITS:
            return text
        return placeholder

    return lambda text: pattern.sub(replace, text)


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longest first; spaces match any space."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first) + ")"
