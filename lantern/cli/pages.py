"""``lantern pages``: write the static page of all questions and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantern.channels.static_page import write_static_page
from lantern.cli.console import console
from lantern.content.check import sound_library
from lantern.paths import DATA

To = Annotated[Path, typer.Option(help="Folder to write into; it is made if need be.", file_okay=False)]


def command(to: To = Path("results/faq")) -> None:
    """Write a page of all questions and answers that needs no server, to publish beside the bot.

    Example: lantern pages --to public/faq
    """
    files = write_static_page(sound_library(DATA), to)
    console.print(f"{len(files)} files written: {files[0]}", markup=False)
