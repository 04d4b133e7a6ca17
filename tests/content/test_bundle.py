"""What travels in the model."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from lantern.content.bundle import Bundle, build_bundle, date_in_words
from lantern.content.check import sound_library
from lantern.content.library import Library


def test_it_is_plain_json(bundle: Bundle) -> None:
    assert json.loads(json.dumps(bundle)) == bundle


def test_every_topic_carries_a_dated_source_and_the_disclaimer(bundle: Bundle) -> None:
    topics = [entry for entry in bundle["entries"].values() if entry["family"] == "faq"]
    for topic in topics:
        assert topic["sources"] and topic["disclaimer"], topic["name"]
        assert all(source["as_of"] in ("June 2017", "undated") for source in topic["sources"])


def test_the_same_content_gives_the_same_version(library: Library, bundle: Bundle) -> None:
    assert build_bundle(library)["version"] == bundle["version"]


def test_an_answer_id_changes_with_its_content_only(data: Path, bundle: Bundle) -> None:
    path = data / "faq" / "bone_mets_treatment.yml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("- text: >-\n", "- text: >-\n        So it is.\n", 1)
    path.write_text(changed, encoding="utf-8")
    entries = build_bundle(sound_library(data))["entries"]
    for intent, entry in bundle["entries"].items():
        same = entries[intent]["answer_id"] == entry["answer_id"]
        assert same is (intent != "faq/bone_mets_treatment"), intent


def test_dates_are_words(library: Library) -> None:
    labels = library.wording.labels.dict()
    assert date_in_words(date(2017, 6, 14), labels) == "June 2017"
    assert date_in_words(None, labels) == "undated"


def test_the_emergency_numbers_come_from_the_organisation(bundle: Bundle, library: Library) -> None:
    dangers = [entry["short"] for entry in bundle["entries"].values() if entry["family"] == "danger"]
    assert dangers and all("{" not in text for text in dangers)
    assert any(library.organisation.emergency_number in text for text in dangers)
    assert any(library.organisation.crisis_line in text for text in dangers)
