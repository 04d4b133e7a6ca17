"""All messaging channels by name, for the command line; a module is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lantern.errors import SettingError

if TYPE_CHECKING:
    # At run time it would bring Rasa along, which the command line must not wait for.
    from lantern.channels.messaging.channel import MessagingChannel

PACKAGE = "lantern.channels.messaging"
CLASSES = {
    "slack": "Slack",
    "telegram": "Telegram",
    "messenger": "Messenger",
    "sms": "Sms",
    "whatsapp": "WhatsApp",
    "voice": "Voice",
    "teams": "Teams",
    "googlechat": "GoogleChat",
    "webex": "Webex",
    "mattermost": "Mattermost",
    "rocketchat": "RocketChat",
}


def path_of(name: str) -> str:
    """Return the name of a channel's block in credentials.yml."""
    return f"{PACKAGE}.{name}.{CLASSES[name]}"


def channel_class(name: str) -> type[MessagingChannel]:
    """Return a channel's class.

    Raises:
        SettingError: There is no such channel.
    """
    if name not in CLASSES:
        raise SettingError(f"There is no channel {name!r}. Channels: {', '.join(CLASSES)}.")
    found: type[MessagingChannel] = getattr(import_module(f"{PACKAGE}.{name}"), CLASSES[name])
    return found
