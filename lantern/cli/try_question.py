"""``lantern try``: see what the bot would make of a question, and why."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from lantern.cli import train
from lantern.cli.console import console
from lantern.evaluation.bot import ProcessBot


def command(question: Annotated[str, typer.Argument(help="What a person might ask.")]) -> None:
    """Show how the bot understands a question: reply, names found, and the nearest topics.

    Example: lantern try "where do I leave my car"
    """
    model = train.ensure()
    with console.status("Loading the model …"):
        parsed = parse(model, question)
    for part in parsed["plan"]["parts"]:
        shown = part.get("intent") or part.get("notice") or part["kind"]
        console.print(f"Reply: [bold]{shown}[/] ({part['kind']}, confidence {part.get('confidence', 0):.2f})")
    for name in parsed["entities"]:
        console.print(
            f"Name:  {name['entity']} = {name['value']}{'' if name['covered'] else ' (not covered)'}"
            f"{' (ruled out)' if name.get('role') == 'excluded' else ''}"
        )
    table = Table("topic, area or talk", "confidence")
    for row in parsed["plan"]["ranking"]:
        table.add_row(row["intent"], f"{row['confidence']:.2f}")
    console.print(table)
    for part in parsed["plan"]["parts"]:
        said = part["entry"]["short"] if part["kind"] == "entry" else part.get("sentence", "")
        console.print(said, markup=False)


def parse(model: Path, question: str) -> dict[str, Any]:
    """Return what the model makes of a question."""

    async def work() -> dict[str, Any]:
        return await (await ProcessBot.load(model)).parse(question)

    return asyncio.run(work())
