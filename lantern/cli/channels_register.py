"""``lantern channels register``: tell a messaging platform our address, where that is done by a request."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import aiohttp
import typer

from lantern import paths
from lantern.channels.messaging.credentials import Configured, configured
from lantern.channels.messaging.platform import Undelivered
from lantern.channels.messaging.text import Words
from lantern.cli.channels_check import FILE, Credentials
from lantern.cli.console import console
from lantern.content.library import load_library
from lantern.errors import SettingError

Channel = Annotated[str, typer.Argument(help="The channel's name, such as telegram.")]


def command(channel: Channel, credentials: Credentials = FILE) -> None:
    """Tell a platform where it is to send messages; the bot itself never does that when it starts.

    Example: lantern channels register telegram --credentials deploy/messaging/credentials.yml
    """
    console.print(register(channel, credentials), markup=False)


def register(name: str, credentials: Path) -> str:
    """Register a channel and return what was done.

    Raises:
        SettingError: The channel is not set up, the platform refused, or it is done by hand there.
    """
    found = next((one for one in configured(credentials) if one.name == name), None)
    if found is None:
        raise SettingError(f"{credentials} does not set up a channel {name!r}.")
    problems = list(found.problems)
    if not found.values.get("public_url"):
        problems.append("public_url is missing: the platform has to know where to send messages.")
    if problems:
        raise SettingError(f"{credentials}, {name}: {' '.join(problems)}")
    return asyncio.run(_register(found))


async def _register(channel: Configured) -> str:
    platform = channel.platform(channel.values, Words.of(load_library(paths.DATA)))
    async with aiohttp.ClientSession(trust_env=True) as http:
        try:
            return await platform.register(channel.webhook, http)
        except Undelivered as error:
            raise SettingError(f"{platform.title} did not take it: {error}.") from error
        except NotImplementedError:
            raise SettingError(
                f"On {platform.title} the address is entered by hand; docs/channels/{channel.name}.md says "
                f"where. It is {channel.webhook}"
            ) from None
