"""Numbers that belong to a person: phone, record, account and card numbers, in figures and in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import NUMBER, PHONE, Rule, any_of, digits_in, figures_rule, rule

# Fewer digits than this in a row may be a dose, an age or a year.
FEWEST_DIGITS = 5
FEWEST_PHONE_DIGITS = 7
FEWEST_CODE_DIGITS = 3
FEWEST_ACCOUNT_DIGITS = 10
# As many words of digits in a row are a number; after "my record number is" fewer are enough.
FEWEST_DIGIT_WORDS = 5
FEWEST_TOLD_DIGITS = 3
YEAR = re.compile(r"(?:19|20)\d\d")


# A mutation: an amino acid, its place, and another ("H1047R").
MUTATION = re.compile(
    r"[ACDEFGHIKLMNPQRSTVWY]\d{2,4}(?:[ACDEFGHIKLMNPQRSTVWYX]|fs|del|ins|dup)", re.IGNORECASE
)


def international() -> Iterator[Rule]:
    """Yield the rule for phones with a country before them, of which a postcode would take a part."""
    yield figures_rule(
        PHONE,
        r"(?<![\w/])\+\d{1,3}(?:[ .()-]{1,3}\d{1,6}){2,6}(?![\w/])",
        lambda found: digits_in(found.group()) >= FEWEST_PHONE_DIGITS,
    )


def labelled(words: PersonalData) -> Iterator[Rule]:
    """Yield the rules for numbers after a word that shows whose they are ("my record number is 4471")."""
    small = rf"(?:\s{{1,2}}{any_of(words.number_words)}(?!\w)){{0,4}}"
    between = rf"(?!\w)(?:['’]?s)?{small}[\s.:=#º°(]{{0,4}}(?:(?:is|es|of)\s{{1,2}}|:)?\s{{0,2}}"
    label = rf"(?<![\w\[]){any_of(words.numbers)}{between}"
    yield from _told(words, label)
    # "her number is ABX 4471": the letters belong to it.
    yield figures_rule(
        NUMBER,
        r"(?<!\w)(?:number|no|num|id|code)\.?(?:\s(?:is|was|:)|:)\s"
        r"(?P<data>(?-i:[A-Z]{2,5})[ :-]\d[\w/-]{0,20}(?:[ -]\d[\w-]{0,12}){0,6})(?![\w/-])",
    )
    # "C19:00442": a colon among the figures.
    inside = r"(?:[\w/.-]|:(?=\d))"
    part = (
        rf"(?=[\w/.:-]{{0,40}}\d)[A-Za-z0-9]{inside}{{0,60}}"
        r"(?:[ -](?=[\w/-]{0,40}\d)[A-Za-z0-9][\w/-]{0,60}){0,12}"
    )
    # "QQ 12 34 56 C": one letter more after the figures.
    letters = r"(?:[A-Za-z]{1,4}|(?-i:[A-Z]{2,10}-[A-Z]{2,10}))[ -](?=\d)"
    before = rf"(?:(?!{any_of(words.small_words)}\s){letters})?"
    code = rf"(?P<data>{before}{part}(?:(?<=\d)[ ](?-i:[A-Z])(?![\w'’]))?)"
    yield figures_rule(NUMBER, label + code, lambda found: digits_in(found["data"]) >= FEWEST_CODE_DIGITS)
    yield from _told_beside(words, code)


def _told_beside(words: PersonalData, code: str) -> Iterator[Rule]:
    """Yield the rules for a number with words between it and its label, or before the label."""

    def belongs(found: re.Match[str]) -> bool:
        # "my support group in 2019" tells a year.
        return digits_in(found["data"]) >= FEWEST_CODE_DIGITS and not YEAR.fullmatch(found["data"])

    label = any_of(words.numbers)
    # "ssn last four 4471"
    many = r"(?:\s(?:four|three|five|six|\d|digits|numbers|in|with|is|are)){0,4}"
    part = rf"(?:last|first|ends|ending|starts|starting|begins|beginning){many}"
    yield figures_rule(
        NUMBER,
        rf"(?<![\w\[]){label}(?!\w)[\s,:(]{{1,3}}(?:is\s|the\s){{0,2}}{part}[\s:]{{1,2}}{code}",
        belongs,
    )
    # "my chart number ends in 4471", "the member id, I think, is 8830"
    link = any_of(words.number_links)
    yield figures_rule(
        NUMBER,
        rf"(?<![\w\[])(?:my|our|her|his|the|their|mi|su)\s{{1,2}}{label}(?!\w)(?:[\s,:?(]{{1,3}}{link}(?!\w)){{1,6}}[\s,:#(]{{1,3}}{code}",
        belongs,
    )
    # "4471 is my record number", "A-4471, that's what they call my chart"
    single = r"(?P<data>(?=[\w/-]{0,20}\d)[A-Za-z0-9][\w/-]{1,24}(?:[ -]\d[\w/-]{0,12}){0,4})"
    yield figures_rule(
        NUMBER,
        rf"(?<![\w\[$€£#.-]){single}\)?,?\s{{1,2}}(?:(?:is|was|being|as|es|that['’]?s|thats)\s{{1,2}})?"
        rf"(?:{link}\s{{1,2}}){{0,4}}(?:my|our|her|his|the|mi|su)\s{{1,2}}(?:[^\W\d_]{{2,20}}\s{{1,2}}){{0,2}}?{label}(?!\w)",
        belongs,
    )


def numbers(words: PersonalData, protected: Collection[str]) -> Iterator[Rule]:
    """Yield the rules for numbers that their form shows, in the order in which they have to be applied.

    Args:
        words: The words to go by.
        protected: Words that are never masked (small letters), which may stand before figures.
    """
    # An account (IBAN): a country, two digits, groups of four.
    groups = (
        r"(?:[ -]?[A-Z0-9]{4})(?:[ -]?(?=[A-Z]{0,3}\d)[A-Z0-9]{4}){1,7}"
        r"(?:[ -]?(?=[A-Z]{0,2}\d)[A-Z0-9]{1,3})?"
    )
    yield figures_rule(
        NUMBER,
        rf"(?<!\w)[A-Z]{{2}}\d{{2}}{groups}(?!\w)",
        lambda found: digits_in(found.group()) >= FEWEST_ACCOUNT_DIGITS,
    )
    measured = frozenset((*protected, *words.measures, *words.months, *words.small_words, *words.numbers))
    # "QRS 5512093"; in a message in capitals any word may stand there.
    yield figures_rule(
        NUMBER,
        r"(?<![\w-])(?-i:(?P<letters>[A-Z]{2,5}))[ -]?\d{5,12}(?![\w/-]|[.,]\d)",
        lambda found: found["letters"].lower() not in measured and not found.string.isupper(),
    )
    # "QQ 12 34 56 C", "UCH 44 82 10"
    yield figures_rule(
        NUMBER,
        r"(?<![\w-])(?-i:(?P<letters>[A-Z]{1,4}))(?:[ -]\d{1,6}){2,7}(?:[ -]?(?-i:[A-Z]))?(?![\w/-])",
        lambda found: digits_in(found.group()) >= FEWEST_DIGITS and found["letters"].lower() not in measured,
    )
    # "U90 044 1882 01"
    yield figures_rule(
        NUMBER,
        r"(?<![\w-])(?-i:[A-Z]{1,4})\d{1,6}(?:[ -]\d{2,6}){2,7}(?![\w/-])",
        lambda found: digits_in(found.group()) >= FEWEST_PHONE_DIGITS,
    )
    yield figures_rule(NUMBER, r"(?<!\w)\d{3}-\d{2}-\d{4}(?!\w)")
    # "1-800-FLOWERS"
    yield figures_rule(PHONE, r"(?<![\w-])(?:\+?1[ .-])?0?8\d\d[ .-](?-i:[A-Z][A-Z0-9-]{5,9})(?!\w)")
    extension = (
        r"(?:,?\s{0,2}(?:ext|x|extn|extension|loc|local|anexo|interno|opción|option)\.?\s{0,2}:?#?\d{1,6})"
    )
    yield figures_rule(
        PHONE,
        rf"(?<![\w/])(?<!\w-)\+?\(?\d[\d\s().·/-]{{5,60}}\d{extension}?(?![\w/])",
        lambda found: digits_in(found.group()) >= FEWEST_PHONE_DIGITS,
    )
    yield figures_rule(
        NUMBER,
        r"(?<![\w\[])(?<!\w[/-])[^\W_](?:[^\W_]|[/-]){4,}(?!\w)",
        lambda found: digits_in(found.group()) >= FEWEST_DIGITS,
    )
    # "guardant360" is a test.
    products = frozenset((*protected, *words.words_of_the_field))
    yield figures_rule(
        NUMBER,
        r"(?<!\w)[A-Z0-9]{6,}(?!\w)",
        lambda found: (
            digits_in(found.group()) >= FEWEST_CODE_DIGITS
            and not MUTATION.fullmatch(found.group())
            and found.group().rstrip("0123456789").lower() not in products
        ),
    )
    # "o8o 555 0l23": letters for figures.
    yield figures_rule(
        PHONE,
        r"(?<![\w-])(?=[\doOlI -]{0,8}\d)[\doOlI]{2,6}(?:[ .-][\doOlI]{2,6}){1,4}(?![\w-])",
        lambda found: digits_in(found.group()) >= FEWEST_DIGITS and len(found.group()) > FEWEST_PHONE_DIGITS,
    )
    # "(787) cinco cinco cinco", "[phone], loc. 12"
    phone = re.escape(PHONE)
    yield rule(PHONE, rf"{phone},?\s{{0,2}}{any_of(words.phone_parts)}\.?[\s:]{{0,2}}(?:\d{{1,6}}|{phone})")
    yield rule(
        PHONE,
        rf"(?<![\w/.])\+?\(?\d{{1,4}}\)?[\s-]{{0,2}}{phone}|{phone}(?:{extension}|(?:[\s,-]{{1,2}}{phone}))",
    )
    # "LX-77" is a code; "CA-125" and "COVID-19" are none.
    yield figures_rule(NUMBER, r"(?<![\w-])(?-i:(?!CA|COVID|CD|PD|HER|ER|PR|CDK)[A-Z]{2,4}-\d{2,})(?![\w-])")


def separated() -> Iterator[Rule]:
    """Yield the rule for digits that stand alone, which would be taken for dates: "0.7.7.0.0.9"."""
    yield figures_rule(PHONE, r"(?<![\w.])(?:[B-HJ-Z][ .-])?\+?\d(?:[ .·_/*|,-]{1,3}\d){6,40}(?!\w)")


def _told(words: PersonalData, label: str) -> Iterator[Rule]:
    digit = rf"(?:{any_of(words.digit_words)}|\d{{1,4}})"
    times = any_of(words.digit_multipliers)
    told = rf"(?:{times}\s{{1,2}})?{digit}(?!\w)"
    joint = r"(?:and|y|dash|hyphen|slash|space|gui[oó]n)"
    gap = rf"(?:\s{{0,2}}[,.;-]\s{{0,2}}|\s{{1,2}}(?:{joint}\s{{1,2}})?)"
    several = rf"{told}(?:{gap}{told}){{1,40}}(?:\s(?:dash|hyphen|slash)\s[a-z](?!\w))?"
    word = re.compile(rf"(?<!\w)(?:{times}|{any_of(words.digit_words)})(?!\w)", re.IGNORECASE)

    def told_in(found: re.Match[str]) -> int:
        # "double four" are two, as there are two words; figures among words count with their digits.
        return len(word.findall(found["data"]))

    yield rule(
        PHONE,
        rf"(?<!\w){any_of(words.phone_parts)}(?!\w)[\s:,]{{1,3}}(?:is\s{{1,2}})?(?P<data>{several}|\d{{2,4}})(?!\w)",
    )
    yield rule(
        NUMBER,
        rf"(?<!\w)(?:my|her|his|our|the|their|mi|su)\s(?:number|n[úu]mero)[\s,:]{{1,3}}(?:(?:is|was|es)\s)?(?P<data>{several})(?!\w)",
        lambda found: told_in(found) >= FEWEST_TOLD_DIGITS,
    )
    yield rule(
        NUMBER,
        rf"{label}(?P<data>{several})(?!\w)",
        lambda found: told_in(found) >= FEWEST_TOLD_DIGITS,
    )
    yield rule(
        PHONE,
        rf"(?<![\w-])(?P<data>(?:plus\s{{1,2}})?{several})(?!\w)",
        lambda found: (
            told_in(found) >= FEWEST_DIGIT_WORDS
            or (
                told_in(found) >= FEWEST_TOLD_DIGITS
                and told_in(found) + digits_in(found["data"]) >= FEWEST_PHONE_DIGITS
            )
        ),
    )
