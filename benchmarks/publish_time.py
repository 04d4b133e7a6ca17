"""How long it takes from a saved edit to live and back, and whether a message fails meanwhile.

python -m benchmarks.publish_time [--port 5005] [--state state] [--talkers 2] [--times 1]

The bot has to run. An utterance is added to a topic, published, and rolled back, as often as asked for, while
so many people talk; in the end the topic's file is what it was, and the bot serves what it served.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lantern import paths
from lantern.editing.publishing import RunningBot

LANTERN = [sys.executable, "-c", "from lantern.cli.app import main; main()"]
TOPIC = paths.DATA / "faq" / "palbociclib.yml"
BEFORE = "    examples: |\n"
# Who talks types a little, reads a little.
PAUSE = 1.0


def ask(address: str, sender: str) -> tuple[float, str]:
    """Ask a question; return the seconds it took and the kind of the answer."""
    body = json.dumps({"sender": sender, "message": "what is palliative care"}).encode()
    request = urllib.request.Request(
        f"{address}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    started = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=120) as reply:
            [message] = json.load(reply)
    except (OSError, ValueError) as error:
        return time.monotonic() - started, f"FAILED: {error}"
    return time.monotonic() - started, message["answers"][0]["kind"]


def verb(port: int, state: Path, *words: str) -> tuple[float, str]:
    """Run a verb of the command; return the seconds it took from start to end, and what it said last."""
    started = time.monotonic()
    arguments = [*words, "--port", str(port), "--state", str(state), "--by", "benchmark"]
    run = subprocess.run([*LANTERN, *arguments], capture_output=True, text=True, cwd=paths.ROOT, check=False)
    # Phases are told beside (stderr); what came of it is the last line of what is said.
    said = [line for line in (run.stderr + run.stdout).splitlines() if line.strip()]
    return time.monotonic() - started, said[-1] if said else f"nothing, and ended with {run.returncode}"


def measure(port: int, state: Path, times: int) -> None:
    """Publish and roll back, and print how long each took and how busy the machine was."""
    kept = TOPIC.read_text(encoding="utf-8")
    try:
        for number in range(1, times + 1):
            # Another one each time, or the model would be there already.
            line = f"      - benchmark of publishing at {time.time():.0f}, what is ibrance\n"
            TOPIC.write_text(kept.replace(BEFORE, BEFORE + line, 1), encoding="utf-8")
            load = os.getloadavg()[0]
            seconds, said = verb(port, state, "publish")
            print(
                f"{number}: published in {seconds:.1f} s, load {load:.1f} to {os.getloadavg()[0]:.1f}: {said}"
            )
            seconds, said = verb(port, state, "rollback")
            print(f"{number}: rolled back in {seconds:.1f} s: {said}", flush=True)
    finally:
        TOPIC.write_text(kept, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure while people talk, and print what happened to their messages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--state", type=Path, default=paths.STATE)
    parser.add_argument("--talkers", type=int, default=2)
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args(arguments)
    address, stop = f"http://127.0.0.1:{given.port}", []
    print(f"serving: {RunningBot(address, given.state).serving()}")

    def talk(number: int) -> list[tuple[float, str]]:
        found = []
        while not stop:
            found.append(ask(address, f"talker-{number}-{len(found)}"))
            time.sleep(PAUSE)
        return found

    with ThreadPoolExecutor(max(1, given.talkers)) as pool:
        talks = [pool.submit(talk, number) for number in range(given.talkers)]
        try:
            measure(given.port, given.state, given.times)
        finally:
            stop.append(True)
        said = [one for talk in talks for one in talk.result()]
    if said:
        seconds = sorted(second for second, _ in said)
        print(f"{len(said)} messages, kinds {sorted({kind for _, kind in said})}")
        print(f"p50 {seconds[len(seconds) // 2]:.3f} s, longest {seconds[-1]:.3f} s")


if __name__ == "__main__":
    main()
