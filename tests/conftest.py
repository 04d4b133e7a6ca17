"""What several test modules share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lantern import paths
from lantern.content.bundle import Bundle, build_bundle
from lantern.content.check import sound_library
from lantern.content.library import Library
from lantern.local_bot import LocalBot
from lantern.model_file import Training, current_model

settings.register_profile("lantern", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lantern")


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content."""
    return sound_library(paths.DATA)


@pytest.fixture(scope="session")
def bundle(library: Library) -> Bundle:
    """The real content as a model carries it."""
    return build_bundle(library)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of data/ that a test may break."""
    return Path(shutil.copytree(paths.DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model of the present content; trained here if it is not there yet."""
    target = current_model()
    if not target.is_file():
        with Training(target) as training:
            training.finish(sound_library(paths.DATA))
    return target


@pytest.fixture(scope="session")
def bot(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBot]:
    """A really started bot: action server and Rasa, on free ports."""
    with LocalBot(model, 0, 0, tmp_path_factory.mktemp("state")) as running:
        yield running
