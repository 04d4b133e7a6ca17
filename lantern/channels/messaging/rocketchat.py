"""The rocketchat channel, for credentials.yml: ``lantern.channels.messaging.rocketchat.RocketChat``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import rocketchat


class RocketChat(MessagingChannel):
    """The channel; docs/channels/rocketchat.md says how to set it up."""

    platform = rocketchat.RocketChat
