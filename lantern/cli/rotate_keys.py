"""``lantern rotate-keys``: a new key signs the sessions of the website; those that have begun go on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.channels.website.keys import KEY_FILE, rotate
from lantern.cli.console import console

State = Annotated[Path, typer.Option(help="Folder of the bot's state.", file_okay=False)]


def command(state: State = paths.STATE) -> None:
    """Make a new signing key for the website channel; a running bot takes it up by itself.

    Example: lantern rotate-keys
    """
    file = state / KEY_FILE
    count = rotate(file)
    console.print(f"A new key signs from now on; {count} keys are in {file}.", markup=False)
