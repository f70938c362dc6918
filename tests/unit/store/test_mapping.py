"""Counting for the map and the timeline, the same on both databases."""

from __future__ import annotations

import pytest

from marsad.model.person import Person
from marsad.store import Store
from marsad.store.board import put_facets
from marsad.store.coverage import days_read, outlets, undated
from marsad.store.mapping import (
    Cell,
    Chosen,
    OfCountry,
    Spot,
    anywhere,
    at_any_time,
    by_days,
    cells,
    count,
    here_and_then,
    off_the_map,
)
from marsad.store.schema_work import facets
from marsad.store.seal import Row
from marsad.store.shown import Box, Filter

EVERYBODY = Person("amal", "Amal", "administrator", None)
READER = Person("omar", "Omar", "reader", frozenset())
WORLD = Box(-90.0, -180.0, 90.0, 180.0)
PLAIN = dict.fromkeys(column.name for column in facets.columns) | {
    "foreground": 1,
    "sources": 1,
    "spread": 0,
    "actors": "|A|",
}


def incident(key: str, lat: float | None, lon: float | None, radius: float | None, **more: object) -> Row:
    place = {"lat": lat, "lon": lon, "radius": radius, "place": more.pop("place", key)}
    return PLAIN | {"incident": key, "day_first": "2018-05-01", "day_last": "2018-05-01"} | place | more


ROWS = [
    incident("a", 36.20, 37.16, 4.0, killed_low=2, killed_high=3),
    incident("b", 36.21, 37.17, 2.0, killed_low=5, killed_high=None, day_last="2018-05-03"),
    incident("c", 36.20, 37.16, 110.0, place="Province"),
    incident("d", 15.35, 44.21, 4.0, actors="|B|", sources=3),
    incident("e", None, None, 800.0, country="SY"),
    incident("f", None, None, None, day_first=None, day_last=None),
]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction("amal") as writing:
        put_facets(writing.connection, ROWS)
    return store


@pytest.mark.parametrize("person", [EVERYBODY, READER])
@pytest.mark.parametrize(
    ("wanted", "drawn", "off"),
    [
        (Filter(), 4, {"SY": 1, None: 1}),
        (Filter(actor="B"), 1, {}),
        (Filter(sources=2), 1, {}),
        (Filter(killed=2), 2, {}),
        (Filter(country="SY"), 0, {"SY": 1}),
    ],
)
def test_all_that_a_filter_asks_for_is_drawn_or_counted_off_the_map(
    filled: Store, person: Person, wanted: Filter, drawn: int, off: dict[str | None, int]
) -> None:
    with filled.reading() as connection:
        asked = anywhere(connection, wanted, person)
        for zoom in (0.0, 5.5, 9.0, 14.0):
            assert sum(each.counted.incidents for each in cells(connection, asked, WORLD, zoom)) == drawn
        assert {code: each.incidents for code, each in off_the_map(connection, asked).items()} == off
        told = by_days(connection, at_any_time(connection, wanted, Chosen(), person))
        assert sum(each.counted.incidents for each in told) == drawn + off.get("SY", 0)


def test_places_close_together_are_one_cell_from_afar_and_a_wide_area_stands_for_itself(filled: Store) -> None:
    with filled.reading() as connection:
        asked = anywhere(connection, Filter(), EVERYBODY)
        near = _at(cells(connection, asked, WORLD, 6), 36.2)
        far = _at(cells(connection, asked, WORLD, 14), 36.2)
    assert sorted((each.counted.incidents, each.place) for each in near if each.radius[1] > 100) == [(1, "Province")]
    both = next(each for each in near if each.radius[1] < 100)
    assert (both.counted.incidents, both.counted.killed_low, both.counted.killed_high, both.counted.open) == (
        2,
        7,
        8,
        1,
    )
    assert (both.place, both.incident, both.radius) == (None, None, (2.0, 4.0))
    assert {each.incident for each in far} >= {"a", "c"}


def _at(found: list[Cell], lat: float) -> list[Cell]:
    return [each for each in found if abs(each.box.south - lat) < 0.1]


def test_what_is_picked_is_what_is_listed(filled: Store) -> None:
    picks = {
        Spot(Box(36.2, 37.16, 36.21, 37.17), 2.0, 4.0): 2,
        OfCountry("SY"): 1,
        "unplaced": 1,
        "undated": 1,
    }
    with filled.reading() as connection:
        for pick, expected in picks.items():
            asked = here_and_then(connection, Filter(), Chosen(pick=pick), READER)  # type: ignore[arg-type]
            assert count(connection, asked) == expected
        viewed = Chosen(Box(30.0, 30.0, 40.0, 40.0), ("SY",))
        assert count(connection, here_and_then(connection, Filter(), viewed, READER)) == 4


def test_an_empty_record_has_an_empty_calendar(store: Store) -> None:
    with store.reading() as connection:
        assert (days_read(connection, READER), outlets(connection, READER), undated(connection, READER)) == ({}, [], 0)
