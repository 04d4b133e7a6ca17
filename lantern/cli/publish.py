"""``lantern compare``, ``publish`` and ``rollback``: what a change will break, and putting it live."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli import encoder, train
from lantern.cli.console import console, errors, phase
from lantern.content.library import Library, load_library
from lantern.editing.comparing import Comparison
from lantern.editing.impact import MOST_LOST, Impact, Real
from lantern.editing.publishing import RunningBot, needs_restart, published, put_live, roll_back
from lantern.editing.real_questions import DAYS
from lantern.editing.shift import Shift
from lantern.errors import LanternError, NotPublished
from lantern.evaluation.askers import Askers
from lantern.evaluation.bot import Reply
from lantern.insights.conversations import records_in
from lantern.insights.groups import LEAST
from lantern.insights.record import TurnRecord
from lantern.local_bot import HOST
from lantern.model_file import content_of, current_model
from lantern.privacy.setup import masker_of

Old = Annotated[Path | None, typer.Option(help="The model to compare with; else the one published last.")]
Port = Annotated[int, typer.Option(help="Port of the running bot.")]
State = Annotated[Path, typer.Option(help="Folder of the running bot's state.", file_okay=False)]
By = Annotated[str, typer.Option(help="Who publishes; it is written down.")]
Allow = Annotated[int, typer.Option(min=0, help="So many questions may get worse; dangers never.")]
Ahead = Annotated[
    bool,
    typer.Option("--ahead", help="Only ask what serves, beside other work; the next comparison is short."),
]
# What a shell gives for a command that Ctrl-C has ended.
INTERRUPTED = 130
# Whatever else runs goes first.
NICE = 15
MOST_SHOWN = 30
PUTTING = "Putting the model into the running bot …"


def compare_command(
    old: Old = None, allow: Allow = MOST_LOST, state: State = paths.STATE, ahead: Ahead = False
) -> None:
    """Compare the content with what serves: which questions are gained, lost or changed, and by which words.

    Example: lantern compare
    """
    encoder.ensure()
    if ahead:
        _ask_ahead(old, state)
        return
    _, impact = _trained_and_compared(old or baseline(state, current_model()), state)
    show(impact, allow)
    if not impact.holds(allow):
        raise typer.Exit(1)


def publish_command(
    port: Port = 5005, state: State = paths.STATE, by: By = "", allow: Allow = MOST_LOST
) -> None:
    """Check, train, compare, and put the model into the running bot if nothing speaks against it.

    Example: lantern publish --by "Ana"
    """
    started = time.monotonic()
    bot = RunningBot(f"http://{HOST}:{port}", state)
    serving = paths.MODELS / bot.serving()
    encoder.ensure()
    if serving.name == current_model().name:
        console.print("The bot serves this content already.")
        return
    new, impact = _trained_and_compared(serving, state)
    show(impact, allow)
    if not impact.holds(allow):
        raise NotPublished(
            "Nothing was published. Mend what is lost; or, if it is meant: "
            f"lantern publish --allow {len(impact.lost)}"
        )
    with phase(PUTTING):
        put_live(bot, new.name, by or getpass.getuser(), state)
    console.print(f"[green]Live[/] after {time.monotonic() - started:.0f} s: {new.name}")
    with content_of(serving) as before:
        late = needs_restart(before, load_library(paths.DATA))
    if late:
        console.print(f"These take effect when the bot is started again: {', '.join(late)}")


def rollback_command(port: Port = 5005, state: State = paths.STATE, by: By = "") -> None:
    """Let the model serve again that served before; the files in data/ stay as they are.

    Example: lantern rollback
    """
    started = time.monotonic()
    bot = RunningBot(f"http://{HOST}:{port}", state)
    with phase(PUTTING):
        name = roll_back(bot, paths.MODELS, by or getpass.getuser(), state)
    console.print(f"[green]Back[/] after {time.monotonic() - started:.1f} s: {name}")


def baseline(state: Path, new: Path) -> Path:
    """Return the model that the new one is compared with: the published one, else the newest other one.

    Raises:
        LanternError: There is none.
    """
    record = published(state)
    if record and (paths.MODELS / record.model).is_file():
        return paths.MODELS / record.model
    others = [path for path in paths.MODELS.glob("lantern-*.tar.gz") if path != new]
    if not others:
        raise LanternError(
            "There is no other model to compare with. Name one: lantern compare --old FILE; "
            "each training leaves one in models/."
        )
    return max(others, key=lambda path: path.stat().st_mtime)


def _ask_ahead(old: Path | None, state: Path) -> None:
    """Ask what the next comparison will be with; its answers are kept beside it."""
    serving = current_model()
    if old is None and not (serving.is_file() and published(state) is None):
        old = baseline(state, serving)
    os.nice(NICE)
    with Askers(1) as askers:
        Comparison(askers, old or serving, load_library(paths.DATA)).ask_old()


def _trained_and_compared(old: Path, state: Path) -> tuple[Path, Impact]:
    """Train if need be, and compare; the serving model is asked while training keeps one core busy."""
    # The processes end first: whoever waits for them in the thread is let go if training fails.
    with ThreadPoolExecutor(1) as meanwhile, Askers() as askers:
        askers.warm()
        early = meanwhile.submit(_asked_before, askers, old, state)
        try:
            new = train.ensure()
            with phase("Asking the serving model …"):
                comparison, before = early.result()
            with phase("Asking the new model …") as update:
                return new, comparison.impact(
                    new, before, lambda done, of: update(f"Asking the new model: {done} of {of} …")
                )
        except KeyboardInterrupt:
            errors.print("Stopped. Nothing was published; what served before serves on.")
            # At once: the processes that ask would be waited for, up to a minute, and end with this one.
            os._exit(INTERRUPTED)


def _asked_before(askers: Askers, old: Path, state: Path) -> tuple[Comparison, list[list[Reply]]]:
    library = load_library(paths.DATA)
    comparison = Comparison(askers, old, library, _asked_lately(library, state))
    return comparison, comparison.ask_old()


def _asked_lately(library: Library, state: Path) -> list[TurnRecord]:
    """Return what people asked lately; a database that is away hinders nobody from publishing."""
    try:
        return records_in(state, masker_of(library), time.time() - DAYS * 86_400)
    except LanternError as error:
        errors.print(f"{error} What people asked is not compared.", style="yellow")
        return []


def show(impact: Impact, allow: int) -> None:
    """Print an impact, the worst first, and the verdict."""
    for heading, shifts in (
        ("Lost", impact.lost), ("Changed", impact.changed), ("Gained", impact.gained),
    ):  # fmt: skip
        _list(heading, shifts)
    _list("New words that the bot answers with another topic so far", impact.claimed)
    if impact.words:
        console.print("[bold]New ways of asking[/]")
    for words in impact.words[:MOST_SHOWN]:
        console.print(f"  {words}", markup=False)
        _list("Not answered with it by the new model either", words.missed)
    if impact.conflicts:
        console.print("[bold]New words that ask what another topic answers[/]")
    for near in impact.conflicts[:MOST_SHOWN]:
        console.print(f"  {near}", markup=False)
    _show_real(impact.real)
    style = "green" if impact.holds(allow) else "bold red"
    console.print(impact.verdict(allow), style=style)


def _show_real(real: Real) -> None:
    if not real.asked:
        console.print(f"There are no questions of people of the last {DAYS} days to compare on.")
        return
    console.print(
        f"[bold]What people asked in the last {DAYS} days[/]: of {real.asked} questions, "
        f"{real.shifted} get another reply."
    )
    for shift in real.shifts[:MOST_SHOWN]:
        console.print(f"  {shift}", markup=False)
    if real.hidden:
        console.print(f"  {real.hidden} of them in ways that fewer than {LEAST} conversations have in common")


def _list(heading: str, shifts: Sequence[Shift]) -> None:
    if shifts:
        console.print(f"[bold]{heading}[/]")
    for shift in shifts[:MOST_SHOWN]:
        console.print(f"  {shift}", markup=False)
    if len(shifts) > MOST_SHOWN:
        console.print(f"  … and {len(shifts) - MOST_SHOWN} more")
