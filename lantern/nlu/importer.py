"""Rasa's reader of files, but it reads the utterances once."""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ContentImporter(RasaFileImporter):
    """The importer of config.yml.

    Rasa asks for the utterances with their language and without it, takes these for two questions, and reads
    all files for each: four seconds of a training.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        """Take what Rasa's importer takes."""
        super().__init__(*args, **settings)
        self._read: dict[str | None, TrainingData] = {}

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the utterances in a language."""
        if language not in self._read:
            self._read[language] = super().get_nlu_data(language)
        return self._read[language]
