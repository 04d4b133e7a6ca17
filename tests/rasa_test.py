"""Run ``rasa test`` on tests/conversations with the present model; fail if one conversation fails."""

from __future__ import annotations

import subprocess
import sys
import tempfile

from lantern.model_file import current_model
from lantern.paths import ROOT


def main() -> int:
    """Return the exit code of ``rasa test``; its output is shown only if it fails."""
    with tempfile.TemporaryDirectory() as results:
        command = [sys.executable, "-m", "rasa", "test", "core", "--e2e"]
        command += ["--stories", "tests/conversations", "--model", str(current_model())]
        command += ["--fail-on-prediction-errors", "--out", results]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said = done.stdout + done.stderr
    print(said.split("Evaluating", 1)[-1] if done.returncode else _summary(said))
    return done.returncode


def _summary(said: str) -> str:
    [line] = [line for line in said.splitlines() if "Correct:" in line][:1]
    return f"Conversations that went as they should: {line.split('Correct:')[1].strip()}"


if __name__ == "__main__":
    sys.exit(main())
