"""What a platform sends us: the request as it came, and the messages of people that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl


class Forged(Exception):
    """The request is not from the platform, or cannot be shown to be: nothing of it is carried out.

    Its message says which check failed, and never holds anything of the request itself.
    """


class Unverifiable(Exception):
    """Whether the request is forged cannot be found out just now (its platform's keys cannot be fetched)."""


class Malformed(Exception):
    """The request is signed but cannot be understood; its message holds nothing of the request itself."""


@dataclass(frozen=True)
class WebhookRequest:
    """A request to a webhook, free of any server's types.

    ``url`` is the whole address as the server saw it (path and query included); ``headers`` have lower-case
    names; ``remote`` is the address of the caller, or of the proxy before us.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)
    remote: str = ""

    @property
    def content_type(self) -> str:
        """The type of the body, without parameters, in lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def form(self) -> dict[str, str]:
        """Return the fields of a form; of a field that is there twice, the last.

        Raises:
            Malformed: It is no form in UTF-8.
        """
        try:
            pairs = parse_qsl(
                self.body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000
            )
        except ValueError as error:
            raise Malformed("the body is no form") from error
        return dict(pairs)


@dataclass(frozen=True)
class Incoming:
    """One message of one person.

    Attributes:
        id: The platform's id of the message or event; the same id is answered once.
        person: Who writes, and where (workspace, page, room), stable and unique on the platform. Only
            its keyed hash is kept.
        address: Where the reply is delivered. It stays with the request and never reaches Rasa.
        text: What was typed; empty for a pressed button or a picture.
        choice: The value of a pressed button as it was sent out (``<turn>:<place>``), or whatever came.
        media: Whether there was something that is no text (a picture, a voice message, a file, a location).
    """

    id: str
    person: str
    address: Mapping[str, str]
    text: str = ""
    choice: str | None = None
    media: bool = False
