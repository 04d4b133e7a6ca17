"""How a draft would look on a messaging platform: the messages that would be sent, as words and buttons."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from actions.reply import compose
from lantern.answers import Answer
from lantern.channels.messaging.platform import Payload, Platform
from lantern.channels.messaging.platforms.googlechat import GoogleChat
from lantern.channels.messaging.platforms.mattermost import Mattermost
from lantern.channels.messaging.platforms.messenger import Messenger
from lantern.channels.messaging.platforms.rocketchat import RocketChat
from lantern.channels.messaging.platforms.slack import Slack
from lantern.channels.messaging.platforms.teams import Teams
from lantern.channels.messaging.platforms.telegram import Telegram
from lantern.channels.messaging.platforms.twilio_text import Sms, WhatsApp
from lantern.channels.messaging.platforms.twilio_voice import Voice
from lantern.channels.messaging.platforms.webex import Webex
from lantern.channels.messaging.preview import shown
from lantern.channels.messaging.settings import examine
from lantern.channels.messaging.text import Words
from lantern.content.bundle import build_bundle
from lantern.content.library import Library
from lantern.editing.draft import Draft
from lantern.editing.hints import entry_of

PLATFORMS: tuple[type[Platform], ...] = (
    Slack, Telegram, Messenger, Sms, WhatsApp, Voice, Teams, GoogleChat, Webex, Mattermost, RocketChat,
)  # fmt: skip
CHANNELS = {platform.name: platform.title for platform in PLATFORMS}
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Bubble:
    """One message: its words, and what stands on its buttons."""

    text: str
    buttons: tuple[str, ...]


def bubbles_of(library: Library, draft: Draft, channel: str) -> list[Bubble]:
    """Return the messages in which a draft would be sent; none while it lacks what every answer has.

    Args:
        library: The content as it is saved.
        draft: What is being written.
        channel: One of ``CHANNELS``.
    """
    answer = shown_on_website(library, draft)
    if answer is None:
        return []
    kind = next(platform for platform in PLATFORMS if platform.name == channel)
    # What is set up at the platform makes no difference to the look.
    platform = kind(examine({}, kind.settings)[0], Words.of(library))
    return [_bubble(platform, payload) for payload in platform.render([answer], "preview")]


def shown_on_website(library: Library, draft: Draft) -> Answer | None:
    """Return all that a draft would show, sources and choices included; None while something is missing.

    Args:
        library: The content as it is saved.
        draft: What is being written.
    """
    # What is named and not there (yet) is a hint of its own.
    known = replace(
        draft,
        citations=tuple(name for name in draft.citations if name in library.facts),
        resources=tuple(name for name in draft.resources if name in library.resources),
        follow_ups=tuple(name for name in draft.follow_ups if f"faq/{name}" in library.entries),
    )
    entry, _ = entry_of(library, known)
    if entry is None:
        return None
    bundle = build_bundle(replace(library, entries={**library.entries, entry.intent: entry}))
    part = {"kind": "entry", "entry": bundle["entries"][entry.intent], "again": False}
    return compose(part, {"language": bundle["language"], "labels": bundle["labels"]})


def _bubble(platform: Platform, payload: Payload) -> Bubble:
    texts, buttons = shown(payload)
    # Through the platform's own mark-up, of which only the words are kept: nothing typed becomes a tag.
    return Bubble(html.unescape(TAG.sub("", platform.as_html("\n\n".join(texts)))), tuple(buttons))
