"""Messages that ask one thing are one group, and small groups stay hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lantern.content.library import load_library
from lantern.editing.files import open_entry
from lantern.editing.hints import problems_of
from lantern.editing.inbox import NOISE, done_marks, let_measure, read_sheet, take, write_sheet
from lantern.editing.sheet_files import read_rows, write_rows
from lantern.editing.shelf import move, room
from lantern.encoder.runtime import Encoder
from lantern.errors import ContentError, SheetError
from lantern.evaluation.questions import read_questions
from lantern.insights.groups import Grouped, group
from lantern.insights.record import TurnRecord
from lantern.paths import ENCODER

PARKING = [
    "where can i park my car at the clinic",
    "is there parking near the clinic",
    "car park at your clinic?",
    "where do visitors park at the clinic",
    "how much does parking at the clinic cost",
    "is there a parking garage for the clinic",
    "parking for patients at the clinic",
]
OTHER = ["can my dog sleep in my bed", "which pillow is best"]


def record(text: str, conversation: str) -> TurnRecord:
    return TurnRecord(
        conversation=conversation, at=1.0, channel="website", text=text, nearest="area/cost_insurance",
        reasons=("not_understood",),
    )  # fmt: skip


def records() -> list[TurnRecord]:
    texts = [*PARKING, *OTHER]
    return [record(text, f"c{number}") for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def grouped() -> Grouped:
    return group(records(), Encoder(ENCODER).encode)


def test_seven_wordings_of_one_question_are_one_group_and_two_strangers_stay_hidden(grouped: Grouped) -> None:
    [found] = grouped.groups
    assert set(found.texts) == set(PARKING) and found.nearest == "area/cost_insurance"
    assert (found.messages, found.conversations, grouped.hidden) == (7, 7, 2)


def test_one_person_who_asks_often_is_no_group() -> None:
    alone = [record(text, "c1") for text in PARKING]
    assert group(alone, Encoder(ENCODER).encode).groups == ()


def test_a_group_teaches_and_measures_but_no_wording_does_both(
    grouped: Grouped, data: Path, tmp_path: Path
) -> None:
    root, state = data.parent, tmp_path / "state"
    taken = take(grouped.groups[0], "area/travel", load_library(data), root, state)
    assert taken.utterances and taken.questions and not set(taken.utterances) & set(taken.questions)
    after = load_library(data)
    assert set(taken.utterances) <= {u.text for u in after.entries["area/travel"].utterances}
    questions, problems = read_questions([root / "tests/questions/inbox.jsonl"], set(), {"travel"})
    assert problems == [] and [q.turns[0].text for q in questions] == list(taken.questions)
    # What was dealt with is not shown again, and not taken again.
    assert group(records(), Encoder(ENCODER).encode, done=done_marks(state)).groups == ()
    again = take(grouped.groups[0], "area/travel", after, root, state)
    assert again.utterances == again.questions == ()


def test_a_group_begins_a_topic_and_its_questions_wait_until_it_is_live(
    grouped: Grouped, data: Path, tmp_path: Path
) -> None:
    root, state, library = data.parent, tmp_path / "state", load_library(data)
    taken = take(grouped.groups[0], "new/parking", library, root, state)
    assert taken.utterances and taken.questions and not set(taken.utterances) & set(taken.questions)
    draft = open_entry(room(root, "draft"), "faq", "parking").draft
    assert draft.utterances == taken.utterances and draft.title in PARKING
    # Nobody publishes it as it is: the check asks for an answer that facts carry.
    assert any("cites no fact" in problem.what for problem in problems_of(library, draft))
    # A topic that is not there yet is no held-out question's; and no wording is taken twice.
    assert not (root / "tests").exists() and len(done_marks(state)) == 7
    with pytest.raises(ContentError, match="is there already"):
        take(grouped.groups[0], "new/parking", library, root, state)
    again = take(grouped.groups[0], "area/travel", library, root, state)
    assert not set(again.utterances) & set(taken.questions)
    move(root, "faq", "parking", "ready")
    assert {path.name for path in let_measure(root, "faq", "parking")} == {"inbox.jsonl", "parking.jsonl"}
    questions, problems = read_questions([root / "tests/questions/inbox.jsonl"], {"parking"}, {"travel"})
    assert problems == [] and set(taken.questions) <= {q.turns[0].text for q in questions}
    assert let_measure(root, "faq", "parking") == []


@pytest.mark.parametrize("answer", ["new/", "new/Two Words", "new/../x"])
def test_what_cannot_be_a_name_begins_nothing(
    grouped: Grouped, data: Path, tmp_path: Path, answer: str
) -> None:
    with pytest.raises(ContentError, match="cannot be a name"):
        take(grouped.groups[0], answer, load_library(data), data.parent, tmp_path)
    assert done_marks(tmp_path) == set() and not (data.parent / "shelf").exists()


def test_noise_is_put_away_and_changes_nothing(grouped: Grouped, data: Path, tmp_path: Path) -> None:
    take(grouped.groups[0], NOISE, load_library(data), data.parent, tmp_path)
    assert not (data.parent / "tests").exists() and len(done_marks(tmp_path)) == 7


def test_an_answer_that_is_not_there_is_one_sentence(grouped: Grouped, data: Path, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="There is no faq/parking"):
        take(grouped.groups[0], "parking", load_library(data), data.parent, tmp_path)
    assert done_marks(tmp_path) == set()


def test_the_sheet_goes_out_is_filled_in_and_comes_back(grouped: Grouped, data: Path, tmp_path: Path) -> None:
    library, path = load_library(data), tmp_path / "inbox.xlsx"
    assert write_sheet(grouped, path) == 1
    assert read_sheet(grouped, path, library) == []
    columns, [row] = read_rows(path)
    for answer, wrong in (("area/travel", False), ("area/trvl", True)):
        texts = {name: cell.text for name, cell in row.items()} | {"which answer?": answer}
        write_rows(path, columns, [list(texts.values())])
        if wrong:
            with pytest.raises(SheetError, match="content!F2: there is no area/trvl"):
                read_sheet(grouped, path, library)
        else:
            assert read_sheet(grouped, path, library) == [(grouped.groups[0], "area/travel")]
    with pytest.raises(SheetError, match=r"no group .* \(any more\)"):
        write_rows(path, columns, [[*list(texts.values())[:-1], "noise"]])
        read_sheet(replace(grouped, groups=()), path, library)
