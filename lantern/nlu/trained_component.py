"""What our components that learn something have in common: it is kept in the model, and read from there."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint
from lantern.nlu.settings import check_settings

Learnt = TypeVar("Learnt")
Own = TypeVar("Own", bound="TrainedComponent[Any]")


class TrainedComponent(GraphComponent, Generic[Learnt]):
    """A component that writes what it learns into the model, and works with what it reads there.

    It reads after training too, so that it works as it will after a start.
    """

    # Whether it learns from data/ beside the training data that it is given.
    learns_from_content = False

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings and what they are if config.yml does not say."""
        return {}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Check the settings.

        Raises:
            SettingError: A setting is unknown or of another type.
        """
        check_settings(type(self).__name__, config, self.get_default_config())
        self._storage, self._resource = storage, resource
        self._learnt: Learnt | None = None

    @property
    def learnt(self) -> Learnt:
        """What was learnt; Rasa calls ``process`` after ``train`` or ``load`` only."""
        assert self._learnt is not None, "The component is not trained."
        return self._learnt

    @classmethod
    def create(
        cls: type[Own],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Own:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Own],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Own:
        """Create a component with what the model holds."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._learnt = component.read(folder)
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else training depends on."""
        return code_fingerprint() + (content_fingerprint() if cls.learns_from_content else "")

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and keep it in the model."""
        with self._storage.write_to(self._resource) as folder:
            self.learn(training_data, folder)
            self._learnt = self.read(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the examples as they are."""
        return training_data

    @abstractmethod
    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Learn, and write it into a folder of the model."""

    @abstractmethod
    def read(self, folder: Path) -> Learnt:
        """Return what ``learn`` wrote."""
