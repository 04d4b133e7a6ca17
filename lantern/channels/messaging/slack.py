"""The slack channel, for credentials.yml: ``lantern.channels.messaging.slack.Slack``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import slack


class Slack(MessagingChannel):
    """The channel; docs/channels/slack.md says how to set it up."""

    platform = slack.Slack
