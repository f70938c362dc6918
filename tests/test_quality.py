"""No figure of reading falls below its floor; a part whose data is not at hand is skipped and says so."""

from __future__ import annotations

import pytest

from benchmarks import measures, quality


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the scorers leave files open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("part", measures.PARTS)
def test_no_figure_falls_below_its_floor(part: str) -> None:
    found = quality.figures(part)
    if found is None:
        pytest.skip(f"the data of {part} is not here; MARSAD_EVAL may name its folder")
    assert quality.fallen(found) == []


def test_every_floor_is_of_a_part_that_is_measured() -> None:
    assert {key.split()[0] for key in quality.floors()} <= set(measures.PARTS)
