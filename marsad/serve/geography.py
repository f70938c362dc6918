"""What is written on the map beside incidents: countries and large towns, from the gazetteer that the package brings."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.rows import Row, read_rows
from marsad.serve.words import Language, term, words
from marsad.store.shown import Box

_LARGE = 100_000
_ATLAS = {
    "BA": "Bosnia and Herz.", "CD": "Dem. Rep. Congo", "CF": "Central African Rep.", "CI": "Côte d'Ivoire", "DO": "Dominican Rep.",
    "EH": "W. Sahara", "GQ": "Eq. Guinea", "MK": "Macedonia", "SS": "S. Sudan", "SZ": "eSwatini", "US": "United States of America",
}  # fmt: skip
"""Countries that the outlines of the map (Natural Earth) call something else than the gazetteer does."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country: where its name is written, and what the outlines of the map call it."""

    code: str
    lat: float
    lon: float
    outline: str


@dataclass(frozen=True, slots=True)
class Town:
    """A large town with its names; `people` says which of two that lie close is written."""

    name: str
    arabic: str
    lat: float
    lon: float
    people: int


@functools.cache
def _rows() -> tuple[Row, ...]:
    return tuple(read_rows(PACKAGE_FOLDER / "gazetteer"))


@functools.cache
def countries() -> Mapping[str, Country]:
    """Give the countries by their code."""
    found = (row for row in _rows() if row.kind == "country")
    return {
        row.country: Country(row.country, row.lat, row.lon, _ATLAS.get(row.country, row.name))
        for row in sorted(found, key=lambda row: -len(row.id))
    }


def countries_within(box: Box) -> list[str]:
    """Give the countries whose mark lies within a box."""
    return [code for code, each in countries().items() if _holds(box, each.lat, each.lon)]


def _holds(box: Box, lat: float, lon: float) -> bool:
    west, east = lon >= box.west, lon <= box.east
    across = west and east if box.west <= box.east else west or east
    return box.south <= lat <= box.north and across


@functools.cache
def towns() -> tuple[Town, ...]:
    """Give the large towns of the countries that Marsad has words for, the largest first."""
    named = (row for row in _rows() if row.kind == "town" and row.population >= _LARGE and row.names)
    near = [row for row in named if f"term.country-{row.country}" in words()]
    ordered = sorted(near, key=lambda row: -row.population)
    return tuple(
        Town(row.name, min((name for name, _ in row.names), key=len), row.lat, row.lon, row.population)
        for row in ordered
    )


def names(language: Language) -> dict[str, object]:
    """Give what is written on the map in a language: countries with their outline, and towns."""
    labelled = [each for code, each in countries().items() if f"term.country-{code}" in words()]
    return {
        "countries": [[each.code, term(language, "country", each.code), each.lat, each.lon] for each in labelled],
        "outlines": {code: each.outline for code, each in countries().items()},
        "towns": [
            [each.arabic if language == "ar" else each.name, each.lat, each.lon, each.people] for each in towns()
        ],
    }
