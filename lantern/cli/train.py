"""``lantern train``: check the content and train a model from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lantern import paths
from lantern.cli import check, encoder
from lantern.cli.console import begin, console, errors, phase
from lantern.content.library import load_library
from lantern.model_file import TRAINED_COMPONENTS, Training, current_model
from lantern.safety.setup import is_learnt, safety_look


def command(
    force: Annotated[bool, typer.Option(help="Train even if the model is up to date.")] = False,
) -> None:
    """Check the content, and train a model if content, configuration or code have changed.

    Example: lantern train
    """
    ensure(force)


def ensure(force: bool = False) -> Path:
    """Return the model of the present content, trained if need be.

    Raises:
        typer.Exit: The content has problems, which have been printed.
    """
    encoder.ensure()
    target = _model(force)
    # Not at the first start of the bot, which would have to wait for it.
    library = load_library(paths.DATA)
    if not is_learnt(library, paths.ENCODER):
        with phase("Learning to tell dangers from what only sounds like one (a minute or two) …"):
            safety_look(library, paths.ENCODER)
    return target


def _model(force: bool) -> Path:
    target = current_model()
    if target.is_file() and not force:
        # The newest model is the one that bare Rasa commands take.
        os.utime(target)
        return target
    # Rasa begins before the check has ended, which takes less time than Rasa's imports do.
    with Training(target) as training:
        if not check.report():
            console.print("Nothing was trained. Mend these problems, then try again.")
            raise typer.Exit(1)
        begin("Training the model …")
        columns = (TextColumn("Training"), BarColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=errors, disable=not errors.is_terminal)
        with bar:
            task = bar.add_task("training", total=TRAINED_COMPONENTS)
            training.finish(load_library(paths.DATA), lambda: bar.advance(task))
            bar.update(task, completed=TRAINED_COMPONENTS)
    console.print(f"The model is trained: models/{target.name}")
    return target
