"""``lantern encoder``: build the sentence encoder."""

from __future__ import annotations

from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console, phase
from lantern.encoder.build import build
from lantern.encoder.runtime import MANIFEST


def command(force: Annotated[bool, typer.Option(help="Build it again even if it is there.")] = False) -> None:
    """Build the sentence encoder from its published weights (once a machine, some seconds).

    Example: lantern encoder
    """
    ensure(force)


def ensure(force: bool = False) -> None:
    """Build the encoder if it is not there."""
    if (paths.ENCODER / MANIFEST).is_file() and not force:
        return
    with phase("Building the sentence encoder …") as update:
        build(paths.ENCODER, lambda step: update(f"Building the sentence encoder: {step} …"))
    console.print("The sentence encoder is built.")
