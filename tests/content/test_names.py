"""The names of the lexicon, as people write them."""

from __future__ import annotations

import pytest

from lantern.content.library import Library
from lantern.content.names import NameFinder


@pytest.fixture(scope="module")
def finder(library: Library) -> NameFinder:
    return NameFinder(library.lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is T-DM1 like HERCEPTIN?", {"drug": ["ado-trastuzumab emtansine", "trastuzumab"]}),
        ("ado-trastuzumab emtansine", {"drug": ["ado-trastuzumab emtansine"]}),
        ("trastuzumab deruxtecan (Enhertu)", {"drug": ["trastuzumab deruxtecan"]}),
        ("herseptin and ibrence", {"drug": ["trastuzumab", "palbociclib"]}),
        ("it is in my spine and hip", {"site": ["bone"]}),
        ("ER+ and her2-positive", {"subtype": ["hormone receptor positive", "her2 positive"]}),
        ("TNBC with a BRCA1 mutation", {"subtype": ["triple negative"], "gene": ["brca"]}),
        ("CDK4/6", {"therapy": ["cdk inhibitor"]}),
        ("Kadcyla's price", {"drug": ["ado-trastuzumab emtansine"]}),
        ("I deliver parcels by the riverbone", {}),
    ],
)
def test_names_are_found(finder: NameFinder, text: str, expected: dict[str, list[str]]) -> None:
    assert finder.mentions(text) == expected


def test_every_written_form_leads_to_its_own_name(finder: NameFinder, library: Library) -> None:
    for entity, names in library.lexicon.by_entity().items():
        for name in names:
            for form in name.written:
                assert name.name in finder.mentions(form).get(entity, []), form


def test_no_form_belongs_to_two_names(library: Library) -> None:
    seen: dict[str, str] = {}
    for entity, names in library.lexicon.by_entity().items():
        for name in names:
            for form in name.written:
                owner = seen.setdefault(form.casefold(), f"{entity}:{name.name}")
                assert owner == f"{entity}:{name.name}", form
