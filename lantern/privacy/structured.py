"""Personal data that has a form: e-mail and web addresses, dates, postal addresses, phone numbers, codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.addresses import addresses, coordinates
from lantern.privacy.edges import edges, numbered_parts
from lantern.privacy.more_dates import more_dates
from lantern.privacy.numbers import international, labelled, numbers, separated
from lantern.privacy.online import online
from lantern.privacy.patterns import DATE, Rule, any_of, figures_rule, rule

DAY = r"(?:[12]?\d|3[01]|0\d)(?:st|nd|rd|th|º|°)?"
YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
# Days of treatment, and the days of a week or of a round ("Palbociclib 21/7").
COURSE = re.compile(r"(?:5|7|14|21|28)/(?:7|28)")
ROMAN = r"(?:XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)"


def rules(words: PersonalData, known: Collection[str], protected: Collection[str]) -> list[Rule]:
    """Return what masks each sort of data, in the order in which it has to be done.

    Args:
        words: The words to go by.
        known: Words that are no towns (small letters).
        protected: Words that are never masked (small letters).
    """
    return [
        *coordinates(),
        *online(words, known),
        *international(),
        *separated(),
        *labelled(words),
        *numbered_parts(words),
        *addresses(words, known, protected),
        *_dates(words, frozenset(protected).difference(words.no_names, words.weekdays)),
        *more_dates(words),
        *numbers(words, protected),
        *edges(words, known, protected),
    ]


def _dates(words: PersonalData, medicine: Collection[str]) -> Iterator[Rule]:
    month, feast = any_of(_and_misread(words.months)), any_of(words.feasts)
    middle = rf"(?:\d{{1,2}}|{ROMAN}|{month})"
    yield figures_rule(
        DATE,
        # Among more figures it is a part of a number ("+91-22-5550-1847").
        rf"(?<![\w/+])(?<!\d[.-])\d{{1,4}}\s?[/.-]\s?{middle}\s?[/.-]\s?\d{{1,4}}(?![\w/]|[.-]\d)",
    )
    yield figures_rule(DATE, rf"(?<!\w){YEAR},?\s+{DAY}\s+(?:of\s+|de\s+)?{month}(?!\w)")
    year = rf"(?:,?\s*(?:of|de|del)?\s*{YEAR})?"
    yield figures_rule(DATE, rf"(?<!\w)(?:the\s+|el\s+)?{DAY}\s*(?:of\s+|de\s+|-)?\s*{month}(?!\w){year}")
    yield figures_rule(DATE, rf"(?<!\w){month}\.?\s+(?:the\s+)?{DAY}(?!\w)(?:,?\s*(?:of\s+)?{YEAR})?")
    yield figures_rule(DATE, rf"(?<!\w){feast}\s+(?:of\s+|de\s+)?{YEAR}(?!\w)")
    yield figures_rule(DATE, rf"(?<!\w){month}\s+(?:of\s+|de\s+|del\s+)?{YEAR}(?!\w)")
    yield figures_rule(
        DATE,
        r"(?<=born in )(?:19|20)\d\d|(?<=nací en )(?:19|20)\d\d|(?<=dob )\S*\d\S*|(?<=born )(?:19|20)\d\d",
    )
    # "7/11" is a date; "CDK 4/6" and "10/10 pain" are none.
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    yield figures_rule(
        DATE,
        rf"(?<![\w/.])(?!4/6|\d{{1,2}}/10(?!\d)){day}/{day}(?![\w/])",
        lambda found: not (COURSE.fullmatch(found.group()) and _word_before(found) in medicine),
    )
    # "4 Apr 97, 12 nodes": a year of two figures, where a clause ends.
    yield figures_rule(DATE, rf"{re.escape(DATE)},?\s['’]?\d\d(?=\s{{0,2}}(?:[,;)\n]|[.!?](?:\s|$)|$))")
    # "the 4th of the 4th 1951"
    ordinal = any_of(words.day_words)
    numbered = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{ordinal})"
    yield rule(
        DATE,
        rf"(?<!\w)(?:the\s)?{numbered}\s(?:day\s)?of\sthe\s{numbered}(?:\smonth)?(?:,?\s(?:of\s)?{YEAR})?(?!\w)",
    )
    yield from _after_a_birth(words)
    yield from _written_close(month)
    yield from _dates_elsewhere(words)
    yield from _told(words, month)
    yield from _beside(words)


def _and_misread(months: Iterable[str]) -> set[str]:
    """Return the months, also with figures for letters ("0ct", "Ju1y")."""
    return {form for month in months for form in (month, month.replace("o", "0"), month.replace("l", "1"))}


def _after_a_birth(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules for what would be no date, if it did not stand after "dob" ("dob 3 10 61")."""
    birth = rf"(?<!\w){any_of(words.births)}(?!\w)[\s.:=,(-]{{0,4}}(?:(?:is|was|on|es|el|in)\s{{1,2}}){{0,2}}"
    figures = r"\d{1,4}[ ./-]{1,2}\d{1,2}[ ./-]{1,2}\d{2,4}|\d{6}|\d{8}|(?:19|20)\d\d|['’]\d\d"
    yield figures_rule(DATE, rf"{birth}(?P<data>{figures})(?![\w-])")
    yield figures_rule(DATE, rf"{birth}(?P<data>{re.escape(DATE)},?\s{{1,2}}['’]?\d\d)(?![\w/-]|[.,]\d)")


def _written_close(month: str) -> Iterator[Rule]:
    """Yield the rules for dates of few signs: "14feb2024", "04/2022", "6.12. at nine"."""
    yield figures_rule(DATE, rf"(?<![\w.-]){DAY}[.-]?{month}[.-]?(?:(?:19|20)?\d\d)(?!\w)")
    yield figures_rule(
        DATE,
        rf"(?<![\w.-])(?:{month})[.-]?['’]?(?:(?:19|20)\d\d|\d\d(?=[\s,.;:!?)]|$))(?<=\d)(?![\w-]|[.,]\d)",
    )
    yield figures_rule(DATE, rf"(?<![\w.-]){month}[.-]\d{{1,2}}(?![\w-])")
    # "between 3 and [date]", "[date] to 9"
    date = re.escape(DATE)
    ordinal, to = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?", r"\s?(?:-|to|and|&|or|until|through|bis|al|y)\s?"
    yield rule(
        DATE, rf"(?<!\w)(?:between|from|on|the|del)\s(?P<data>(?:the\s)?{ordinal}{to}(?:the\s)?{date})"
    )
    yield rule(
        DATE,
        rf"{date}\s?(?:-|to|through|until|bis|al)\s?(?:the\s)?{ordinal}(?=\s{{0,2}}(?:$|[,;!?)\n]|\.(?:\s|$)))",
    )
    yield figures_rule(DATE, r"(?<![\w./-])(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d(?![\w/-]|\.\d)")
    yield figures_rule(DATE, r"(?<![\w./-])(?:19|20)\d\d[/.-](?:0[1-9]|1[0-2])(?![\w/-]|\.\d)")
    yield figures_rule(
        DATE,
        r"(?<!\d)(?:(?:19|20)\d\d\s?[年년]\s?)?\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日일])?|(?<!\d)(?:19|20)\d\d\s?[年년]",
    )
    # A day and a month as many countries write them; "from 2.8 to 3.5. Why" tells values.
    day = r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\."
    going_on = r"(?=\s(?:\d|(?-i:at|um|for|re|with|until|bis|and)\b))"
    led = r"(?<![\w])(?:am|on|vom|ab|bis|seit|od|from|since|until|till|by|before|after|due)\s"
    late = r"(?:1[3-9]|2\d|3[01])\.(?:0[1-9]|1[0-2])\."
    yield figures_rule(DATE, rf"(?<![\w.,/-])(?<!to )(?<!from )(?<!of )(?<!is ){day}{going_on}")
    yield figures_rule(DATE, rf"(?:{led})(?P<data>{day})(?=\s(?-i:[a-zß-ÿ\d])|\s{{0,2}}$|,)")
    yield figures_rule(DATE, rf"(?<!\w)(?:am|vom|on)\s(?P<data>{day})")
    yield figures_rule(DATE, rf"(?<=,\s){late}(?=\s[a-z\d])")
    yield figures_rule(DATE, rf"{re.escape(DATE)}\s?(?:-|to|until|and|&|bis|al)\s?{day}(?!\w)")


def _word_before(found: re.Match[str]) -> str:
    return next(iter(found.string[max(0, found.start() - 40) : found.start()].lower().split()[::-1]), "")


def _dates_elsewhere(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules for dates in further languages: "2 juin 2025", "am 4. März", "1er août"."""
    month = rf"{any_of(words.other_months)}(?!\w)"
    year = rf"(?:,?\s{{1,2}}(?:de\s{{1,2}})?{YEAR}(?!\w))"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:er|º|°|o)?\.?"
    yield figures_rule(
        DATE, rf"(?<![\w/.])(?:le\s{{1,2}})?{day}\s{{0,2}}(?:de\s{{1,2}}|di\s{{1,2}})?{month}{year}?"
    )
    yield figures_rule(DATE, rf"(?<!\w){month}{year}")


def _told(words: PersonalData, month: str) -> Iterator[Rule]:
    """Yield the rules for dates in words: "the twenty-first of June, nineteen sixty-four"."""
    day, figure = any_of(words.day_words), any_of(words.digit_words)
    years = rf"{any_of(words.century_words)}(?:[\s-]{{1,2}}(?:and\s{{1,2}}|y\s{{1,2}})?{figure}){{1,3}}"
    year = rf"(?:{YEAR}|{years})(?!\w)"
    then = rf"(?:,?\s{{0,2}}(?:of\s{{1,2}}|in\s{{1,2}}|de\s{{1,2}}|del\s{{1,2}})?{year})"
    yield rule(
        DATE,
        rf"(?<!\w)(?:the\s{{1,2}}|el\s{{1,2}})?{day}\s{{1,2}}(?:of\s{{1,2}}|de\s{{1,2}}){month}(?!\w){then}?",
    )
    yield rule(DATE, rf"(?<!\w){month}\s{{1,2}}the\s{{1,2}}{day}(?!\w){then}")
    yield rule(DATE, rf"(?<!\w)(?!may\b|march\b|mar\b){month}\s{{1,2}}(?:the\s{{1,2}})?{day}(?!\w){then}?")
    yield rule(DATE, rf"(?<!\w)(?:{month}|{day}\s{{1,2}}{month}|{month}\s{{1,2}}{day}){then}")
    yield rule(DATE, rf"(?:(?<=born in )|(?<=born )){years}(?!\w)")


def _beside(words: PersonalData) -> Iterator[Rule]:
    """Yield the rule for the day of the week, and the year, beside a date."""
    weekday = rf"(?:{any_of(words.weekdays)})"
    date = re.escape(DATE)
    yield rule(DATE, rf"(?<!\w){weekday}\.?,?\s{{0,2}}(?:(?:the|el|den|le|on)\s{{1,2}})?{date}")
    yield rule(DATE, rf"{date},?\s{{0,2}}\(?{weekday}(?!\w)\)?")
    yield figures_rule(DATE, rf"{date},?\s{{1,2}}(?:of\s{{1,2}}|de\s{{1,2}}|del\s{{1,2}})?{YEAR}(?!\w)")
    yield rule(DATE, rf"(?<![\w-]){YEAR},\s{date}")
    # "Wednesday the 5th", "viernes 8"
    yield figures_rule(
        DATE, rf"(?<!\w){weekday},?\s{{1,2}}(?:the\s{{1,2}})(?:[12]?\d|3[01])(?:st|nd|rd|th)(?!\w)"
    )
