"""``lantern channels check``: what each configured messaging channel has, lacks, or has wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.channels.messaging.credentials import Configured, configured
from lantern.channels.messaging.settings import COMMON
from lantern.channels.messaging.undelivered import count_kept, sweep
from lantern.cli.console import console

Credentials = Annotated[Path, typer.Option(help="The file with the channels' settings.", dir_okay=False)]
FILE = Path("credentials.yml")


def command(credentials: Credentials = FILE) -> None:
    """Tell for each messaging channel what is set, missing or wrong, and which address to enter there.

    Nothing is asked of the network, and no secret is shown. Kept replies whose time is over are removed,
    also those of channels that are not set up any more.

    Example: lantern channels check --credentials deploy/messaging/credentials.yml
    """
    found = configured(credentials)
    if not found:
        console.print(f"{credentials} sets up no messaging channel.", markup=False)
    for channel in found:
        _report(channel)
    _sweep()
    if any(channel.problems for channel in found):
        raise typer.Exit(1)


def _sweep() -> None:
    try:
        removed = sweep(paths.STATE)
    except OSError as error:
        console.print(f"Kept replies whose time is over cannot be removed: {error.strerror}.", markup=False)
        return
    if removed:
        console.print(f"Kept replies removed, because their time is over: {removed}.", markup=False)


def _report(channel: Configured) -> None:
    state = "[red]wrong[/]" if channel.problems else "[green]in order[/]"
    console.print(f"[bold]{channel.name}[/] ({channel.platform.title}): {state}")
    console.print(f"  address to enter: {channel.webhook}", markup=False)
    # What all channels have is told where it was set.
    common = [setting for setting in COMMON if channel.values.get(setting.name) not in ("", setting.default)]
    own = {setting.name: setting for setting in (*channel.platform.settings, *common)}
    for setting in own.values():
        value = channel.values.get(setting.name, "")
        missing = "wrong" if setting.name in channel.given else "not set"
        shown = ("set" if setting.secret else value) if value else missing
        console.print(f"  {setting.name}: {shown}", markup=False)
    for problem in channel.problems:
        console.print(f"  [red]{'!'}[/] ", end="")
        console.print(problem, markup=False)
    kept = count_kept(paths.STATE, channel.name)
    if kept:
        console.print(f"  {kept} replies could not be delivered and are kept.", markup=False)
