"""What a messaging platform has to be able to do; each module in ``platforms/`` is one of them.

Everything about an answer's look is pure: ``render`` and ``plain`` give JSON-able values and need no network.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging.incoming import Incoming, WebhookRequest
from lantern.channels.messaging.limits import Limits
from lantern.channels.messaging.preview import bubbles, linked
from lantern.channels.messaging.split import split
from lantern.channels.messaging.text import Words, Write, clean, compose, pack, write

Payload = dict[str, Any]


class Undelivered(Exception):
    """The platform did not take a message.

    Its message is a kind of failure ("status 500", "timed out"), never content, address or token.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        final: bool = False,
        unwanted: bool = False,
    ) -> None:
        """Take the reason.

        Args:
            reason: What went wrong, in a few words.
            retry_after: The seconds that the platform asks us to wait.
            final: Whether the same payload will never be taken (status 400, say); plain text is tried then.
            unwanted: Whether the person has told the platform to take nothing from us: then nothing more is
                tried, and nothing is kept.
        """
        super().__init__(reason)
        self.retry_after, self.final, self.unwanted = retry_after, final or unwanted, unwanted


@dataclass(frozen=True)
class Reply:
    """What a webhook answers to the request itself."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Setting:
    """A setting of a channel's block in credentials.yml.

    ``pattern`` is a regular expression for the whole value; ``form`` says the same in words. What no pattern
    can tell, ``objection`` does: it takes all values of the block and returns what is wrong with this one.
    """

    name: str
    purpose: str
    where: str = ""
    required: bool = False
    secret: bool = False
    default: str = ""
    pattern: str = r"\S(.*\S)?"
    form: str = "a text"
    objection: Callable[[Mapping[str, str]], str] | None = None


class Platform(ABC):
    """One platform; stateless but for what it may cache (a token, public keys)."""

    # The channel's name; its address is /webhooks/<name>/webhook.
    name: ClassVar[str]
    # How people write the platform's name.
    title: ClassVar[str]
    limits: ClassVar[Limits]
    settings: ClassVar[tuple[Setting, ...]]
    # Whether the reply stands in the response to the request (a phone call), and not in a request of ours.
    answers_in_response: ClassVar[bool] = False

    def __init__(self, settings: Mapping[str, str], words: Words) -> None:
        """Take the checked settings (each is there; those that are not set are empty) and the sentences."""
        self._settings, self._words = settings, words

    @abstractmethod
    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """Make sure that the platform has sent the request; ``http`` only fetches public keys.

        Raises:
            Forged: It has not, or that cannot be shown.
        """

    def immediate(self, request: WebhookRequest) -> Reply | None:
        """Return the reply to a request that is no message, such as the platform's check of our address.

        It is asked before ``verify`` only for GET requests, which never hold a message; what it gives away
        there it has to guard itself.
        """
        return None

    @abstractmethod
    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """Return all messages of people in a request; edits, our own echoes and bots are left out.

        Raises:
            Malformed: The request cannot be understood.
        """

    async def complete(self, incoming: Incoming, http: aiohttp.ClientSession) -> Incoming | None:
        """Return the message whole, where the request has only its id; None if it is not to be answered.

        Called after the webhook has answered; tried again as deliveries are.

        Raises:
            Undelivered: The platform did not give it.
        """
        return incoming

    @abstractmethod
    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """Return the payloads that say all the answers, in order, each within the limits. Pure.

        Args:
            answers: The answers to one message.
            turn: Short, unguessed name of this reply ([0-9a-z], at most 8): a button's value is
                ``<turn>:<place>``, places counted from 1 through all answers (``text.offered``).
        """

    @abstractmethod
    def plain(self, text: str) -> list[Payload]:
        """Return payloads that say a text and nothing else; must work for any text. Pure."""

    def written(self, answers: Sequence[Answer], mark_up: Write, numbers: bool) -> list[str]:
        """Return all the answers in texts that each fit into a message: what ``render`` begins with.

        Args:
            answers: The answers.
            mark_up: Writes a block as the platform wants it.
            numbers: Whether choices are listed with numbers.
        """
        blocks = compose(answers, self._words, numbers)
        packed = pack(blocks, mark_up, self.limits.text, self.limits.unit.length)
        return [write(group, mark_up) for group in packed]

    def pieces(self, text: str, escape: Callable[[str], str] = str) -> list[str]:
        """Return any text in pieces that each fit into a message, escaped: what ``plain`` is made of."""
        length = self.limits.unit.length
        parts = split(clean(text), self.limits.text, lambda part: length(escape(part)))
        return [escape(part) for part in parts]

    @abstractmethod
    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """Deliver one payload.

        Raises:
            Undelivered: The platform did not take it.
        """

    def respond(self, payloads: Sequence[Payload], request: WebhookRequest) -> Reply:
        """Return the response to a request that holds the payloads; for platforms that are answered in it."""
        raise NotImplementedError

    def received(self, request: WebhookRequest) -> Reply:
        """Return what the request is answered with when its messages have been taken."""
        return Reply()

    async def acknowledge(self, incoming: Incoming, http: aiohttp.ClientSession) -> None:
        """Tell the platform that a press or message was seen, where it waits for that.

        Raises:
            Undelivered: It was not taken; nobody tries again.
        """
        return None

    async def register(self, webhook: str, http: aiohttp.ClientSession) -> str:
        """Tell the platform our address, where that is done by a request; return a sentence on what was done.

        Raises:
            Undelivered: The platform refused.
            NotImplementedError: It is done by hand; see the platform's page in docs/channels.
        """
        raise NotImplementedError

    def as_html(self, text: str) -> str:
        """Return a text in the platform's mark-up as HTML, for the preview; must escape everything else."""
        return linked(text)

    def preview(self, payloads: Sequence[Payload]) -> str:
        """Return HTML that shows roughly what people see: a bubble a message, with its buttons."""
        return bubbles(payloads, self.as_html)
