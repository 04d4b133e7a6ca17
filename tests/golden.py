"""Golden predictions: the same content gives the same predictions, on every machine (fp32 encoder).

``python -m tests.golden`` writes them anew; do so when content or understanding have changed on purpose.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from lantern.evaluation.bot import ProcessBot
from lantern.model_file import current_model
from lantern.nlu.fingerprint import content_fingerprint
from lantern.paths import ROOT

FILE = Path(__file__).parent / "golden.json"
EVERY = 12


def texts() -> list[str]:
    """Return every twelfth question of tests/questions."""
    rows = []
    for file in sorted((ROOT / "tests" / "questions").glob("*.jsonl")):
        rows += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [row["text"] if "text" in row else row["turns"][0]["user"] for row in rows]
    return found[::EVERY]


async def predict(model: Path, questions: list[str]) -> list[dict[str, Any]]:
    """Return what the model makes of each question."""
    bot = await ProcessBot.load(model)
    found = []
    for text in questions:
        plan = (await bot.parse(text))["plan"]
        parts = [part.get("intent") or part.get("notice") or part["kind"] for part in plan["parts"]]
        found.append({"text": text, "parts": parts, "confidence": round(plan["confidence"], 4)})
    return found


def main() -> None:
    """Write the file."""
    found = asyncio.run(predict(current_model(), texts()))
    golden = {"content": content_fingerprint(), "predictions": found}
    FILE.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
