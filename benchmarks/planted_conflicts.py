"""Twenty utterances planted into wrong topics of a copy: how many are named with the right pair, how fast.

python -m benchmarks.planted_conflicts [SEED…]

What is planted are held-out questions, which nobody wrote with this in mind; the wrong topics are chosen by
chance. Found is a conflict that ``lantern check`` (by meaning alone) or ``lantern compare`` names with both
the topic that it was put into and one that the question is expected to get.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from lantern import paths
from lantern.content.library import load_library
from lantern.editing.files import open_entry, save_entry
from lantern.editing.neighbours import meanings_of
from lantern.evaluation.bot import ProcessBot
from lantern.model_file import current_model

PLANTED = 20


def plant(data: Path, seed: int) -> dict[str, tuple[str, set[str]]]:
    """Put questions into wrong topics; return the wrong and the right intents by question."""
    files = sorted((paths.ROOT / "tests" / "questions").glob("topics*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    names = sorted(path.stem for path in (data / "faq").glob("*.yml"))
    chance = random.Random(seed)
    found = {}
    for row in chance.sample(rows, PLANTED):
        wrong = chance.choice([name for name in names if name not in row["topics"]])
        opened = open_entry(data, "faq", wrong)
        utterances = (*opened.draft.utterances, row["text"])
        save_entry(data, replace(opened.draft, utterances=utterances), opened.mark)
        found[row["text"]] = (f"faq/{wrong}", {f"faq/{name}" for name in row["topics"]})
    return found


def measure(seed: int, bot: ProcessBot) -> None:
    """Plant, look, and print what was found."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(shutil.copytree(paths.DATA, Path(folder) / "data"))
        planted = plant(data, seed)
        started = time.monotonic()
        changed = {wrong for wrong, _ in planted.values()}
        near = meanings_of(load_library(data), paths.ENCODER).conflicts(changed, both=False)
        by_meaning = {one.utterance.text: one.other.intent for one in near if one.utterance.text in planted}
        by_meaning_seconds = time.monotonic() - started
        served = {}
        for text, (wrong, _) in planted.items():
            reply = asyncio.run(bot.answer(text))
            topics = [f"faq/{answer['topic']}" for answer in reply.answers if answer.get("topic")]
            served[text] = next((topic for topic in topics if topic != wrong), None)
        seconds = time.monotonic() - started
    checked = sum(by_meaning.get(text) in right for text, (_, right) in planted.items())
    either = sum(
        (served[text] or by_meaning.get(text)) in right or by_meaning.get(text) in right
        for text, (_, right) in planted.items()
    )
    print(
        f"seed {seed}: named {len(by_meaning)}, right pair by meaning {checked}, with the serving bot's "
        f"answer {either} of {PLANTED}; {by_meaning_seconds:.1f} s, {seconds:.1f} s in all"
    )


def main() -> None:
    """Measure for each seed."""
    bot = asyncio.run(ProcessBot.load(current_model()))
    for seed in [int(argument) for argument in sys.argv[1:]] or [1, 2, 3]:
        measure(seed, bot)


if __name__ == "__main__":
    main()
