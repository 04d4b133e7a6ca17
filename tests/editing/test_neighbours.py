"""Conflicts by meaning, on a small world of vectors and on the real content."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lantern.content.library import Library, Utterance
from lantern.editing.neighbours import Meanings, Place, meanings_of, vector_of
from lantern.paths import ENCODER


def place(intent: str, text: str, line: int = 1) -> Place:
    return Place(intent, text, f"data/{intent}.yml", line)


def meanings(*rows: tuple[Place, list[float]]) -> Meanings:
    vectors = np.array([values for _, values in rows], dtype=np.float32)
    return Meanings([at for at, _ in rows], vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_an_utterance_nearer_to_another_topic_is_a_conflict() -> None:
    world = meanings(
        (place("faq/liver", "what helps the liver"), [1, 0, 0]),
        (place("faq/bone", "what helps bones"), [0, 1, 0]),
        (place("faq/bone", "liver treatment", 2), [0.95, 0.1, 0]),
        (place("faq/bone", "treating bones", 3), [0, 1, 0.1]),
    )
    # The liver's only utterance has nothing of its own to be near to, so both directions are told.
    found = world.conflicts({"faq/bone"})
    assert {(near.utterance.text, near.other.intent) for near in found} >= {("liver treatment", "faq/liver")}
    assert "data/faq/bone.yml:2: 'liver treatment' asks what faq/liver answers" in str(found[0])
    assert world.conflicts({"faq/other"}) == []


def test_a_repetition_is_told_once_with_the_earlier_line() -> None:
    world = meanings(
        (place("faq/bone", "a", 1), [1, 0, 0]),
        (place("faq/bone", "b", 2), [1, 0.01, 0]),
        (place("faq/bone", "c", 3), [0, 1, 0]),
    )
    [near] = world.repetitions({"faq/bone"})
    assert (near.utterance.line, near.other.line, near.conflict) == (2, 1, False)


def test_a_question_of_another_topic_is_found_in_the_real_content(library: Library) -> None:
    planted = "how does one treat cancer that went to the liver"
    entry = library.entries["faq/about_information"]
    changed = replace(entry, utterances=(*entry.utterances, Utterance(planted, 7)))
    world = meanings_of(replace(library, entries={**library.entries, entry.intent: changed}), ENCODER)
    found = {near.utterance.text: near.other.intent for near in world.conflicts({entry.intent})}
    assert found[planted] == "faq/liver_mets_treatment"
    similarity, nearest = world.nearest(vector_of(planted, ENCODER), 1, "faq/liver_mets_treatment")[0]
    assert nearest.intent == "faq/liver_mets_treatment" and similarity > 0.65
