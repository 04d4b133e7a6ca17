"""The payloads of each platform are the golden ones."""

from __future__ import annotations

import json

import pytest

from lantern.channels.messaging.text import Words
from lantern.content.library import Library
from tests.channels.messaging.fakes.all import FAKES
from tests.channels.messaging.golden import FOLDER, content_version, file_of, golden_of, platform_named

AGAIN = "if it is meant: python -m tests.channels.messaging.golden"


@pytest.mark.parametrize("name", sorted(FAKES))
def test_answers_look_as_they_did(name: str, library: Library, words: Words) -> None:
    golden = json.loads(file_of(name).read_text(encoding="utf-8"))
    present = golden_of(platform_named(name, words), library)
    assert present["samples"] == golden["samples"], AGAIN
    if content_version(library) != golden["content"]:
        pytest.skip(f"data/ has changed since the golden files were written: {AGAIN}")
    assert present["answers"] == golden["answers"], AGAIN


def test_there_is_a_golden_file_for_each_platform_and_no_other() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(FAKES)
