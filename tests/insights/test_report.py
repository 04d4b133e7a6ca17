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


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_the_ends_of_the_calendar_are_one_sentence(month: str) -> None:
    for work in (month_span, month_before):
        with pytest.raises(LanternError, match="There is no report of"):
            work(month)


def test_what_few_people_asked_is_left_out() -> None:
    many = [record(f"c{number}") for number in range(5)]
    few = [record(f"c{number}", "ribociclib") for number in range(4)]
    alone = [record("c1", "kadcyla_what") for _ in range(9)]
    found = figures([*many, *few, *alone], "2026-11")
    assert found["topics"] == {"palbociclib": 5}
    assert (found["messages"], found["conversations"], found["kinds"]["answer"]) == (18, 5, 18)


ANSWER = "palbociclib@0123456789ab"


def judged(number: int, verdict: str, **values: object) -> TurnRecord:
    return record(f"c{number}", day=2, verdict=verdict, verdicts={ANSWER: verdict}, **values)


def test_thumbs_belong_to_a_version_and_days_to_the_month() -> None:
    found = figures([judged(n, "down" if n < 5 else "up") for n in range(11)], "2026-11")
    assert found["thumbs"] == {ANSWER: {"up": 6, "down": 5}}
    assert found["days"][2] == 11 and len(found["days"]) == 30 and found["seconds"]["median"] == 0.2


def test_a_verdict_of_few_is_withheld_beside_one_of_many(library: Library) -> None:
    found = figures([judged(n, "down" if n < 3 else "up") for n in range(9)], "2026-11")
    assert found["thumbs"] == {ANSWER: {"up": 6, "down": None}}
    assert "withheld" in page(found, library)
    assert figures([judged(n, "down") for n in range(4)], "2026-11")["thumbs"] == {}


def test_a_verdict_is_on_one_answer_of_a_turn() -> None:
    both = (ANSWER, "ribociclib@0123456789ab")
    found = figures([judged(n, "down", answer_ids=both) for n in range(5)], "2026-11")
    assert found["thumbs"] == {ANSWER: {"down": 5}}


def test_kinds_days_and_channels_of_few_are_withheld_and_cannot_be_had_by_subtraction() -> None:
    many = [record(f"c{number}") for number in range(12)]
    some = [record(f"d{n}", day=1, channel="telegram", kinds=("clarify",)) for n in range(6)]
    # One person in danger, on a day and by a channel of their own.
    alone = [record("e", day=3, channel="sms", kinds=("danger",), topics=(), answer_ids=())]
    found = figures([*many, *some, *alone], "2026-11")
    assert (found["messages"], found["conversations"]) == (19, 19)
    # Of the others the smaller is withheld too: 19 - 12 - 6 would be the one person.
    assert (found["kinds"]["answer"], found["kinds"]["clarify"], found["kinds"]["danger"]) == (12, None, None)
    assert found["kinds"]["support"] == 0
    assert found["days"][:5] == [12, None, 0, None, 0]
    assert found["channels"] == {"website": 12}


def test_a_month_of_few_people_tells_nothing_of_them(library: Library) -> None:
    found = figures([record(f"c{number}", day=number) for number in range(4)], "2026-11")
    assert (found["messages"], found["conversations"], found["answered_share"]) == (None, None, None)
    assert found["kinds"]["answer"] is None and found["days"][:5] == [None, None, None, None, 0]
    assert found["seconds"] == {"median": None, "p95": None} and found["topics"] == {}
    html = page(found, library)
    assert "withheld" in html and "None" not in html


def test_small_figures_that_an_earlier_report_has_kept_are_not_compared_with(library: Library) -> None:
    before = figures([record(f"c{number}") for number in range(5)], "2026-10")
    before["kinds"]["danger"] = 2
    found = figures([record(f"c{number}") for number in range(6)], "2026-11", before)
    assert found["before"]["kinds"]["danger"] is None and found["before"]["kinds"]["answer"] == 5
    assert "None" not in page(found, library)


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


def test_what_is_gone_since_keeps_its_title_or_is_said_to_be_gone(library: Library) -> None:
    def asked(topic: str, **values: object) -> list[TurnRecord]:
        return [record(f"{topic}{number}", topic, **values) for number in range(5)]

    thumbs = [record(f"j{n}", "lost", verdict="up", verdicts={"lost@0123456789ab": "up"}) for n in range(5)]
    areas = asked("x", kinds=("not_covered",), topics=(), areas=("old_area",), reasons=("not_covered",))
    found = figures([*asked("retired_one"), *thumbs, *areas], "2026-11", figures([], "2026-10"))
    html = page(found, library, shelved={"retired_one": "What was <it>?"})
    # Among those asked most, and among those that rise.
    assert html.count("<td>What was &lt;it&gt;?</td>") == 2 and "retired_one" not in html
    assert html.count("<td>a topic that is gone (lost)</td>") == 2
    assert "<td>an answer that is gone <small>(lost@0123456789ab)</small>" in html
    assert "<td>an area that is gone (old_area)</td>" in html and "<td>not_covered</td>" in html
    # One that is in data/ again has the title that it has there.
    again = page(found, library, shelved={"retired_one": "x", "palbociclib": "Not this"})
    assert "Not this" not in again
