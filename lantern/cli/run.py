"""``lantern run``: start the bot on this computer."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli import train
from lantern.cli.console import console
from lantern.cli.purge import Schedule, local_database
from lantern.editing.publishing import published
from lantern.errors import ModelMissing
from lantern.local_bot import LocalBot

Port = Annotated[int, typer.Option(help="Port of the bot.")]
ActionsPort = Annotated[int, typer.Option(help="Port of the action server.")]
State = Annotated[Path, typer.Option(help="Folder for conversations and logs.", file_okay=False)]


AsPublished = Annotated[
    bool, typer.Option("--published", help="Serve what was published last, not the present content.")
]


def command(
    port: Port = 5005,
    actions_port: ActionsPort = 5055,
    state: State = paths.STATE,
    as_published: AsPublished = False,
) -> None:
    """Train if need be, start the bot, print the address of the demo site; Ctrl-C stops it.

    Conversations that have been silent for 30 days are erased at the start, and then once a day.

    Example: lantern run --port 5010
    """
    # "kill" stops the servers as Ctrl-C does; and Ctrl-C does so even where a shell has it ignored.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, signal.default_int_handler)
    bot = LocalBot(_published(state) if as_published else train.ensure(), port, actions_port, state)
    try:
        with console.status("Starting the bot …"):
            bot.start()
        console.print(f"Lantern is ready: [bold]{bot.address}/demo/[/]\nStop it with Ctrl-C.")
        schedule = Schedule(local_database(state))
        for _ in bot.watch():
            schedule.look()
    except KeyboardInterrupt:
        console.print("Stopping …")
    finally:
        bot.stop()


def _published(state: Path) -> Path:
    record = published(state)
    if record is None or not (paths.MODELS / record.model).is_file():
        raise ModelMissing(f"Nothing was published from {state}. Run without --published first.")
    return paths.MODELS / record.model
