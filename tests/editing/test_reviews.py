"""What has to be reviewed, and a review by the person who does it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from lantern.content.library import Library, load_library
from lantern.editing.draft import draft_of
from lantern.editing.files import open_entry, save_entry
from lantern.editing.reviews import fact_check, record_review, to_review
from lantern.errors import ContentError, EditConflict

DAY = datetime.date(2026, 11, 21)
NAME = "bone_mets_treatment"


def test_what_nobody_has_reviewed_is_listed(library: Library) -> None:
    found = {item.entry.intent: item.reasons for item in to_review(library, DAY)}
    assert found[f"faq/{NAME}"] == ("unreviewed",)
    assert all(intent.startswith(("faq/", "area/")) for intent in found)


def test_a_review_is_written_down_by_name_and_comes_due_again(data: Path) -> None:
    record_review(data, "faq", NAME, "A. Reviewer, oncology nurse", DAY, open_entry(data, "faq", NAME).mark)
    library = load_library(data)
    review = library.entries[f"faq/{NAME}"].metadata.review
    assert (review.status, review.by, review.on) == ("reviewed", "A. Reviewer, oncology nurse", DAY)
    assert f"faq/{NAME}" not in {item.entry.intent for item in to_review(library, DAY)}
    later = {
        item.entry.intent: item.reasons for item in to_review(library, DAY + datetime.timedelta(days=365))
    }
    assert later[f"faq/{NAME}"] == ("due",)


def test_nobody_reviews_without_a_name_or_what_they_have_not_read(data: Path) -> None:
    mark = open_entry(data, "faq", NAME).mark
    with pytest.raises(ContentError, match="own name"):
        record_review(data, "faq", NAME, " ", DAY, mark)
    with pytest.raises(EditConflict, match="Read it again"):
        record_review(data, "faq", NAME, "A", DAY, "0" * 16)


def test_a_changed_fact_flags_the_answers_that_cite_it(library: Library) -> None:
    name = library.entries[f"faq/{NAME}"].metadata.citations[0]
    facts = {**library.facts, name: replace_text(library, name)}
    found = to_review(replace(library, facts=facts), DAY, library)
    flagged = {item.entry.intent for item in found if item.facts}
    citing = {e.intent for e in library.entries.values() if name in e.metadata.citations}
    assert flagged == citing and found[0].reasons[0] == "fact changed"


def replace_text(library: Library, name: str) -> object:
    return library.facts[name].copy(update={"text": "It says something else now."})


def test_an_answer_stands_beside_its_facts(library: Library) -> None:
    found = fact_check(library, draft_of(library.entries[f"faq/{NAME}"]))
    assert [fact.id for fact, _, _ in found.facts] == list(found.draft.citations)
    assert all(source and dated and fact.section for fact, source, dated in found.facts)


def test_what_was_reviewed_and_then_changed_is_reviewed_no_longer(data: Path) -> None:
    record_review(data, "faq", NAME, "A. Reviewer, oncology nurse", DAY, open_entry(data, "faq", NAME).mark)
    opened = open_entry(data, "faq", NAME)
    save_entry(
        data, replace(opened.draft, utterances=(*opened.draft.utterances, "one more way")), opened.mark
    )
    opened = open_entry(data, "faq", NAME)
    assert opened.draft.review["status"] == "reviewed"
    save_entry(data, replace(opened.draft, text=opened.draft.text + " Ask them."), opened.mark)
    review = open_entry(data, "faq", NAME).draft.review
    assert (review["status"], review["by"], review["on"]) == ("unreviewed", None, None)
