"""Nobody is told that a conversation is erased while something of it is left."""

from __future__ import annotations

import asyncio

import pytest

from lantern.channels.erasure import is_erased, says_deleted
from lantern.stores.conversation import NotErasable


class Conversation:
    """Stands in for one in the store: gone after so many tries, or never."""

    def __init__(self, gone_after: int, error: Exception | None = None) -> None:
        self.left, self.error, self.erased = gone_after, error, 0

    async def is_gone(self) -> bool:
        if self.error:
            raise self.error
        return self.left == 0

    async def erase(self) -> None:
        self.erased += 1
        self.left -= 1
        if self.left:
            raise NotErasable


@pytest.mark.parametrize(
    ("conversation", "erased", "tries"),
    [
        (Conversation(0), True, 0),
        (Conversation(1), True, 1),
        (Conversation(9), False, 1),
        (Conversation(0, ConnectionError()), False, 0),
    ],
)
def test_it_is_looked_at_and_tried_once_more(conversation: Conversation, erased: bool, tries: int) -> None:
    assert asyncio.run(is_erased(conversation)) is erased  # type: ignore[arg-type]
    assert conversation.erased == tries


def test_only_the_reply_to_the_wish_says_so() -> None:
    assert says_deleted([{"area": "fear"}, {"area": "delete_conversation"}])
    assert not says_deleted([{"area": "privacy"}, {"topic": "delete_conversation"}])
