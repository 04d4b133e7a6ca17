"""The messenger channel, for credentials.yml: ``lantern.channels.messaging.messenger.Messenger``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import messenger


class Messenger(MessagingChannel):
    """The channel; docs/channels/messenger.md says how to set it up."""

    platform = messenger.Messenger
