"""All fakes by the channel's name, and the platforms made as the server makes them."""

from __future__ import annotations

from importlib import import_module
from urllib.parse import urlencode

from lantern.channels.messaging.incoming import WebhookRequest
from lantern.channels.messaging.platform import Platform
from lantern.channels.messaging.settings import read
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.base import Fake, Inbound
from tests.channels.messaging.fakes.googlechat import GoogleChatFake
from tests.channels.messaging.fakes.mattermost import MattermostFake
from tests.channels.messaging.fakes.messenger import MessengerFake
from tests.channels.messaging.fakes.rocketchat import RocketChatFake
from tests.channels.messaging.fakes.slack import SlackFake
from tests.channels.messaging.fakes.teams import TeamsFake
from tests.channels.messaging.fakes.telegram import TelegramFake
from tests.channels.messaging.fakes.twilio import SmsFake, VoiceFake, WhatsAppFake
from tests.channels.messaging.fakes.webex import WebexFake

FAKES: dict[str, type[Fake]] = {
    fake.name: fake
    for fake in (
        SlackFake,
        TelegramFake,
        MessengerFake,
        SmsFake,
        WhatsAppFake,
        VoiceFake,
        TeamsFake,
        GoogleChatFake,
        WebexFake,
        MattermostFake,
        RocketChatFake,
    )
}
PLATFORMS = {
    "slack": "slack:Slack",
    "telegram": "telegram:Telegram",
    "messenger": "messenger:Messenger",
    "sms": "twilio_text:Sms",
    "whatsapp": "twilio_text:WhatsApp",
    "voice": "twilio_voice:Voice",
    "teams": "teams:Teams",
    "googlechat": "googlechat:GoogleChat",
    "webex": "webex:Webex",
    "mattermost": "mattermost:Mattermost",
    "rocketchat": "rocketchat:RocketChat",
}


def platform_class(name: str) -> type[Platform]:
    """Return the class of a platform."""
    module, _, cls = PLATFORMS[name].partition(":")
    found: type[Platform] = getattr(import_module(f"lantern.channels.messaging.platforms.{module}"), cls)
    return found


def made(fake: Fake, words: Words) -> Platform:
    """Return the platform with the settings that the fake hands out; the fake's server has to run."""
    cls = platform_class(fake.name)
    return cls(read(fake.name, fake.credentials(), cls.settings), words)


def as_request(fake: Fake, inbound: Inbound) -> WebhookRequest:
    """Return an inbound request as our server sees it."""
    headers = {name.lower(): value for name, value in inbound.headers.items()}
    url = f"{fake.public}{inbound.path}" + (f"?{urlencode(inbound.query)}" if inbound.query else "")
    return WebhookRequest(inbound.method, url, headers, inbound.body, inbound.query, "192.0.2.1")
