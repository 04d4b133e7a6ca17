"""The webex channel, for credentials.yml: ``lantern.channels.messaging.webex.Webex``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import webex


class Webex(MessagingChannel):
    """The channel; docs/channels/webex.md says how to set it up."""

    platform = webex.Webex
