"""A point that is made coarser is the same in every release, and tells no more than its cell."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from export_record import HAMLET, HOSPITAL, IDLIB, SARAQIB, strike
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import MarsadError
from marsad.export.figures import figures_of
from marsad.export.profile import Profile, preset
from marsad.export.spot import coarsened, spot_of
from marsad.model.value import PlaceRef

LAT, LON = st.floats(-90, 90), st.floats(-180, 180)
GRID = st.sampled_from([0.01, 0.05, 0.1, 0.25, 0.5, 1.0])
EXACT = Profile(grid=0, finest="site")


@given(LAT, LON, GRID)
def test_a_cell_has_one_centre_which_is_its_own(lat: float, lon: float, grid: float) -> None:
    centre = coarsened(lat, lon, grid)
    assert coarsened(*centre, grid) == centre


@given(LAT, LON, GRID)
def test_a_point_is_never_moved_out_of_reach_of_its_cell_or_of_the_earth(lat: float, lon: float, grid: float) -> None:
    north, east = coarsened(lat, lon, grid)
    assert abs(north - lat) <= grid / 2 + 1e-6
    assert abs(east - lon) <= grid / 2 + 1e-6
    assert -90 <= north <= 90
    assert -180 <= east <= 180


@given(st.integers(-1700, 1700), st.integers(-3500, 3500), st.floats(0.001, 0.999), st.floats(0.001, 0.999), GRID)
def test_all_points_of_a_cell_look_alike(row: int, column: int, up: float, right: float, grid: float) -> None:
    row, column = int(math.fmod(row, 80 / grid)), int(math.fmod(column, 170 / grid))
    one = coarsened((row + up) * grid, (column + right) * grid, grid)
    assert one == coarsened((row + 0.5) * grid, (column + 0.5) * grid, grid)


def test_what_else_is_released_changes_nothing() -> None:
    profile = preset("public")
    alone = spot_of(SARAQIB, profile)
    assert [spot_of(place, profile) for place in (HOSPITAL, SARAQIB, IDLIB)][1] == alone


def test_a_place_finer_than_the_profile_is_named_by_its_province() -> None:
    shown = spot_of(HOSPITAL, preset("public"))
    assert (shown.name, shown.precision, shown.id, shown.exact) == ("Idlib", "town", None, False)
    assert (shown.lat, shown.lon) != (HOSPITAL.lat, HOSPITAL.lon)


def test_only_the_country_is_left_where_the_profile_goes_no_finer() -> None:
    shown = spot_of(SARAQIB, Profile(finest="country"))
    assert (shown.name, shown.admin1, shown.lat, shown.lon) == ("SY", None, None, None)


@pytest.mark.parametrize("place", [IDLIB, HAMLET])
def test_a_unit_keeps_its_own_point_and_a_place_without_one_gets_none(place: PlaceRef) -> None:
    shown = spot_of(place, preset("public"))
    assert (shown.lat, shown.lon, shown.blur) == (place.lat, place.lon, 0.0)


def test_without_a_grid_a_point_is_the_gazetteers() -> None:
    assert (spot_of(SARAQIB, EXACT).lat, spot_of(SARAQIB, EXACT).blur) == (SARAQIB.lat, 0.0)
    assert not spot_of(replace(SARAQIB, relation="near"), EXACT).exact


def test_a_small_group_takes_all_groups_of_its_outcome_with_it() -> None:
    shown = figures_of(strike().incident, 3)
    assert {group for outcome, group, _ in shown.ranges if outcome == "killed"} == {"all"}
    assert shown.held == frozenset()
    assert figures_of(strike().incident, 10).held == {"killed"}


@pytest.mark.parametrize("wrong", [{"grid": -1.0}, {"grid": 40.0}, {"small": -1}])
def test_a_profile_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(MarsadError):
        Profile(**wrong)  # type: ignore[arg-type]


def test_an_unknown_profile_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(MarsadError, match="public, guarded, internal"):
        preset("secret")


def test_the_defaults_are_the_public_profile() -> None:
    assert Profile() == preset("public")
