"""``lantern try``: see what the bot would make of a question, and why."""

from __future__ import annotations

import asyncio
import logging
import os
import warnings
from typing import Annotated, Any

import typer
from rich.table import Table

from lantern.cli import train
from lantern.cli.console import console


def command(question: Annotated[str, typer.Argument(help="What a person might ask.")]) -> None:
    """Show how the bot understands a question: reply, names found, and the nearest topics.

    Example: lantern try "where do I leave my car"
    """
    model = train.ensure()
    with console.status("Loading the model …"):
        parsed = parse(str(model), question)
    part = parsed["plan"]["parts"][0]
    shown = part.get("intent") or part.get("notice") or part["kind"]
    console.print(f"Reply: [bold]{shown}[/] ({part['kind']}, confidence {part.get('confidence', 0):.2f})")
    for name in parsed["entities"]:
        console.print(
            f"Name:  {name['entity']} = {name['value']}{'' if name['covered'] else ' (not covered)'}"
        )
    table = Table("topic, area or talk", "confidence")
    for row in parsed["plan"]["ranking"]:
        table.add_row(row["intent"], f"{row['confidence']:.2f}")
    console.print(table)
    said = part["entry"]["short"] if part["kind"] == "entry" else part.get("sentence", "")
    console.print(said, markup=False)


def parse(model: str, question: str) -> dict[str, Any]:
    """Return what the model makes of a question."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Rasa's libraries warn at length about each other; an editor can do nothing about it.
    warnings.showwarning = lambda *_, **__: None
    # Imported here: Rasa takes seconds to import, and the other verbs do not need it.
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

    # Rasa as a library would print each message it reads.
    configure_structlog(logging.ERROR)

    async def work() -> dict[str, Any]:
        agent = await load_agent(model_path=model)
        found: dict[str, Any] = await agent.parse_message(question)
        return found

    return asyncio.run(work())
