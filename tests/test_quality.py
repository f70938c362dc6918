"""No figure of reading falls below its floor; where the evaluation folder is not at hand, this is skipped and says so."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "quality.py"


def quality() -> Any:
    spec = importlib.util.spec_from_file_location("quality", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_figure_falls_below_its_floor() -> None:
    measure = quality()
    found = measure.figures()
    if not found:
        pytest.skip("the evaluation folder is not here; MARSAD_EVAL may name it")
    assert measure.fallen(found) == []
