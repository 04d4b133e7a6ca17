"""The whatsapp channel, for credentials.yml: ``lantern.channels.messaging.whatsapp.WhatsApp``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import twilio_text


class WhatsApp(MessagingChannel):
    """The channel; docs/channels/whatsapp.md says how to set it up."""

    platform = twilio_text.WhatsApp
