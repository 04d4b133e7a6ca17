"""The mattermost channel, for credentials.yml: ``lantern.channels.messaging.mattermost.Mattermost``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import mattermost


class Mattermost(MessagingChannel):
    """The channel; docs/channels/mattermost.md says how to set it up."""

    platform = mattermost.Mattermost
