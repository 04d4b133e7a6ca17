"""The look for dangers inside understanding, for messages that came in by another way than our channels."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from lantern import paths
from lantern.content.library import load_library
from lantern.nlu.settings import check_settings
from lantern.safety.look import SafetyLook
from lantern.safety.setup import safety_look

DANGER = "lantern_danger"


# Of the types, only extractors may stand anywhere and have no part in training.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SafetyGate(GraphComponent):
    """Writes the danger that a message holds, as its channel saw it or else as seen here."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings and what they are if config.yml does not say."""
        return {}

    def __init__(self, config: dict[str, Any]) -> None:
        """Check the settings; the look is made when it is first needed, which with our channels is never."""
        check_settings(type(self).__name__, config, self.get_default_config())
        self._look: SafetyLook | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGate:
        """Create the component; there is nothing to train."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the name of the danger of each message, or an empty one."""
        for message in messages:
            seen = (message.get("metadata") or {}).get("danger")
            message.set(DANGER, seen if isinstance(seen, str) else self._seen(message.get(TEXT) or ""))
        return messages

    def _seen(self, text: str) -> str:
        if not text:
            return ""
        if self._look is None:
            self._look = safety_look(load_library(paths.DATA), paths.ENCODER)
        found = self._look.look(text)
        return found.name if found else ""
