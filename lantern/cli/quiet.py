"""Libraries warn of each other at length, and nobody at the keyboard can do anything about it: not shown."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import TextIO

PACKAGE = Path(__file__).resolve().parent.parent
OURS = (PACKAGE, PACKAGE.parent / "actions")


def keep_to_ours() -> None:
    """Show warnings of our own code only; all of them to who asks Python for warnings (-W)."""
    # Read when these libraries are imported; they write by ways of their own.
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if sys.warnoptions:
        return
    shown = warnings.showwarning

    # Where they are shown, not by filters: libraries set filters of their own when they are imported.
    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if any(Path(filename).is_relative_to(folder) for folder in OURS):
            shown(message, category, filename, lineno, file, line)

    warnings.showwarning = show
