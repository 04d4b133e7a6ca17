"""``lantern channels``: look after the messaging channels; one verb a file."""

from __future__ import annotations

import typer

from lantern.cli import channels_check, channels_preview, channels_register

app = typer.Typer(help="Check, preview and register the messaging channels.", no_args_is_help=True)
app.command("check")(channels_check.command)
app.command("preview")(channels_preview.command)
app.command("register")(channels_register.command)
