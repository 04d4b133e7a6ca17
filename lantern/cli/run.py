"""``lantern run``: start the bot on this computer."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from lantern.cli import train
from lantern.cli.console import console
from lantern.local_bot import LocalBot

Port = Annotated[int, typer.Option(help="Port of the bot.")]
ActionsPort = Annotated[int, typer.Option(help="Port of the action server.")]


def command(port: Port = 5005, actions_port: ActionsPort = 5055) -> None:
    """Train if need be, start the bot, print the address of the chat page; Ctrl-C stops it.

    Example: lantern run --port 5010
    """
    # "kill" stops the servers too, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    bot = LocalBot(train.ensure(), port, actions_port)
    try:
        with console.status("Starting the bot …"):
            bot.start()
        console.print(f"Lantern is ready: [bold]{bot.address}/chat/[/]\nStop it with Ctrl-C.")
        for _ in bot.watch():
            pass
    except KeyboardInterrupt:
        console.print("Stopping …")
    finally:
        bot.stop()
