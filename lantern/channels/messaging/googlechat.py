"""The googlechat channel, for credentials.yml: ``lantern.channels.messaging.googlechat.GoogleChat``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import googlechat


class GoogleChat(MessagingChannel):
    """The channel; docs/channels/googlechat.md says how to set it up."""

    platform = googlechat.GoogleChat
