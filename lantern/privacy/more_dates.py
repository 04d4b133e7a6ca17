"""Dates as who types in haste writes them, and in further languages: "Nov2", "9/Jan", "Hulyo 19"."""

from __future__ import annotations

from collections.abc import Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import DATE, Rule, any_of, beside, figures_rule

DAY = r"(?:[12]\d|3[01]|0?[1-9])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
# Values do not begin with a nought, and few have two figures behind the point; a month has.
WITH_NOUGHT = r"(?:0[1-9]|[12]\d|3[01])\.0[1-9]\.|0[1-9]\.1[0-2]\."
WITH_TWO = r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\."
# "3/10 -> 17/10": the one beside a date is no pain.
ARROW = r"\s?(?:[-=~]{1,2}>|→|➔|>{1,2})\s?"
ENDS = r"(?![\w/%-]|[.,]\d)"


def more_dates(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules."""
    month = any_of(words.months)
    other = any_of((*words.months, *words.other_months))
    short = any_of(words.short_months)
    then = rf"(?:,?\s{{1,2}}(?:de\s|of\s|ng\s)?{YEAR}(?!\w))"
    # "Nov2", "Jan5th"
    yield figures_rule(DATE, rf"(?<![\w.-]){month}{DAY}(?:st|nd|rd|th)?{ENDS}{then}?")
    # "9/Jan", "Jan/9"
    yield figures_rule(DATE, rf"(?<![\w.-])(?:{DAY}/{month}|{month}/{DAY}){ENDS}")
    # "Hulyo 19, 1970", "2 ng Hunyo"; in small letters "mai 2" is a slip of the hand.
    yield figures_rule(
        DATE, rf"(?<!\w){any_of(m.capitalize() for m in words.other_months)}\s{DAY}{ENDS}{then}"
    )
    yield figures_rule(
        DATE, rf"(?<!\w)(?-i:{any_of(m.capitalize() for m in words.other_months)})\s{DAY}{ENDS}"
    )
    yield figures_rule(DATE, rf"(?<!\w)(?:ika-?\s?)?{DAY}\s(?:ng|ni|van)\s{other}(?!\w){then}?")
    # "3. Okt.", "1er fév. 2024", "12 ott 2023"
    yield figures_rule(
        DATE, rf"(?<![\w/.])(?:(?:le|il|am)\s)?{DAY}(?:er|º|°|o)?\.?\s?{short}(?!\w)\.?{then}?"
    )
    yield figures_rule(DATE, rf"(?<!\w)(?:le\s)?{DAY}(?:[eè]me|e|ste|de)\s{other}(?!\w){then}?")
    # "d 2nd of d 5th, 1961", "12 of 2019", "06_11_2024"
    nth = r"\d{1,2}(?:st|nd|rd|th)"
    yield figures_rule(DATE, rf"(?<!\w)(?:(?:the|da|d)\s)?{nth}\sof\s(?:the|da|d)\s{nth}(?!\w){then}?")
    yield figures_rule(DATE, rf"(?<![\w./-]){MONTH}\sof\s(?:19|20)\d\d(?=\s?(?:$|[,;!?)]|\.(?:\s|$)))")
    yield figures_rule(DATE, rf"(?<!\w){DAY}([\\_]){DAY}\1(?:(?:19|20)\d\d|\d\d)(?!\w)")
    # "ngày 5 tháng 3 năm 2024"
    yield figures_rule(DATE, rf"(?<!\w)(?:ngày\s)?{DAY}\stháng\s{MONTH}(?:\snăm\s\d{{4}})?(?!\w)")
    # "22-10-'24"
    yield figures_rule(DATE, rf"(?<![\w./-]){DAY}([/.-]){MONTH}\1['’]\d\d(?!\w)")
    # "my 24.11. appointment", "next ct is 07.02."
    yield figures_rule(DATE, rf"(?<![\w.,/-])(?:{WITH_NOUGHT})(?=\s|$|[,;!?)])")
    owner = any_of(words.before_days)
    yield figures_rule(DATE, rf"(?<!\w){owner}\s(?:is\s|was\s|on\s)?(?P<data>{WITH_TWO})(?=\s[a-zß-ÿ]|\s?$)")
    date = DATE.replace("[", r"\[").replace("]", r"\]")
    # "4 ng Agosto 1959", of which the rest was taken before
    yield beside(DATE, figures_rule(DATE, rf"(?<![\w./-])(?:ika-?\s?)?{DAY}\sng\s{date}"))
    some = rf"{DAY}[/.-]{DAY}"
    yield beside(DATE, figures_rule(DATE, rf"{date}(?P<arrow>{ARROW}){some}\.?{ENDS}"))
    yield beside(DATE, figures_rule(DATE, rf"(?<![\w./-]){some}{ARROW}{date}"))
