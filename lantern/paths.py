"""Where things lie, relative to the project's root: the one place that knows the layout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(os.environ.get("LANTERN_ROOT", Path(__file__).resolve().parent.parent))
DATA = ROOT / "data"
MODELS = ROOT / "models"
ENCODER = MODELS / "encoder"
STATE = Path(os.environ.get("LANTERN_STATE", ROOT / "state"))
