"""``lantern chat``: talk with the bot in the terminal."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from lantern.cli import train
from lantern.cli.console import console
from lantern.local_bot import LocalBot


def command() -> None:
    """Talk with the bot in the terminal; an empty line ends it.

    Example: lantern chat
    """
    model = train.ensure()
    # A conversation in a terminal leaves nothing behind, and does not disturb a bot that is running.
    with tempfile.TemporaryDirectory() as state:
        bot = LocalBot(model, 0, 0, Path(state))
        try:
            with console.status("Starting the bot …"):
                bot.start()
            _converse(bot)
        except (KeyboardInterrupt, EOFError):
            console.print()
        finally:
            bot.stop()


def _converse(bot: LocalBot) -> None:
    console.print("Type your question. An empty line ends the conversation.")
    sender = f"terminal-{uuid.uuid4().hex}"
    while text := console.input("[bold]You:[/] ").strip():
        for message in bot.say(text, sender):
            console.print("[bold]Lantern:[/]", end=" ")
            console.print(message["text"], markup=False)
