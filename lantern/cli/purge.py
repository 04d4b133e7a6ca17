"""``lantern purge``: erase conversations that are older than they may be kept."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console

DAY = 24 * 60 * 60.0


def command(
    days: Annotated[int, typer.Option(min=0, help="Keep conversations that were active so lately.")] = 30,
    database: Annotated[str, typer.Option(help="SQLAlchemy address of the database.")] = "",
) -> None:
    """Erase the conversations in which nothing was said for so many days.

    Example: lantern purge --days 30
    """
    # Imported here: Rasa takes seconds to import.
    from lantern.stores.tracker_store import purge

    address = database or f"sqlite:///{paths.STATE / 'conversations.db'}"
    count = purge(address, time.time() - days * DAY)
    console.print(f"{count} conversation(s) erased that had been silent for {days} days or more.")
