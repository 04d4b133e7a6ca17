"""``lantern evaluate``: put questions with known answers to the bot, and see how it does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from lantern import paths
from lantern.cli import train
from lantern.cli.console import console, errors
from lantern.content.library import load_library
from lantern.errors import LanternError
from lantern.evaluation.bot import ProcessBot
from lantern.evaluation.questions import Question, read_questions
from lantern.evaluation.score import Outcome, judge, report

Files = Annotated[list[Path], typer.Argument(help="Files of questions, as docs/editors/evaluating.md says.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON, and nothing else.")]
Picture = Annotated[
    Path | None, typer.Option(help="Write a picture (.png or .svg): risk and coverage, confusions.")
]
Missed = Annotated[bool, typer.Option("--missed", help="List each question that was not answered rightly.")]

SHARES = ("right", "right_or_offered", "answered_wrongly", "area_named")


def command(files: Files, as_json: AsJson = False, picture: Picture = None, missed: Missed = False) -> None:
    """Put questions with expected topics to the bot and report how many it answers rightly.

    Example: lantern evaluate tests/questions/*.jsonl --picture evaluation.png
    """
    if picture and picture.suffix not in (".png", ".svg"):
        raise LanternError(f"--picture: {picture} has to end in .png or .svg.")
    library = load_library(paths.DATA)
    topics = {entry.name for entry in library.family("faq")}
    areas = {entry.name for entry in library.family("area")}
    questions, problems = read_questions(files, topics, areas)
    for problem in problems:
        errors.print(str(problem), markup=False)
    if not questions:
        raise LanternError("There is no question to ask.")
    outcomes = asyncio.run(_ask(_model(as_json), questions))
    figures = report(outcomes)
    if picture:
        from lantern.evaluation.pictures import draw

        draw(outcomes, picture)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        _show(figures, missed)
    if problems:
        errors.print(f"{len(problems)} line(s) could not be read; all others were evaluated.")
        raise typer.Exit(1)


def _model(as_json: bool) -> Path:
    """Return the model; where JSON is printed, what training says is no part of it."""
    console.stderr = as_json
    try:
        return train.ensure()
    finally:
        console.stderr = False


async def _ask(model: Path, questions: Sequence[Question]) -> list[Outcome]:
    with errors.status("Loading the model …"):
        bot = await ProcessBot.load(model)
    outcomes = []
    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as bar:
        for number, question in enumerate(bar.track(questions)):
            for place, turn in enumerate(question.turns):
                reply = await bot.say(turn.text, f"evaluation-{number}")
                outcomes.append(judge(question, place, reply))
    return outcomes


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _show(figures: dict[str, Any], missed: bool) -> None:
    table = Table("questions", "asked", "right", "right or offered", "wrong topic stated", "area named")
    for name, group in figures["groups"].items():
        shares = [_percent(group.get(key)) for key in SHARES]
        table.add_row(name, str(group["asked"]), *shares)
    dialogues = figures["dialogues"]
    if dialogues["turns"]:
        shares = [_percent(dialogues["right"]), "–", _percent(dialogues["answered_wrongly"]), "–"]
        table.add_row("turns of dialogues", str(dialogues["turns"]), *shares)
        later = [_percent(dialogues["later_right"]), "–", "–", "–"]
        table.add_row("… after the first", str(dialogues["later_turns"]), *later)
    console.print(table)
    weak = figures["topics_mostly_right"]["at_most_half_right"]
    if weak:
        console.print(
            "At most half right: " + ", ".join(f"{name} {_percent(share)}" for name, share in weak.items())
        )
    sure = Table("confidence", "asked", "right")
    for group in figures["calibration"]:
        sure.add_row(
            f"{group['from']:.2f} to {group['to']:.2f}", str(group["asked"]), _percent(group["right"])
        )
    console.print(sure)
    worst = Table("expected", "got", "times")
    for row in figures["confusions"]:
        worst.add_row(row["expected"], row["got"], str(row["times"]))
    console.print(worst)
    for item in figures["missed"] if missed else ():
        place = f"{item['file']}:{item['line']}"
        line = (
            f"{place}: {item['text']} — expected {', '.join(item['expected'])}, got {', '.join(item['got'])}"
        )
        console.print(line, markup=False)
