"""data/asked_next/: what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.content.check import check_content
from lantern.content.library import Library

FILE = "asked_next/kadcyla_what.yml"


def write(data: Path, text: str, name: str = FILE) -> None:
    (data / name).write_text(text, encoding="utf-8")


def test_there_are_examples_of_what_is_asked_next(library: Library) -> None:
    assert sum(len(texts) for asked in library.asked_next.values() for texts in asked.texts.values()) > 3000


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("then:\n  faq/kadcyla_wht: |\n    - and who gets it\n", 2, "'faq/kadcyla_wht' is no topic or area."),
        ("then:\n  faq/kadcyla_who: |\n    - who\n    gets it\n", 4, "'gets it' is no question."),
        ("then:\n  faq/kadcyla_who: |\n    - who\n  area/cure: |\n    - who?\n", 4, "stands here twice"),
        ("after:\n  faq/kadcyla_who: |\n    - who\n", 1, "'after' is not a known key."),
        ("then:\n  talk/thanks: |\n    - who\n", 2, "'talk/thanks' is no topic or area."),
    ],
)
def test_what_is_wrong_is_named(data: Path, text: str, line: int, what: str) -> None:
    write(data, text)
    found = [problem for problem in check_content(data) if problem.file == f"data/{FILE}"]
    assert any(problem.line == line and what in problem.what for problem in found), found


def test_a_file_without_a_topic_is_named(data: Path) -> None:
    write(data, "then:\n  area/cure: |\n    - who\n", "asked_next/nothing.yml")
    assert any("no topic 'nothing'" in problem.what for problem in check_content(data))
