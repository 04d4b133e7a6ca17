"""A month's figures and page."""

from __future__ import annotations

import pytest

from lantern.content.library import Library
from lantern.errors import LanternError
from lantern.insights.record import TurnRecord
from lantern.insights.report import figures, month_before, month_span, page

START = month_span("2026-11")[0]


def record(conversation: str, topic: str = "palbociclib", day: int = 0, **values: object) -> TurnRecord:
    fixed = {
        "kinds": ("answer",),
        "topics": (topic,),
        "answer_ids": (f"{topic}@0123456789ab",),
        "seconds": 0.2,
    }
    base = {"conversation": conversation, "at": START + day * 86_400, "channel": "website", "text": "words"}
    return TurnRecord(**{**base, **fixed, **values})


def test_a_month_begins_and_ends() -> None:
    assert month_span("2026-12")[1] == month_span("2027-01")[0]
    assert month_before("2027-01") == "2026-12"
    with pytest.raises(LanternError, match="is no month"):
        month_span("November")


def test_what_few_people_asked_is_left_out() -> None:
    many = [record(f"c{number}") for number in range(5)]
    few = [record(f"c{number}", "ribociclib") for number in range(4)]
    alone = [record("c1", "kadcyla_what") for _ in range(9)]
    found = figures([*many, *few, *alone], "2026-11")
    assert found["topics"] == {"palbociclib": 5}
    assert (found["messages"], found["conversations"], found["kinds"]["answer"]) == (18, 5, 18)


def test_thumbs_belong_to_a_version_and_days_to_the_month() -> None:
    records = [record(f"c{number}", day=2, verdict="down" if number < 3 else "up") for number in range(6)]
    found = figures(records, "2026-11")
    assert found["thumbs"] == {"palbociclib@0123456789ab": {"down": 3, "up": 3}}
    assert found["days"][2] == 6 and len(found["days"]) == 30 and found["seconds"]["median"] == 0.2


def test_what_rises_is_told_against_the_month_before() -> None:
    before = figures([record(f"c{number}") for number in range(5)], "2026-10")
    now = figures([record(f"c{number}") for number in range(8)], "2026-11", before)
    assert now["rising"] == {"palbociclib": 3} and now["before"]["messages"] == 5
    assert now["answered_share"] == 1.0


def test_the_page_shows_titles_and_no_words_of_a_person(library: Library) -> None:
    records = [record(f"c{number}", text="secret words") for number in range(5)]
    html = page(figures(records, "2026-11"), library)
    assert library.entries["faq/palbociclib"].metadata.title in html
    assert "secret" not in html and "c1" not in html
    assert "<script" not in html


def test_a_month_without_messages_is_a_page_too(library: Library) -> None:
    assert "Nothing that 5 conversations" in page(figures([], "2026-11"), library)
