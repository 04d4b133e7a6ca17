"""Which trained model belongs to the present content, configuration and code."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from lantern import paths
from lantern.content.library import Library, read_library
from lantern.encoder.runtime import MANIFEST
from lantern.errors import EncoderMissing, ModelMissing
from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint, hash_files

# What Rasa says while it trains and at its end, and how many components of ours and policies it trains.
FINISHED = "Finished training component"
SAVED = "Your Rasa model is trained and saved at"
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


class Training:
    """Rasa, training a model; use it in a ``with`` statement: who leaves early stops it.

    It has begun when this is there, since Rasa needs ten seconds before it looks at anything.
    """

    def __init__(self, target: Path) -> None:
        """Begin.

        Args:
            target: Where the model is to be.
        """
        # Beside it first: a training that is stopped must not leave half a model where a whole one is
        # looked for.
        target.parent.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix=".training-", dir=target.parent)
        self._target, self._draft = target, Path(self._folder.name) / target.name
        # Rasa's own validation takes ten seconds and finds nothing that "lantern check" does not.
        command = [sys.executable, "-m", "rasa", "train", "--skip-validation", "--out", self._folder.name]
        command += ["--fixed-model-name", target.name.removesuffix(".tar.gz")]
        self._rasa = subprocess.Popen(
            command,
            cwd=paths.ROOT,
            # What it leaves behind where it is stopped goes with the rest.
            env={**os.environ, "TMPDIR": self._folder.name},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> Training:
        """Return this."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what has not ended, and leave nothing half done behind."""
        with self._rasa:
            self._rasa.terminate()
        self._folder.cleanup()

    def finish(self, library: Library, progress: Callable[[], None] = lambda: None) -> None:
        """Do what can be done beside Rasa, and wait for the model.

        Args:
            library: The content, without problems.
            progress: Called each time a component has been trained.

        Raises:
            ModelMissing: Rasa has made no model; the message is what Rasa said last.
            EncoderMissing: There is no encoder.
        """
        # Imported here: it takes a second, and who only asks for a model's name need not wait for it.
        from lantern.nlu.kept_head import learn_ahead

        ahead: Future[None] = Future()

        def learn() -> None:
            try:
                learn_ahead(library, paths.ENCODER)
                ahead.set_result(None)
            except Exception as error:
                ahead.set_exception(error)

        # One that nobody waits for if training is stopped.
        threading.Thread(target=learn, daemon=True).start()
        self._follow(progress)
        ahead.result()
        _keep_content(content_file(self._target))
        self._draft.replace(self._target)

    def _follow(self, progress: Callable[[], None]) -> None:
        said: list[str] = []
        assert self._rasa.stdout
        for line in self._rasa.stdout:
            said.append(line.rstrip())
            if FINISHED in line:
                progress()
            if SAVED in line:
                # To give its memory back takes Rasa two more seconds, and nobody needs it any more.
                return
        if self._rasa.wait() or not self._draft.is_file():
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
