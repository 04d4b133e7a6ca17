"""What each platform takes, in one table, with the page that says so.

A figure is what we keep to: the documented limit, or less where the note says why. "Chosen" means that no
page of the platform names a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Unit(str, Enum):
    """What a length is counted in.

    Platforms that say "characters" seldom say which: UTF-16 code units are counted, which are never fewer
    than code points, so that what fits here fits there.
    """

    CHARACTERS = "UTF-16 code units"
    BYTES = "UTF-8 bytes"

    def length(self, text: str) -> int:
        """Return the length of a text in this unit; half characters count as whole ones."""
        if self is Unit.BYTES:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)


# Where no page names a figure: what fits on a button of a telephone's width, and more than any value of ours.
CHOSEN_TITLE, CHOSEN_VALUE = 80, 200


@dataclass(frozen=True)
class Limits:
    """The limits of one platform.

    Attributes:
        text: The greatest length of one message's text, mark-up included.
        unit: What it is counted in.
        choices: How many buttons one message may have; 0 where people type a number.
        choice_title: The greatest length of what stands on a button.
        choice_value: The greatest length in bytes of what a button sends.
        block: The greatest length of one part of a message, where it has parts.
        blocks: How many parts a message may have.
        payload_bytes: The greatest size of a whole message, where one is named.
        pages: Where this is documented.
        note: What is chosen, and why.
    """

    text: int
    pages: tuple[str, ...]
    unit: Unit = Unit.CHARACTERS
    choices: int = 0
    choice_title: int = CHOSEN_TITLE
    choice_value: int = CHOSEN_VALUE
    block: int = 0
    blocks: int = 0
    payload_bytes: int = 0
    note: str = ""


_TWILIO_1600 = "https://www.twilio.com/docs/api/errors/21617"

LIMITS: dict[str, Limits] = {
    "slack": Limits(
        text=12_000,
        choices=25,
        choice_title=75,
        choice_value=2000,
        block=3000,
        blocks=50,
        pages=(
            "https://docs.slack.dev/reference/block-kit/blocks/section-block",
            "https://docs.slack.dev/reference/block-kit/blocks/actions-block",
            "https://docs.slack.dev/reference/block-kit/block-elements/button-element",
            "https://github.com/slackapi/bolt-js/issues/2509",
        ),
        note="No page says how much all blocks may hold; about 13,200 characters were refused (last page).",
    ),
    "telegram": Limits(
        text=4096,
        choices=8,
        choice_title=128,
        choice_value=64,
        pages=(
            "https://core.telegram.org/bots/api#sendmessage",
            "https://core.telegram.org/bots/api#inlinekeyboardbutton",
        ),
        note="4,096 is counted after mark-up is taken out; we count it in. Buttons and their titles: chosen.",
    ),
    "messenger": Limits(
        text=2000,
        choices=13,
        choice_title=20,
        choice_value=1000,
        pages=(
            "https://developers.facebook.com/docs/messenger-platform/reference/send-api",
            "https://developers.facebook.com/docs/messenger-platform/reference/buttons/quick-replies",
        ),
    ),
    "sms": Limits(text=1600, pages=(_TWILIO_1600,)),
    "whatsapp": Limits(
        text=1600,
        pages=(_TWILIO_1600, "https://www.twilio.com/docs/whatsapp/api"),
        note="Buttons need templates that WhatsApp has approved, so choices are numbers.",
    ),
    "voice": Limits(
        text=3000,
        pages=("https://www.twilio.com/docs/voice/twiml/say",),
        note="4,096 characters a <Say>; less is chosen, mark-up characters are escaped.",
    ),
    "teams": Limits(
        text=8000,
        choices=6,
        payload_bytes=40_000,
        pages=(
            "https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages",
            "https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions",
        ),
        note="About 100 KB in UTF-16, and 80 are advised; it was 40, which we keep to. The rest: chosen.",
    ),
    "googlechat": Limits(
        text=4096,
        choices=20,
        payload_bytes=32_000,
        pages=(
            "https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create",
            "https://developers.google.com/workspace/chat/api/reference/rest/v1/cards",
        ),
        note="32,000 bytes with everything, and 100 widgets a card. The rest: chosen.",
    ),
    "webex": Limits(
        text=7439,
        unit=Unit.BYTES,
        choices=5,
        pages=(
            "https://developer.webex.com/docs/api/v1/messages/create-a-message",
            "https://developer.webex.com/docs/buttons-and-cards",
        ),
        note="Buttons and their titles: chosen.",
    ),
    "mattermost": Limits(
        text=16_383,
        choices=10,
        pages=(
            "https://docs.mattermost.com/developers/integrate/slash-commands",
            "https://docs.mattermost.com/developers/integrate/plugins/interactive-messages",
        ),
        note="Buttons and their titles: chosen.",
    ),
    "rocketchat": Limits(
        text=5000,
        choices=5,
        pages=("https://github.com/WideChat/Rocket.Chat.Android/wiki/Buttons-Inside-Attachment-Object-Spec",),
        note="5,000 is the default of Message_MaxAllowedSize, which an administrator can change.",
    ),
}
