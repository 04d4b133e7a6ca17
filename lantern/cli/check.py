"""``lantern check``: find everything that is wrong with the content."""

from __future__ import annotations

import typer

from lantern.cli.console import console
from lantern.content.check import check_content
from lantern.paths import DATA


def command() -> None:
    """Check all content in data/ and list every problem with its file, line and cure.

    Example: lantern check
    """
    if not report():
        raise typer.Exit(1)


def report() -> bool:
    """Print all problems of the content; return whether there are none."""
    problems = check_content(DATA)
    for problem in problems:
        console.print(f"[bold]{problem.file}:{problem.line}[/]: ", end="")
        console.print(f"{problem.what} {problem.cure}", markup=False)
    if problems:
        files = len({problem.file for problem in problems})
        console.print(f"[red]{len(problems)} problem(s) in {files} file(s).[/]")
    else:
        console.print("[green]The content is in order.[/]")
    return not problems
