"""Who reviewed an answer decides whether it is given, and what is said about it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from lantern.channels.static_page import static_page
from lantern.channels.website.greeting import Greeting
from lantern.content.bundle import Bundle, build_bundle, disclaimer_on
from lantern.content.check import sound_library, warnings_of
from lantern.content.library import Library
from lantern.content.review import fill_ins, review_state

REVIEWED = "bone_mets_treatment"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def strict(data: Path) -> Library:
    """The content of an organisation that gives reviewed answers only, and has one."""
    change(data / "organisation.yml", "answers: all", "answers: reviewed")
    change(
        data / "faq" / f"{REVIEWED}.yml",
        "status: unreviewed, by: null, on: null",
        'status: reviewed, by: "Jane Roe, medical oncologist", on: "2026-03-05"',
    )
    return sound_library(data)


def test_only_reviewed_answers_are_given(strict: Library) -> None:
    entries = build_bundle(strict)["entries"]
    for intent, entry in entries.items():
        if intent in (f"faq/{REVIEWED}", "faq/about_information") or entry["family"] != "faq":
            assert entry["served"], intent
            continue
        own = strict.entries[intent]
        assert entry["kind"] == "not_covered" and not entry["served"], intent
        said = str({key: entry[key] for key in ("short", "more", "sources")})
        assert own.response.text.strip() not in said and not entry["sources"], intent
        assert own.metadata.title in entry["short"] and "not been checked yet" in entry["short"], intent
        assert [link["phone"] for link in entry["links"]] == ["800-813-4673", "800-422-6237"], intent


def test_nothing_unreviewed_is_offered(strict: Library) -> None:
    entries = build_bundle(strict)["entries"].values()
    offered = {choice["topic"] for entry in entries for choice in entry["follow_ups"]}
    assert offered <= {REVIEWED, "about_information"} and offered
    greeting = Greeting(strict, 2000, "").for_page("en", ["palbociclib", REVIEWED])
    assert [item["topic"] for item in greeting["suggestions"]] == [REVIEWED]
    assert not greeting["glossary"]


def test_the_static_page_holds_reviewed_answers_only(strict: Library) -> None:
    page = static_page(strict)["index.html"]
    assert set(re.findall(r'<article id="(\w+)"', page)) == {REVIEWED, "about_information"}
    assert "Jane Roe, medical oncologist in March 2026" in page and "all 2 questions" in page


def test_all_answers_are_given_unless_set_otherwise(bundle: Bundle) -> None:
    assert all(entry["served"] for entry in bundle["entries"].values())


def test_a_reviewed_answer_names_who_reviewed_it(strict: Library, bundle: Bundle) -> None:
    entry = build_bundle(strict)["entries"][f"faq/{REVIEWED}"]
    assert "Jane Roe, medical oncologist in March 2026" in entry["disclaimer"]
    assert "no clinician" not in entry["disclaimer"]
    assert "no clinician" in bundle["entries"][f"faq/{REVIEWED}"]["disclaimer"]


def test_what_is_said_of_all_answers_is_counted(library: Library, strict: Library, data: Path) -> None:
    assert review_state(library, "en").startswith("No clinician")
    assert review_state(library, "es").startswith("Ningún")
    # Of the answers that are given, each is reviewed.
    assert review_state(strict, "en").startswith("A clinician has reviewed each")
    change(data / "organisation.yml", "answers: reviewed", "answers: all")
    some = sound_library(data)
    assert "have reviewed 1 of the 53 answers" in review_state(some, "en")
    said = build_bundle(some)["entries"]["talk/who_checked"]["short"]
    assert "have reviewed 1 of the 53 answers" in said
    assert fill_ins(some)["review_state"] in static_page(some)["index.html"]


def test_an_answer_past_its_day_is_a_warning_and_marked_if_set_so(data: Path, bundle: Bundle) -> None:
    path = data / "faq" / f"{REVIEWED}.yml"
    change(path, 'due: "2027-06-30"', 'due: "2026-01-31"')
    assert not warnings_of(data, date(2026, 1, 31))
    [warning] = warnings_of(data, date(2026, 2, 1))
    assert warning.file == f"data/faq/{REVIEWED}.yml" and "by 2026-01-31" in warning.what
    # It can be used all the same.
    unmarked = build_bundle(sound_library(data))["entries"][f"faq/{REVIEWED}"]
    assert disclaimer_on(unmarked, date(2030, 1, 1)) == unmarked["disclaimer"]
    change(data / "organisation.yml", "mark_overdue: false", "mark_overdue: true")
    marked = build_bundle(sound_library(data))["entries"]
    entry = marked[f"faq/{REVIEWED}"]
    assert disclaimer_on(entry, date(2026, 1, 31)) == entry["disclaimer"]
    late = disclaimer_on(entry, date(2026, 2, 1))
    assert "checked again by January 2026" in late and late.endswith(entry["disclaimer"])
    # What says nothing medical has no age.
    assert disclaimer_on(marked["talk/thanks"], date(2099, 1, 1)) == ""
