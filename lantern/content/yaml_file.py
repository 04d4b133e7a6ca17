"""Read one YAML file, and find the line on which a value stands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from lantern.content.problem import Problem

Key = str | int


class YamlFile:
    """A YAML file with its text, its values and, on demand, its lines."""

    def __init__(self, path: Path, root: Path) -> None:
        """Read ``path``; ``root`` is what the name in messages is relative to."""
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.problems: list[Problem] = []
        self.values: Any = None
        self._tree: Node | None = None
        try:
            self.text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            self.text = ""
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self._broken(line, "This is not text in UTF-8.", "Save the file with the encoding UTF-8.")
            return
        self._parse()

    def _parse(self) -> None:
        try:
            self.values = _without_datetimes(YAML(typ="safe").load(self.text))
        except DuplicateKeyError as error:
            line, key = _line(error), str(error.problem).split('"')
            name = key[1] if len(key) > 1 else "a key"
            self._broken(line, f"{name!r} is defined twice.", "Keep one of the two.")
            return
        except YAMLError as error:
            detail = getattr(error, "problem", None) or "it cannot be read"
            self._broken(
                _line(error),
                f"This is not valid YAML: {detail}.",
                "Compare the indentation, colons and quotes with a topic file that works.",
            )
            return
        if self.values is None:
            self._broken(1, "The file is empty.", "Fill it in, or delete it.")
        elif not isinstance(self.values, dict):
            self._broken(1, "The file holds no keys.", "Begin with a key such as 'version:'.")

    def _broken(self, line: int, what: str, cure: str) -> None:
        self.values = None
        self.problems.append(Problem(self.name, line, what, cure))

    def line_of(self, where: Sequence[Key]) -> int:
        """Return the line (from 1) of the deepest part of ``where`` that exists."""
        if self._tree is None:
            # The fast loader keeps no lines; this slower one is needed only to report a problem.
            self._tree = YAML(typ="safe", pure=True).compose(self.text)
        node, line = self._tree, 1
        for key in where:
            found = _child(node, key)
            if found is None:
                break
            node, line = found
        return line


def _line(error: YAMLError) -> int:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1


def _child(node: Node | None, key: Key) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return value, name.start_mark.line + 1
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        value = node.value[key]
        return value, value.start_mark.line + 1
    return None


def _without_datetimes(value: Any) -> Any:
    # ruamel's C loader gives datetime for some dates; the models want dates.
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, dict):
        return {key: _without_datetimes(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_datetimes(item) for item in value]
    return value
