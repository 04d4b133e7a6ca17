"""How long swapping the model of a running bot takes, and whether a message fails meanwhile.

python -m benchmarks.publish_time PORT STATE OTHER_MODEL
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lantern.editing.publishing import RunningBot, put_live, roll_back
from lantern.paths import MODELS

TALKERS = 2


def ask(address: str, sender: str) -> tuple[float, str]:
    """Ask a question; return the seconds it took and the kind of the answer."""
    body = json.dumps({"sender": sender, "message": "what is palliative care"}).encode()
    request = urllib.request.Request(
        f"{address}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    started = time.monotonic()
    with urllib.request.urlopen(request, timeout=120) as reply:
        [message] = json.load(reply)
    return time.monotonic() - started, message["answers"][0]["kind"]


def main() -> None:
    """Swap, go back, and print what happened."""
    port, state, other = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    address = f"http://127.0.0.1:{port}"
    bot, stop = RunningBot(address, state), []

    def talk(number: int) -> list[tuple[float, str]]:
        found = []
        while not stop:
            found.append(ask(address, f"talker-{number}-{len(found)}"))
        return found

    with ThreadPoolExecutor(TALKERS) as pool:
        talks = [pool.submit(talk, number) for number in range(TALKERS)]
        started = time.monotonic()
        put_live(bot, other, "benchmark", state)
        print(f"published in {time.monotonic() - started:.1f} s")
        started = time.monotonic()
        roll_back(bot, MODELS, "benchmark", state)
        print(f"rolled back in {time.monotonic() - started:.1f} s")
        stop.append(True)
        said = [one for talk in talks for one in talk.result()]
    seconds = sorted(second for second, _ in said)
    print(f"{len(said)} messages, kinds {sorted({kind for _, kind in said})}")
    print(f"p50 {seconds[len(seconds) // 2]:.3f} s, longest {seconds[-1]:.3f} s")


if __name__ == "__main__":
    main()
