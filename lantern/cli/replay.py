"""``lantern replay``: show exactly what an answer said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console
from lantern.content.archive import FOLDER, Archive


def command(
    answer_id: Annotated[str, typer.Argument(help="The id that came with the answer.")],
    archive: Annotated[
        Path, typer.Option(help="Folder of the archive.", file_okay=False, show_default=False)
    ] = paths.STATE / FOLDER,
) -> None:
    """Show exactly what was said under an answer id, also after the content has changed.

    Example: lantern replay palliative_care_what@0123456789ab
    """
    found = Archive(archive).find(answer_id)
    answer, overdue = found.said["answer"], found.said["overdue"]
    console.print(f"{found.answer_id}, first published on {found.on} with the content {found.bundle}")
    console.print(f"Kind: {answer['kind']}. Language: {answer['language']}.\n")
    console.print(found.said["text"], markup=False)
    console.print("\nWhich choices were offered depended on the conversation; these are the answer's own.")
    if answer["more"]:
        console.print("Where more was asked for, the second part came alone.")
    if answer["kind"] in ("talk", "support"):
        console.print("Beside other answers in one message, it was shorter.")
    if overdue:
        console.print(f"After {overdue['after']}, this stood before the disclaimer: ", end="")
        console.print(overdue["sentence"], markup=False)
