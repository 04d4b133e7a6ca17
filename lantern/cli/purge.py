"""``lantern purge``: erase conversations that are older than they may be kept."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from lantern import paths
from lantern.cli.console import console, errors
from lantern.errors import SettingError
from lantern.stores.purge import purge

HOUR = 60 * 60.0
DAY = 24 * HOUR
DEFAULT_DAYS = 30


def command(
    days: Annotated[
        int, typer.Option(min=0, help="Keep conversations that were active so lately.")
    ] = DEFAULT_DAYS,
    database: Annotated[
        str, typer.Option(envvar="LANTERN_DATABASE", help="SQLAlchemy address of the database.")
    ] = "",
    every: Annotated[
        int, typer.Option(min=0, help="Go on, and purge again after so many hours; 0 means once.")
    ] = 0,
) -> None:
    """Erase the conversations in which nothing was said for so many days.

    Example: lantern purge --days 30 --every 24
    """
    address = database or local_database(paths.STATE)
    if not every:
        try:
            report(purge(address, time.time() - days * DAY), days)
        except SQLAlchemyError as error:
            raise SettingError(f"The database cannot be purged ({type(error).__name__}).") from error
        return
    schedule = Schedule(address, days, every * HOUR)
    while True:
        schedule.look()
        time.sleep(1)


def local_database(state: Path) -> str:
    """Return the address of the database of a bot on this computer."""
    return f"sqlite:///{state / 'conversations.db'}"


def report(count: int, days: int) -> None:
    """Say how many conversations were erased."""
    console.print(f"{count} conversation(s) erased that had been silent for {days} days or more.")


class Schedule:
    """Purges at once, and again whenever so many seconds have passed."""

    def __init__(self, database: str, days: int = DEFAULT_DAYS, seconds: float = DAY) -> None:
        """Take the address of the database, how long conversations are kept, and how often to look."""
        self._database, self._days, self._seconds = database, days, seconds
        self._due = 0.0

    def look(self) -> None:
        """Purge if it is time to; a database that is away is tried again the next time."""
        if time.time() < self._due:
            return
        self._due = time.time() + self._seconds
        try:
            count = purge(self._database, time.time() - self._days * DAY)
        except SQLAlchemyError as error:
            errors.print(f"The database could not be purged ({type(error).__name__}).", style="yellow")
            return
        if count:
            report(count, self._days)
