"""How the held-out questions are answered: ``python -m benchmarks.accuracy [FILE …]``.

Each question goes to a really started bot, in a conversation of its own.
"""

from __future__ import annotations

import json
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from rich.progress import track

from lantern.local_bot import LocalBot
from lantern.model_file import current_model
from lantern.paths import ROOT


def main() -> None:
    """Print the figures of each file, and each question that went wrong."""
    files = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "tests/questions").glob("*.jsonl"))
    with tempfile.TemporaryDirectory() as state, LocalBot(current_model(), 0, 0, Path(state)) as bot:
        for file in files:
            _report(bot, file)


def _report(bot: LocalBot, file: Path) -> None:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    answers = [_answer(bot, row["text"]) for row in track(rows, description=file.name)]
    pairs = list(zip(rows, answers))
    right = [_right(row, answer) for row, answer in pairs]
    offered = [_offered(row, answer) for row, answer in pairs]
    stated = [answer["kind"] == "answer" and not _right(row, answer) for row, answer in pairs]
    areas = [answer["area"] == row["area"] for row, answer in pairs if "area" in row]
    total = len(rows)
    line = f"{file.name}: {total} questions, right {sum(right) / total:.1%}"
    line += f", right or offered {sum(offered) / total:.1%}, a wrong topic stated {sum(stated) / total:.1%}"
    print(line + (f", area named {sum(areas) / len(areas):.1%}" if areas else ""))
    for (row, answer), good in zip(pairs, right):
        if not good:
            wanted = row.get("topics") or row.get("area") or row["expect"]
            got = answer["topic"] or answer["area"] or [choice["topic"] for choice in answer["choices"]]
            print(f"   {row['text']!r}: wanted {wanted}, got {answer['kind']} {got}")


def _answer(bot: LocalBot, text: str) -> dict[str, Any]:
    [message] = bot.say(text, uuid.uuid4().hex)
    return dict(message["answers"][0])


def _right(row: dict[str, Any], answer: dict[str, Any]) -> bool:
    if "topics" in row:
        return answer["kind"] == "answer" and answer["topic"] in row["topics"]
    return answer["kind"] in row["expect"]


def _offered(row: dict[str, Any], answer: dict[str, Any]) -> bool:
    choices = {choice["topic"] for choice in answer["choices"]}
    return _right(row, answer) or bool(choices & set(row.get("topics", [])))


if __name__ == "__main__":
    main()
