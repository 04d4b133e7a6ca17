"""The last step of understanding: from the ranking to the plan that the action carries out."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths
from lantern.content.archive import FOLDER, Archive
from lantern.content.bundle import build_bundle, said_in
from lantern.content.check import sound_library
from lantern.content.models import FAMILIES, Cues
from lantern.nlu.context import Context
from lantern.nlu.decision import Part, Thresholds
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.message_parser import ReadMessage
from lantern.nlu.message_plan import MessagePlanner, Plan
from lantern.nlu.message_reader import CONTEXT, READ
from lantern.nlu.settings import number, share
from lantern.nlu.topic_matcher import RANKINGS
from lantern.nlu.trained_component import TrainedComponent

logger = logging.getLogger(__name__)

FILE = "bundle.json"
CUES_FILE = "cues.json"
PLAN = "plan"
UNSURE = "nlu_fallback"
# How many guesses are kept with a message, for those who want to know why.
SHOWN = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReplyPlanner(TrainedComponent[MessagePlanner], IntentClassifier):
    """Sets intent, response selection and plan; freezes the content into the model."""

    learns_from_content = True

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings and what they are if config.yml does not say.

        All but ``lead`` are confidences between 0 and 1. They were set on benchmarks/tuning/ (see
        benchmarks/results.md), neither on the training utterances nor on tests/questions/.
        """
        return {
            # A topic is answered from here on, ...
            "answer": 0.37,
            # ... if the bot is so many times surer of it than of the next one.
            "lead": 2.5,
            # An area or small talk is replied to from here on; such a reply states nothing medical.
            "area": 0.08,
            # Below "answer", topics are offered from here on; below this, nothing is.
            "clarify": 0.005,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Check the settings.

        Raises:
            SettingError: A setting is unknown or out of range.
        """
        super().__init__(config, storage, resource)
        name = type(self).__name__
        shares = {key: share(name, config, key) for key in self.get_default_config() if key != "lead"}
        self._thresholds = Thresholds(lead=number(name, config, "lead", 1.0, 10.0), **shares)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ReplyPlanner:
        """Create a planner with the content that the model carries, which goes into the archive."""
        planner = super().load(config, model_storage, resource, execution_context, **kwargs)
        _archive(planner.learnt.bundle)
        return planner

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Resolve the content and freeze it into the model.

        Raises:
            ContentError: The content cannot be used; the message lists why.
        """
        library = sound_library(paths.DATA)
        text = json.dumps(build_bundle(library), ensure_ascii=False, sort_keys=True)
        (folder / FILE).write_text(text, encoding="utf-8")
        (folder / CUES_FILE).write_text(library.cues.json(), encoding="utf-8")

    def read(self, folder: Path) -> MessagePlanner:
        """Return what plans replies from the content that the model carries."""
        bundle = json.loads((folder / FILE).read_text(encoding="utf-8"))
        cues = Cues.parse_raw((folder / CUES_FILE).read_text(encoding="utf-8"))
        return MessagePlanner(bundle, cues, self._thresholds)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking, response selection and plan of each message."""
        for message in messages:
            read: ReadMessage | None = message.get(READ)
            if read is None:
                continue
            context: Context = message.get(CONTEXT)
            self._write(message, self.learnt.plan(read, message.get(RANKINGS) or {}, context))
        return messages

    def _write(self, message: Message, plan: Plan) -> None:
        part = plan.gravest
        intent = part.get("intent", UNSURE)
        family = intent.split("/")[0]
        chosen = {"name": family, "confidence": part.get("confidence", 1.0)}
        ranking = [chosen, *(item for item in _families(plan.ranking) if item["name"] != family)]
        message.set(INTENT, chosen, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set("response_selector", _selection(part, plan.ranking), add_to_output=True)
        bundle = self.learnt.bundle
        written = {
            "bundle": bundle["version"],
            "language": bundle["language"],
            # The names of months have done their work when the bundle was made.
            "labels": {key: words for key, words in bundle["labels"].items() if key != "months"},
            "parts": list(plan.parts),
            "names": dict(plan.names),
            "nearest": list(plan.nearest),
            "unsure": plan.unsure,
            "told_of_masking": plan.told,
            "confidence": plan.confidence,
            "ranking": [
                {"intent": guess.intent, "confidence": guess.confidence} for guess in plan.ranking[:SHOWN]
            ],
        }
        message.set(PLAN, written, add_to_output=True)


def _archive(bundle: Mapping[str, Any]) -> None:
    """Put what this model can say into the archive, before it says any of it."""
    try:
        Archive(paths.STATE / FOLDER).keep(said_in(bundle), bundle["version"], date.today())
    except OSError as error:
        # People are answered all the same; that answers cannot be shown again is for the operator to know.
        logger.error("The answers could not be archived (%s).", type(error).__name__)


def _families(guesses: Sequence[Guess]) -> list[dict[str, Any]]:
    best: dict[str, float] = {}
    for guess in guesses:
        best.setdefault(guess.intent.split("/")[0], guess.confidence)
    return [{"name": name, "confidence": confidence} for name, confidence in best.items()]


def _selection(part: Part, guesses: Sequence[Guess]) -> Mapping[str, Any]:
    """Return what a ResponseSelector would have written; ``rasa test`` reads it."""
    selection: dict[str, Any] = {"all_retrieval_intents": list(FAMILIES)}
    if part["kind"] == "entry":
        intent, entry = part["intent"], part["entry"]
        selection[entry["family"]] = {
            "response": {
                "responses": [{"text": entry["short"]}],
                "confidence": part["confidence"],
                "intent_response_key": intent,
                "utter_action": f"utter_{intent}",
            },
            "ranking": [
                {"intent_response_key": guess.intent, "confidence": guess.confidence}
                for guess in guesses[:SHOWN]
            ],
        }
    return selection
