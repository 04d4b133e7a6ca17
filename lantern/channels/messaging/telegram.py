"""The telegram channel, for credentials.yml: ``lantern.channels.messaging.telegram.Telegram``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import telegram


class Telegram(MessagingChannel):
    """The channel; docs/channels/telegram.md says how to set it up."""

    platform = telegram.Telegram
