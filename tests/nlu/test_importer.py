"""The importer gives what Rasa's own gives; its examples are copied cheaply, and yet apart."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import ENTITIES, FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from lantern import paths
from lantern.nlu.importer import ContentImporter, Utterance

FILES = [str(paths.DATA / "faq" / "palbociclib.yml"), str(paths.DATA / "talk")]
CONFIG, DOMAIN = str(paths.ROOT / "config.yml"), str(paths.ROOT / "domain.yml")


def test_it_gives_what_rasas_own_importer_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = TrainingDataImporter.load_from_config(CONFIG, DOMAIN, FILES).get_nlu_data()
    assert any(isinstance(message, Utterance) for message in ours.training_examples)
    monkeypatch.setattr(ContentImporter, "get_nlu_data", RasaFileImporter.get_nlu_data)
    rasas = TrainingDataImporter.load_from_config(CONFIG, DOMAIN, FILES).get_nlu_data()
    assert not any(isinstance(message, Utterance) for message in rasas.training_examples)
    assert [message.data for message in ours.training_examples] == [
        message.data for message in rasas.training_examples
    ]
    assert len(ours.nlu_examples) > 100
    assert (ours.responses, ours.entity_synonyms) == (rasas.responses, rasas.entity_synonyms)


def test_a_file_from_elsewhere_is_looked_at_as_rasa_does(tmp_path: Path) -> None:
    text = (paths.DATA / "talk" / "thanks.yml").read_text(encoding="utf-8")
    (tmp_path / "thanks.yml").write_text(text.replace("examples:", "exampels:"), encoding="utf-8")
    with pytest.raises(YamlException):
        TrainingDataImporter.load_from_config(CONFIG, DOMAIN, [str(tmp_path)]).get_nlu_data()


def vector(last: float) -> Features:
    return Features(np.array([[1.0, last]]), FEATURE_TYPE_SENTENCE, TEXT, "x")


def test_what_is_set_in_a_copy_stays_in_the_copy() -> None:
    first = Utterance.of(Message({TEXT: "what is palbociclib", INTENT: "faq"}))
    before = first.fingerprint()
    second = copy.deepcopy(first)
    assert second == first
    second.set(ENTITIES, ["palbociclib"], add_to_output=True)
    second.add_features(vector(0.5))
    assert first.get(ENTITIES) is None and first.features == []
    assert ENTITIES not in first.output_properties
    assert first.fingerprint() == before != second.fingerprint()


def test_whatever_is_in_it_makes_another_fingerprint() -> None:
    def utterance(text: str = "what is palbociclib", intent: str = "faq") -> Utterance:
        return Utterance.of(Message({TEXT: text, INTENT: intent}))

    made = [utterance(), utterance(intent="area"), utterance("what is ibrance")]
    tagged, one, other = utterance(), utterance(), utterance()
    tagged.set(ENTITIES, [{"value": "palbociclib"}])
    one.add_features(vector(0.5))
    other.add_features(vector(0.25))
    prints = [message.fingerprint() for message in (*made, tagged, one, other)]
    assert len(set(prints)) == len(prints) and utterance().fingerprint() == prints[0]
    # It is written into Rasa's cache, which the next process reads.
    assert prints[0] == "51fa3a65e9140f7446195a68d5da2c62"
