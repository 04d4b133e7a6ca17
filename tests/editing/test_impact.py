"""What a change breaks, question by question."""

from __future__ import annotations

from dataclasses import replace

from lantern.content.library import Library, Utterance
from lantern.editing.impact import Impact, added_utterances, claims, compare, questions_of
from lantern.editing.neighbours import meanings_of
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question, Turn, Wanted
from lantern.paths import ENCODER


def question(text: str, *topics: str, kinds: tuple[str, ...] = ()) -> Question:
    return Question("x.jsonl", 1, (Turn(text, (Wanted(topics, kinds),)),))


def answered(topic: str | None = None, kind: str = "answer", area: str | None = None) -> list[Reply]:
    return [Reply(({"kind": kind, "topic": topic, "area": area, "choices": []},), 0.5)]


def impact(*rows: tuple[Question, list[Reply], list[Reply]]) -> Impact:
    return compare([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def test_gained_lost_and_changed_are_told_apart() -> None:
    found = impact(
        (question("a", "bone"), answered("bone"), answered("liver")),
        (question("b", "liver"), answered("bone"), answered("liver")),
        (question("c", "liver"), answered("bone"), answered("chemo")),
        (question("d", "liver"), answered("liver"), answered("liver")),
    )
    assert [shift.text for shift in found.lost] == ["a"]
    assert [shift.text for shift in found.gained] == ["b"]
    assert [shift.text for shift in found.changed] == ["c"]
    assert found.asked == 4 and found.holds(1) and not found.holds(0)
    assert "may go live" in found.verdict(1) and "Stop and look" in found.verdict(0)


def test_a_lost_danger_is_never_allowed() -> None:
    danger = question("i took all my pills", kinds=("danger",))
    found = impact((danger, answered(kind="danger", area="overdose"), answered("bone")))
    assert not found.holds(1000) and "Do not publish" in found.verdict(1000)


def test_a_wrong_answer_beside_the_right_one_is_a_loss() -> None:
    both = [Reply((*answered("bone")[0].answers, *answered("liver")[0].answers), 0.5)]
    assert len(impact((question("a", "bone"), answered("bone"), both)).lost) == 1


def test_the_words_that_did_it_are_named(library: Library) -> None:
    planted = "how does one treat cancer that went to the liver"
    thief = library.entries["faq/about_information"]
    changed = replace(thief, utterances=(*thief.utterances, Utterance(planted, 7)))
    new = replace(library, entries={**library.entries, thief.intent: changed})
    added = added_utterances(library, new)
    assert added == {"faq/about_information": [planted]}
    asked = question("how do they treat cancer once it is in the liver", "liver_mets_treatment")
    found = compare(
        [asked],
        [answered("liver_mets_treatment")],
        [answered("about_information")],
        meanings_of(new, ENCODER),
        added,
    )
    [lost] = found.lost
    assert lost.words and lost.words.text == planted and lost.new_words
    [conflict] = found.conflicts
    assert (conflict.utterance.text, conflict.other.intent) == (planted, "faq/liver_mets_treatment")


def test_without_the_old_content_nothing_counts_as_new(library: Library) -> None:
    assert added_utterances(None, library) == {}


def test_new_words_that_another_topic_answers_so_far_are_named() -> None:
    asked = questions_of({"faq/bone": ["a", "b", "c"], "area/cost": ["d"]})
    before = [answered("liver"), answered("bone"), answered(kind="clarify")]
    [claim] = claims(asked, before)
    assert (claim.text, claim.before, claim.expected) == ("a", ("liver",), ("bone",))
