"""The voice channel, for credentials.yml: ``lantern.channels.messaging.voice.Voice``."""

from __future__ import annotations

from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.platforms import twilio_voice


class Voice(MessagingChannel):
    """The channel; docs/channels/voice.md says how to set it up."""

    platform = twilio_voice.Voice
