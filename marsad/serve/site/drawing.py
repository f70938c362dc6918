"""The map of the static site as one drawing: outlines of countries, and incidents as the areas that they lie in."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ATLAS = Path(__file__).parent.parent / "static" / "vendor" / "world-atlas" / "countries.json"
WIDTH = 1000.0
_MARGIN = 0.08  # of the width of what is shown
_LEAST = 4.0  # degrees: a single place is shown with its surroundings
_TALLEST = 0.65  # of the width
_KM_A_DEGREE = 111.3
_REACH = {"site": 2.0, "town": 4.0, "district": 25.0, "province": 110.0, "country": 300.0}
_SMALLEST = 4.0  # points of the drawing


@dataclass(frozen=True, slots=True)
class Mark:
    """Incidents of one point of the map, as they are published: how many, how many killed at least, and where to read of them."""

    lat: float
    lon: float
    precision: str
    name: str
    incidents: int
    killed: int
    link: str


@dataclass(frozen=True, slots=True)
class Circle:
    """An area of the drawing, in its points; `firm` says that it is as exact as a town."""

    x: float
    y: float
    radius: float
    firm: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map: its height for the width of `WIDTH`, the outlines as paths, and the areas, wide ones first."""

    height: float
    paths: tuple[str, ...]
    circles: tuple[Circle, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        """A degree of longitude in degrees of latitude, at the middle of the map."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        return WIDTH / ((self.east - self.west) * self.stretch)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.stretch * self.scale, (self.north - lat) * self.scale


def draw(marks: Iterable[Mark]) -> Drawing | None:
    """Draw incidents on a map that shows all of them; None where none has a point."""
    told = sorted(marks, key=lambda each: (-_REACH[each.precision], each.lat, each.lon))
    if not told:
        return None
    frame = _frame(told)
    circles = tuple(_circle(each, frame) for each in told)
    height = (frame.north - frame.south) * frame.scale
    return Drawing(round(height, 1), tuple(_paths(frame)), circles)


def _frame(marks: Sequence[Mark]) -> _Frame:
    """Give what is shown: all marks with a margin, and no higher than a screen is."""
    south, north = min(each.lat for each in marks), max(each.lat for each in marks)
    west, east = min(each.lon for each in marks), max(each.lon for each in marks)
    stretch = math.cos(math.radians((south + north) / 2))
    height = max(north - south, _LEAST * _TALLEST) * (1 + 2 * _MARGIN)
    width = max((east - west) * stretch * (1 + 2 * _MARGIN), height / _TALLEST) / stretch
    lon, lat = (west + east) / 2, (south + north) / 2
    return _Frame(lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2)


def _circle(mark: Mark, frame: _Frame) -> Circle:
    x, y = frame.point(mark.lon, mark.lat)
    radius = max(_SMALLEST, _REACH[mark.precision] / _KM_A_DEGREE * frame.scale)
    return Circle(round(x, 1), round(y, 1), round(radius, 1), mark.precision in ("site", "town"), mark)


@functools.cache
def _countries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_ATLAS.read_text(encoding="utf-8"))["features"]
    return found


def _paths(frame: _Frame) -> Iterator[str]:
    """Give the outlines that touch the frame, each ring as one closed path."""
    for country in _countries():
        for polygon in country["geometry"]["coordinates"]:
            for ring in polygon:
                if _touches(ring, frame):
                    points = (frame.point(lon, lat) for lon, lat in ring)
                    yield "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _touches(ring: Sequence[Sequence[float]], frame: _Frame) -> bool:
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    return min(lons) <= frame.east and max(lons) >= frame.west and min(lats) <= frame.north and max(lats) >= frame.south
