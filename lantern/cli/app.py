"""The command ``lantern`` and its verbs."""

from __future__ import annotations

import os
import sys

import typer

from lantern.cli.quiet import keep_to_ours

# Before the verbs are imported: what they need warns while it is.
keep_to_ours()

from lantern.cli import (  # noqa: E402
    channels,
    chat,
    check,
    edit,
    encoder,
    evaluate,
    hash_source,
    inbox,
    link,
    new,
    pages,
    publish,
    purge,
    replay,
    report,
    review,
    rotate_keys,
    run,
    sheet,
    show,
    studio,
    train,
    try_question,
)
from lantern.cli.console import errors  # noqa: E402
from lantern.errors import LanternError  # noqa: E402

app = typer.Typer(
    name="lantern",
    help="Tend and run the Lantern bot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("check")(check.command)
app.command("new")(new.command)
app.command("edit")(edit.command)
app.command("move")(new.move_command)
app.command("link")(link.command)
app.command("history")(edit.history_command)
app.command("undo")(edit.undo_command)
app.command("train")(train.command)
app.command("try")(try_question.command)
app.command("compare")(publish.compare_command)
app.command("publish")(publish.publish_command)
app.command("rollback")(publish.rollback_command)
app.command("export")(sheet.export_command)
app.command("import")(sheet.import_command)
app.command("inbox")(inbox.command)
app.command("report")(report.command)
app.command("review")(review.command)
app.command("studio")(studio.command)
app.command("studio-user")(studio.user_command)
app.command("evaluate")(evaluate.command)
app.command("run")(run.command)
app.command("chat")(chat.command)
app.command("show")(show.command)
app.command("replay")(replay.command)
app.command("purge")(purge.command)
app.command("pages")(pages.command)
app.command("rotate-keys")(rotate_keys.command)
app.command("encoder")(encoder.command)
app.add_typer(channels.app, name="channels")
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
