"""Rasa's reader of files, but it reads the utterances once and copies them cheaply."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths


class Utterance(Message):
    """An example in training; its values are never changed in place, so copies may share them.

    Rasa copies all examples ten times over before training begins, value by value, and then takes the
    fingerprint of each after each step, piece by piece: both took seconds.
    """

    _cached_fingerprint: str | None

    @classmethod
    def of(cls, message: Message) -> Utterance:
        """Return the same message as an utterance."""
        found = cls.__new__(cls)
        found.__dict__ |= message.__dict__
        found.data, found.features = dict(message.data), list(message.features)
        found.output_properties = set(message.output_properties)
        if not isinstance(message, Utterance):
            found._cached_fingerprint = None
        return found

    def fingerprint(self) -> str:
        """Return what stands for all that is in this message; the same in each process."""
        if self._cached_fingerprint is None:
            vectors = [features.fingerprint() for features in self.features]
            text = json.dumps([self.data, vectors], sort_keys=True)
            self._cached_fingerprint = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
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
