"""What is said when a person asks to delete the conversation: only what is true.

The store erases when the turn is saved; here the database is looked at afterwards, so that nobody is told
"erased" while the conversation is still there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from lantern.stores.conversation import Conversation

logger = logging.getLogger(__name__)

DELETED = "delete_conversation"


def says_deleted(answers: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether one of the answers tells the person that the conversation is erased."""
    return any(answer.get("area") == DELETED for answer in answers)


async def is_erased(conversation: Conversation) -> bool:
    """Say whether nothing is left of a conversation; what the turn has left is erased here."""
    try:
        if not await conversation.is_gone():
            await conversation.erase()
    except Exception as error:  # whatever the store raises, the conversation may still be there
        logger.error("A conversation could not be erased (%s).", type(error).__name__)
        return False
    return True
