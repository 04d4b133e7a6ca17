"""The payloads of each platform are the golden ones."""

from __future__ import annotations

import json

import pytest

from lantern.channels.messaging.text import Words
from lantern.content.library import Library
from tests.channels.messaging.fakes.all import FAKES
from tests.channels.messaging.golden import FOLDER, file_of, golden_of, platform_named

AGAIN = "if it is meant: python -m tests.channels.messaging.golden"


@pytest.mark.parametrize("name", sorted(FAKES))
def test_answers_look_as_they_did(name: str, library: Library, words: Words) -> None:
    golden = json.loads(file_of(name).read_text(encoding="utf-8"))
    present = golden_of(platform_named(name, words), library)
    assert present["samples"] == golden["samples"], AGAIN
    known = golden["answers"]
    # An answer that was edited since then begins with another hash: it is new rather than wrong.
    same = {
        topic: line
        for topic, line in present["answers"].items()
        if line.split()[0] == known.get(topic, "-").split()[0]
    }
    assert same == {topic: known[topic] for topic in same}, AGAIN
    if not same:
        pytest.skip(f"the words around all answers have changed since the golden files were written: {AGAIN}")


def test_there_is_a_golden_file_for_each_platform_and_no_other() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(FAKES)
