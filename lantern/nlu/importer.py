"""Rasa's reader of files, but it reads the utterances once and copies them cheaply."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.formats import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths


class Utterance(Message):
    """An example in training, whose copies share what is in them until something else is put there.

    Rasa copies all examples ten times over before training begins, value by value, and takes the fingerprint
    of each again after each copy and each step, piece by piece: both took seconds.
    """

    data: dict[str, Any]
    features: list[Features]
    output_properties: set[str]
    _cached_fingerprint: str | None

    @classmethod
    def of(cls, message: Message) -> Utterance:
        """Return the same message as an utterance."""
        found = cls.__new__(cls)
        found.__dict__ |= message.__dict__
        if not isinstance(message, Utterance):
            found._cached_fingerprint = None
        return found

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a value; one that is there already changes nothing (Rasa strips each intent at each copy)."""
        if add_to_output and prop not in self.output_properties:
            self.output_properties = self.output_properties | {prop}
        if isinstance(info, str) and self.data.get(prop) == info:
            return
        self.data = {**self.data, prop: info}
        self._cached_fingerprint = None

    def add_features(self, features: Features | None) -> None:
        """Add a vector."""
        if features is not None:
            self.features = [*self.features, features]
            self._cached_fingerprint = None

    def fingerprint(self) -> str:
        """Return what stands for all that is in this message; the same in each process."""
        if self._cached_fingerprint is None:
            digest = hashlib.md5(json.dumps(self.data, sort_keys=True).encode(), usedforsecurity=False)
            for features in self.features:
                # Dense ones: our SentenceEncoder's are the only ones.
                digest.update(f"{features.type} {features.origin} {features.attribute} ".encode())
                digest.update(features.features.tobytes())
            self._cached_fingerprint = digest.hexdigest()
        return self._cached_fingerprint

    def __deepcopy__(self, memo: dict[int, Any]) -> Utterance:
        """Return a copy that can be changed without changing this one."""
        return self.of(self)


class _Reader(RasaYAMLReader):
    """Rasa's reader, without its look at the shape of our files: training checks them and says more."""

    def validate(self, string: str) -> None:
        """Let Rasa look at files from elsewhere, which ``sound_library`` does not see."""
        if paths.DATA.resolve() not in Path(self.filename).resolve().parents:
            super().validate(string)


class ContentImporter(RasaFileImporter):
    """The importer of config.yml.

    Rasa's own reads each file four times: to see its shape and for its values, and all that once for a
    question that names the language and once for one that does not. It copies all examples twice on the way.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        """Take what Rasa's importer takes."""
        super().__init__(*args, **settings)
        self._read: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the utterances; only formats other than YAML have a language."""
        if self._read is None:
            files = [_Reader().read(file) for file in self._nlu_files]
            examples = [Utterance.of(message) for file in files for message in file.training_examples]
            for file in files:
                file.training_examples = []
            rest = TrainingData().merge(*files)
            self._read = TrainingData(
                examples, rest.entity_synonyms, rest.regex_features, rest.lookup_tables, rest.responses
            )
        return self._read
