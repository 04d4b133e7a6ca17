"""What the website channel takes: the bodies of its requests, checked key by key."""

from __future__ import annotations

import json
import re
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError, validator

from lantern.channels.website.refusal import Refusal

MOST_COMMENT = 500
UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
TOPIC = r"^[a-z][a-z0-9_]{0,127}$"
ANSWER_ID = r"^[a-z][a-z0-9_]{0,127}@[0-9a-f]{12}$"


class _Body(BaseModel):
    class Config:
        extra = "forbid"

        @staticmethod
        def schema_extra(schema: dict[str, Any], model: type[BaseModel]) -> None:
            # pydantic 1 forgets to say that an optional field may be null.
            for name, field in model.__fields__.items():
                if field.allow_none:
                    said = schema["properties"][name]
                    said["type"] = [said["type"], "null"]
                    if "enum" in said:
                        said["enum"] = [*said["enum"], None]


class SessionRequest(_Body):
    """The body of ``POST sessions``: an empty object."""


class MessageRequest(_Body):
    """A message: the browser's own id for it (a UUID), the text, and the topic of a choice, if any."""

    id: str = Field(regex=UUID)
    text: str
    topic: str | None = Field(None, regex=TOPIC)

    @validator("id", "text", "topic", pre=True)
    def _is_text(cls, value: object) -> object:
        if value is not None and not isinstance(value, str):
            raise ValueError("it has to be a text")
        return value

    @validator("id", "topic")
    def _is_one_line(cls, value: str | None) -> str | None:
        # The "$" of a pattern, which its published form needs, lets a line's end pass.
        if value and value.endswith("\n"):
            raise ValueError("it has to be one line")
        return value


class FeedbackRequest(_Body):
    """What a person says about an answer; null takes an earlier verdict back."""

    answer_id: str = Field(regex=ANSWER_ID)
    verdict: Literal["up", "down", "not_meant"] | None = Field(...)
    comment: str = Field("", max_length=MOST_COMMENT)

    @validator("answer_id", "comment", pre=True)
    def _is_text(cls, value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("it has to be a text")
        return value


Request = TypeVar("Request", bound=_Body)


def parse(body: bytes, model: type[Request]) -> Request:
    """Return a request's body.

    Raises:
        Refusal: It is no JSON object (``bad_json``), or a key is wrong (``bad_field``).
    """
    try:
        values: Any = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refusal("bad_json") from error
    if not isinstance(values, dict):
        raise Refusal("bad_json")
    try:
        return model.parse_obj(values)
    except ValidationError as error:
        # The first is enough; the value itself is not repeated, it may hold what a person typed.
        first = error.errors()[0]
        key = re.sub(r"\W", "", str(first["loc"][0]))[:40]
        raise Refusal("bad_field", fill={"problem": f"{key}: {first['msg']}."}) from error
