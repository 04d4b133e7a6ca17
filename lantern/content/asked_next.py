"""data/asked_next/: what people type in few words right after an answer, and what answers that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lantern.content.models import AskedNextFile
from lantern.content.problem import Problem
from lantern.content.yaml_file import YamlFile

FOLDER = "asked_next"


@dataclass(frozen=True)
class AskedNext:
    """What is asked after one topic: texts by the intent (topic or area) that answers them."""

    topic: str
    texts: Mapping[str, tuple[str, ...]]
    file: YamlFile

    def line(self, intent: str) -> int:
        """Return the line of an intent."""
        return self.file.line_of(["then", intent])


def read_asked_next(file: YamlFile, parsed: AskedNextFile) -> tuple[AskedNext, list[Problem]]:
    """Return the content of a file, and a problem for each line that is no text."""
    problems: list[Problem] = []
    texts = {intent: tuple(_texts(file, intent, block, problems)) for intent, block in parsed.then.items()}
    return AskedNext(file.path.stem, texts, file), problems


def _texts(file: YamlFile, intent: str, block: str, problems: list[Problem]) -> Iterator[str]:
    for number, line in enumerate(block.splitlines(), 1):
        text = line.strip()
        if text.startswith("- ") and text[2:].strip():
            yield text[2:].strip()
        elif text:
            where = file.line_of(["then", intent]) + number
            problems.append(
                Problem(file.name, where, f"{text!r} is no question.", "Begin the line with '- '.")
            )
