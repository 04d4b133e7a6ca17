"""A drug that is named never gets another drug's answer, in the real content."""

from __future__ import annotations

from itertools import product

import pytest

from lantern.content.bundle import Bundle
from lantern.content.library import Library
from lantern.nlu.name_guard import fits, names_by_entity

TOPICS_OF_DRUGS = {
    "fulvestrant": {"fulvestrant_what", "fulvestrant_who", "fulvestrant_how_given"},
    "palbociclib": {"palbociclib"},
    "ribociclib": {"ribociclib"},
    "trastuzumab": {"trastuzumab_role", "trastuzumab_duration"},
    "ado-trastuzumab emtansine": {"kadcyla_what", "kadcyla_who"},
    "lapatinib": {"tykerb_perjeta"},
    "pertuzumab": {"tykerb_perjeta"},
}


@pytest.mark.parametrize(("drug", "other"), product(TOPICS_OF_DRUGS, repeat=2))
def test_another_drugs_topic_is_ruled_out(bundle: Bundle, drug: str, other: str) -> None:
    for topic in TOPICS_OF_DRUGS[other] - TOPICS_OF_DRUGS[drug]:
        assert not fits(bundle["entries"][f"faq/{topic}"], {"drug": [drug]}, {})
    for topic in TOPICS_OF_DRUGS[drug]:
        assert fits(bundle["entries"][f"faq/{topic}"], {"drug": [drug]}, {})


def test_a_drug_that_the_sources_do_not_name_rules_out_every_topic(bundle: Bundle, library: Library) -> None:
    uncovered = [drug.name for drug in library.lexicon.drugs if not drug.covered]
    for name, entry in product(uncovered, bundle["entries"].values()):
        assert fits(entry, {}, {"drug": [name]}) is (entry["family"] != "faq")


@pytest.mark.parametrize("site", ["bone", "liver", "lung", "brain"])
def test_another_sites_topic_is_ruled_out(bundle: Bundle, site: str) -> None:
    for entry in bundle["entries"].values():
        about = entry["facets"].get("site")
        if about and entry["family"] == "faq":
            assert fits(entry, {"site": [site]}, {}) is (site in about)


def test_names_are_sorted_by_what_the_sources_cover() -> None:
    entities = [
        {"entity": "drug", "value": "palbociclib", "covered": True, "extractor": "LexiconTagger"},
        {"entity": "drug", "value": "olaparib", "covered": False, "extractor": "LexiconTagger"},
        {"entity": "drug", "value": "ignored", "covered": True, "extractor": "Another"},
    ]
    assert names_by_entity(entities, True) == {"drug": ["palbociclib"]}
    assert names_by_entity(entities, False) == {"drug": ["olaparib"]}
