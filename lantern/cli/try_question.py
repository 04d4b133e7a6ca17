"""``lantern try``: see what the bot would make of a question, and why."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from lantern import paths
from lantern.cli import train
from lantern.cli.console import console, phase
from lantern.content.library import load_library
from lantern.editing.neighbours import meanings_of
from lantern.evaluation.bot import ProcessBot


def command(question: Annotated[str, typer.Argument(help="What a person might ask.")]) -> None:
    """Show how the bot understands a question: reply, why, names found, nearest topics and utterances.

    Example: lantern try "where do I leave my car"
    """
    # Imported here: it imports the action, which takes a second that the other verbs need not wait for.
    from lantern.editing.preview import tried

    model = train.ensure()
    with phase("Loading the model …"):
        found = tried(parse(model, question), question, meanings_of(load_library(paths.DATA), paths.ENCODER))
    for answer, why in zip(found.answers, found.why):
        console.print(f"Reply: [bold]{answer.topic or answer.area or answer.kind.value}[/]. ", end="")
        console.print(why, markup=False)
    for name in found.names:
        console.print(
            f"Name:  {name['entity']} = {name['value']}{'' if name['covered'] else ' (not covered)'}"
            f"{' (ruled out)' if name.get('role') == 'excluded' else ''}"
        )
    table = Table("topic, area or talk", "confidence", "nearest utterances")
    for intent, confidence, nearest in found.ranking:
        near = "\n".join(f"{similarity:.2f} {place.text}" for similarity, place in nearest)
        table.add_row(intent, f"{confidence:.2f}", near.replace("[", "\\["))
    console.print(table)
    console.print(found.text, markup=False)


def parse(model: Path, question: str) -> dict[str, Any]:
    """Return what the model makes of a question."""

    async def work() -> dict[str, Any]:
        return await (await ProcessBot.load(model)).parse(question)

    return asyncio.run(work())
