"""The scorers of the evaluation folder, loaded by their path."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any


def module(path: Path) -> Any:
    """Load a scorer by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
