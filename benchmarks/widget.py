"""What the website's window costs a visitor: ``python -m benchmarks.widget``.

Measured in Debian's Chromium, on a page of the bot's own address: bytes of the script, milliseconds until the
first control is there (on this machine, and with a processor four times slower on a line of 1.6 Mbit/s and
150 ms), bytes over the line, and the rules that axe finds broken.
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from lantern.local_bot import LocalBot
from lantern.model_file import current_model
from lantern.paths import ROOT
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Visit
from tests.browser.embedding import HostPage

RUNS = 7
WIDGET = ROOT / "lantern" / "channels" / "website_files" / "widget.js"
# 1.6 Mbit/s is 200,000 bytes a second.
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
SLOWER = 4
CONTROL = """
  const look = () => {
    const button = document.querySelector("lantern-chat")?.shadowRoot?.querySelector("button");
    if (button?.checkVisibility()) window.firstControl = performance.now();
    else requestAnimationFrame(look);
  };
  look();
"""


def page_on(browser: Browser, bot: LocalBot) -> tuple[Page, list[float]]:
    """Return a fresh page and a list that fills with the bytes of everything that comes over the line."""
    context = browser.new_context()
    host = HostPage()
    context.route(
        f"{bot.address}/a-site", lambda route: route.fulfill(body=host.html(), headers=host.headers())
    )
    page, loaded = context.new_page(), []
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.add_init_script(CONTROL)
    return page, loaded


def first_control(browser: Browser, bot: LocalBot, slow: bool) -> float:
    """Return the median of milliseconds from the beginning of the navigation until the launcher is there."""
    times = []
    for _ in range(RUNS):
        page, _loaded = page_on(browser, bot)
        if slow:
            line: Any = page.context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW_LINE)
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{bot.address}/a-site")
        page.wait_for_function("window.firstControl")
        times.append(float(page.evaluate("window.firstControl")))
        page.context.close()
    return statistics.median(times)


def bytes_and_rules(browser: Browser, bot: LocalBot) -> None:
    """Print the bytes over the line and axe's findings, closed, open and after an answer."""
    page, loaded = page_on(browser, bot)
    # The page itself does not come over the line and counts for nothing.
    page.goto(f"{bot.address}/a-site", wait_until="networkidle")
    visit, before = Visit(page), 0.0
    steps = {
        "closed": lambda: None,
        "opened": lambda: show(visit),
        "first answer": lambda: visit.ask_and_wait("what is palliative care"),
    }
    for name, step in steps.items():
        step()
        # What is over the line is counted when the browser has told of it.
        page.wait_for_load_state("networkidle")
        total, rules = sum(loaded), len(visit.accessibility_problems())
        print(f"{name}: {total - before:.0f} bytes more; axe: {rules} rules broken")
        before = total


def show(visit: Visit) -> None:
    """Open the window and wait until it has what the server says about itself."""
    visit.open()
    visit.page.locator(".choices button").first.wait_for()


def main() -> None:
    """Measure and print."""
    script = WIDGET.read_bytes()
    print(f"script: {len(script)} bytes, {len(gzip.compress(script, 9))} with gzip")
    with (
        tempfile.TemporaryDirectory() as state,
        LocalBot(current_model(), 0, 0, Path(state)) as bot,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for slow in (False, True):
            print(
                f"first control, {'slow' if slow else 'normal'}: {first_control(browser, bot, slow):.0f} ms"
            )
        bytes_and_rules(browser, bot)
        browser.close()


if __name__ == "__main__":
    main()
