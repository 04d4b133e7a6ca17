"""The teams channel, for credentials.yml: ``lantern.channels.messaging.teams.Teams``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import teams


class Teams(MessagingChannel):
    """The channel; docs/channels/teams.md says how to set it up."""

    platform = teams.Teams
