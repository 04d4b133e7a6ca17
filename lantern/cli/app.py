"""The command ``lantern`` and its verbs."""

from __future__ import annotations

import os
import sys

import typer

from lantern.cli import (
    chat,
    check,
    encoder,
    evaluate,
    hash_source,
    pages,
    purge,
    rotate_keys,
    run,
    train,
    try_question,
)
from lantern.cli.console import errors
from lantern.errors import LanternError

app = typer.Typer(
    name="lantern",
    help="Tend and run the Lantern bot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("check")(check.command)
app.command("train")(train.command)
app.command("try")(try_question.command)
app.command("evaluate")(evaluate.command)
app.command("run")(run.command)
app.command("chat")(chat.command)
app.command("purge")(purge.command)
app.command("pages")(pages.command)
app.command("rotate-keys")(rotate_keys.command)
app.command("encoder")(encoder.command)
app.command("hash-source")(hash_source.command)


def main() -> None:
    """Run the command; an error that is meant for people is shown as a sentence."""
    # Rasa would report use and crashes to its makers.
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        app()
    except LanternError as error:
        errors.print(str(error), style="bold red", markup=False, highlight=False)
        sys.exit(1)
