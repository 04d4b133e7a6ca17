"""House numbers before a name that no word shows to be a street: "418 W Pine", "27 Curlew Pt."."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import ADDRESS, UPPER, Rule, any_of, figures_rule, rule

# A word in capitals without a dash: with one, "A-A-A-…" could be divided in too many ways.
PART = rf"(?-i:[{UPPER}])[\w'’]{{1,30}}"
SEVERAL = rf"{PART}(?:\s{PART}){{0,2}}"


def houses(words: PersonalData, known: Collection[str], protected: Collection[str]) -> Iterator[Rule]:
    """Yield the rules.

    Args:
        words: The words to go by.
        known: Words of the content (small letters), which name no street by themselves.
        protected: Words that are never masked (small letters).
    """

    def strange(found: re.Match[str]) -> bool:
        names = [part.lower() for part in re.findall(r"[\w'’]+", found["name"])]
        return not any(part in protected for part in names) and any(part not in known for part in names)

    def all_strange(found: re.Match[str]) -> bool:
        return not any(part.lower() in known or part.lower() in protected for part in found["name"].split())

    def free(found: re.Match[str]) -> bool:
        return not any(part.lower() in protected for part in found["name"].split())

    capitalised = [
        word.capitalize()
        for word in (*words.sure_streets, "st", "drive", "dr", "court", "place", "square", "hill", "park")
    ]
    house = r"(?<![\w./$€£-])\d{1,5}[A-Za-z]?,?\s"
    # "418 W Pine", "1200 NW 5th": a side of the town before the name; capitals tell it from "12 n women".
    side = r"(?-i:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?"
    yield figures_rule(
        ADDRESS, rf"{house}{side}\s(?P<name>(?:{PART}|\d{{1,3}}(?:st|nd|rd|th))(?:\s{PART})?)(?!\w)", free
    )
    # Short forms of streets that are words of something else in small letters ("pt").
    yield figures_rule(
        ADDRESS, rf"{house}(?P<name>{SEVERAL})\s(?-i:{any_of(words.streets_in_capitals)})(?!\w)\.?", free
    )
    # "#14 Luna Ext., …", "15/B Gulberg III, Lahore": a place has to follow.
    place = rf"(?=\.?\s?,\s?{PART})"
    yield figures_rule(
        ADDRESS, rf"(?<![\w#])#\s?\d{{1,5}}[A-Za-z]?,?\s(?P<name>{SEVERAL}){place}\.?", strange
    )
    yield figures_rule(
        ADDRESS, rf"(?<![\w./-])\d{{1,4}}\s?[/-]\s?(?-i:[A-Z]{{1,2}}),?\s(?P<name>{SEVERAL}){place}", strange
    )
    # "1-2-3 Marunouchi, Chiyoda-ku"
    ward = rf"{PART}-(?:ku|shi|cho|machi|gun|ken|dong|gu|si)(?!\w)"
    yield figures_rule(
        ADDRESS, rf"(?<![\w./-])\d{{1,4}}(?:-\d{{1,4}}){{1,2}}\s(?:{PART}(?:-{PART})?,?\s){{0,2}}{ward}"
    )
    # "204-dong 1102-ho"
    yield figures_rule(ADDRESS, r"(?<!\w)\d{1,4}-dong(?:,?\s\d{1,5}-ho)?(?!\w)")
    # "88/3 Nguyễn Trãi, Phường Tân"
    yield figures_rule(
        ADDRESS, rf"(?<![\w./-])\d{{1,4}}/\d{{1,4}}[A-Z]?\s(?P<name>{SEVERAL}){place}", all_strange
    )
    # "Room 808, Block F, Tin Yau Estate"
    block = r"(?:(?:block|tower|house|phase|wing)\s\w{1,3},?\s)"
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?:room|flat|unit|rm|apt)\.?\s\d{{1,4}}[A-Z]?,?\s{block}?(?P<name>{SEVERAL})\s{any_of(words.buildings)}(?!\w)",
        free,
    )
    # Towers, where the number of the flat stands before no street ("A-1204 Lodha Palava").
    yield figures_rule(
        ADDRESS,
        rf"(?<!\w)(?:wing|tower|bldg|building)\s(?-i:[A-Z]|\d{{1,2}})[,\s-]{{1,2}}\d{{2,4}},?\s(?P<name>{SEVERAL})",
        strange,
    )
    # "Court 31, Umoja", "Moss Rd, Kells": without a number before the name, a place has to follow.
    yield figures_rule(
        ADDRESS,
        rf"(?<![\w-])(?-i:Court|Plot|Villa|Stand|Erf|Chalet|Bungalow|Cottage|Homestead)\s\d{{1,5}}[A-Z]?(?=,\s{PART})",
    )
    yield rule(
        ADDRESS,
        rf"(?<![\w-])(?P<name>{PART}(?:\s{PART})?)\s(?-i:{any_of(capitalised)})\.?(?=,\s(?P<town>{PART})(?!\w))",
        lambda found: free(found) and found["town"].lower() not in known,
    )
    # "1234 County Road 500 N", "N6785 Highway 12"
    road = r"(?:(?:county|state|us|old|farm)\s)?(?:highway|hwy|road|rd|route|rte|fm|cr|sr)"
    yield figures_rule(
        ADDRESS,
        rf"(?<![\w.])(?-i:[NSEW])?\d{{1,5}}[A-Z]?\s{road}\s\d{{1,4}}[A-Z]?(?:\s(?-i:[NSEW])(?!\w))?(?!\w)",
    )
    # "#45, 2nd Main", "14, 3rd Cross"
    ordinal = r"\d{1,2}(?:st|nd|rd|th)\s(?-i:Main|Cross|Block|Street|Avenue|Sector|Floor)"
    yield figures_rule(ADDRESS, rf"(?<![\w.])#?\s?\d{{1,5}}[A-Z]?,?\s{ordinal}(?!\w)")
    # "at 5 the crescent"
    yield figures_rule(ADDRESS, rf"(?<=\sat\s)\d{{1,4}}[a-z]?,?\sthe\s{any_of(words.streets)}(?!\w)")
    # "Kongens gate 4, 0153 Oslo"
    yield figures_rule(ADDRESS, rf"(?<!\w){PART}\s(?:gate|vei|veg)\s\d{{1,4}}\s?[A-Z]?(?=,?\s\d{{4}}\s)")
    # "H# 12, St# 4"
    yield figures_rule(
        ADDRESS, r"(?<!\w)(?:h|hse|st|str|plt|blk|flat)\s?#\s?\d{1,5}(?:[-/]\w{1,4})?(?![\w-])"
    )
    # "ul. Lenina, d. 5", "Str. Florilor nr. 7", "İnönü Cad. No: 12/5"
    no = r"(?:(?:nr|no|d|dom)\.?\s?:?\s?)"
    number = r"\d{1,4}(?:\s?/\s?\d{1,4}|[A-Za-z](?!\w))?(?!\w)"
    yield figures_rule(ADDRESS, rf"(?<!\w)(?:ul|bul|str|per|nab)\.\s{PART}(?:\s{PART})?,?\s{no}?{number}")
    yield figures_rule(ADDRESS, rf"(?<!\w){PART}\s(?:cad|cd|sok|sk|mah|bulv|blv)\.?,?\s{no}{number}")
