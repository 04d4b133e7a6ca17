"""Which trained model belongs to the present content, configuration and code."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lantern import paths
from lantern.content.library import Library, read_library
from lantern.encoder.runtime import MANIFEST
from lantern.errors import EncoderMissing, ModelMissing
from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint, hash_files

# What Rasa says while it trains, and how many components of ours and policies it trains.
FINISHED = "Finished training component"
TRAINED_COMPONENTS = 5


def fingerprint() -> str:
    """Return 12 hexadecimal digits that stand for all that a model is trained from.

    Raises:
        EncoderMissing: The sentence encoder has not been built.
    """
    manifest = paths.ENCODER / MANIFEST
    if not manifest.is_file():
        raise EncoderMissing(f"There is no sentence encoder in {paths.ENCODER}. Run: lantern encoder")
    settings = hash_files([paths.ROOT / "config.yml", paths.ROOT / "domain.yml", manifest])
    parts = code_fingerprint() + content_fingerprint(paths.DATA) + settings
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def current_model() -> Path:
    """Return where the model of the present content is, or will be."""
    return paths.MODELS / f"lantern-{fingerprint()}.tar.gz"


def train(target: Path, progress: Callable[[], None] = lambda: None) -> None:
    """Train the model with Rasa.

    Args:
        target: Where the model is to be.
        progress: Called each time a component has been trained.

    Raises:
        ModelMissing: Rasa has made no model; the message is what Rasa said last.
    """
    # Beside it first: a training that is stopped must not leave half a model where a whole one is looked for.
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        _train(draft, progress)
        _keep_content(content_file(target))
        draft.replace(target)


def _train(target: Path, progress: Callable[[], None]) -> None:
    # Rasa's own validation takes ten seconds and finds nothing that "lantern check" does not.
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation", "--out", str(target.parent)]
    command += ["--fixed-model-name", target.name.removesuffix(".tar.gz")]
    said: list[str] = []
    with subprocess.Popen(
        command, cwd=paths.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                said.append(line.rstrip())
                if FINISHED in line:
                    progress()
        except BaseException:
            process.terminate()
            raise
    if process.returncode or not target.is_file():
        raise ModelMissing("Training has failed. Rasa said:\n" + "\n".join(said[-15:]))


def content_file(model: Path) -> Path:
    """Return where the content is kept that a model was trained from, for comparing and going back."""
    return model.with_name(model.name.removesuffix(".tar.gz") + ".content.zip")


def _keep_content(target: Path) -> None:
    draft = target.with_suffix(".draft")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(paths.DATA.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(paths.DATA.parent).as_posix())
    draft.replace(target)


@contextmanager
def content_of(model: Path) -> Iterator[Library | None]:
    """Give the content that a model was trained from; None where it was not kept or cannot be read."""
    kept = content_file(model)
    if not kept.is_file():
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(kept) as archive:
            archive.extractall(folder)
        yield read_library(Path(folder) / "data")[0]
