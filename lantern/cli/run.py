"""``lantern run``: start the bot on this computer."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli import train
from lantern.cli.console import console
from lantern.local_bot import LocalBot

Port = Annotated[int, typer.Option(help="Port of the bot.")]
ActionsPort = Annotated[int, typer.Option(help="Port of the action server.")]
State = Annotated[Path, typer.Option(help="Folder for conversations and logs.", file_okay=False)]


def command(port: Port = 5005, actions_port: ActionsPort = 5055, state: State = paths.STATE) -> None:
    """Train if need be, start the bot, print the address of the demo site; Ctrl-C stops it.

    Example: lantern run --port 5010
    """
    # "kill" stops the servers as Ctrl-C does; and Ctrl-C does so even where a shell has it ignored.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, signal.default_int_handler)
    bot = LocalBot(train.ensure(), port, actions_port, state)
    try:
        with console.status("Starting the bot …"):
            bot.start()
        console.print(f"Lantern is ready: [bold]{bot.address}/demo/[/]\nStop it with Ctrl-C.")
        for _ in bot.watch():
            pass
    except KeyboardInterrupt:
        console.print("Stopping …")
    finally:
        bot.stop()
