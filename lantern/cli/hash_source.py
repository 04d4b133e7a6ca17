"""``lantern hash-source``: keep the hashes that show whether an answer copies from a source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantern.cli.console import console
from lantern.content.checks.own_words import shingles
from lantern.paths import DATA


def command(
    source: Annotated[str, typer.Argument(help="The source's id, as in data/facts/<id>.yml.")],
    file: Annotated[Path, typer.Argument(help="The source's whole text.", exists=True, dir_okay=False)],
) -> None:
    """Write data/facts/<id>.shingles from a source's text; the text itself is not kept.

    Example: lantern hash-source ysc ysc-treatment.txt
    """
    hashes = sorted(shingles(file.read_text(encoding="utf-8")))
    target = DATA / "facts" / f"{source}.shingles"
    target.write_text("\n".join(hashes) + "\n", encoding="ascii")
    console.print(f"{len(hashes)} hashes are in {target.relative_to(DATA.parent)}.")
