"""The sms channel, for credentials.yml: ``lantern.channels.messaging.sms.Sms``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import twilio_text


class Sms(MessagingChannel):
    """The channel; docs/channels/sms.md says how to set it up."""

    platform = twilio_text.Sms
