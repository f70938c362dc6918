"""Incidents for a map and a timeline, counted in the database: by square of the map, by wide area, by country and by day.

Everything here is asked of `facets` under a condition that holds the filter and the rights (`shown.conditions`), so that what is counted is
what a list under the same condition shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, String, and_, case, func, or_, select, true

from marsad.model.person import Person
from marsad.store.schema_work import facets
from marsad.store.shown import Box, Filter, conditions

_AREA_PIXELS = 32.0  # an area at least this wide on the screen is drawn for itself
_KM_A_PIXEL = 62.6  # at zoom 0 (tiles of 512 pixels) and latitude 37, where most of the region lies
_SQUARES = 9.0  # squares to one such tile; they are a fifth lower than wide, as degrees are there
_LOWER = 0.8
_REACH = 1.3  # degrees by which an area that is no country may reach into view
_DEEPEST = 14


@dataclass(frozen=True, slots=True)
class Counted:
    """How many incidents, and the sums of the least and most killed in them; `open` of them have no upper end."""

    incidents: int
    killed_low: int
    killed_high: int
    open: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Incidents that are drawn as one: those of one wide area, or of the places within one square of the map.

    `box` holds the points of their places, `radius` is the least and the most of km that the real spot may lie from its point; `place` is None
    where there are several, `incident` where there is more than one.
    """

    counted: Counted
    box: Box
    radius: tuple[float, float]
    place: str | None
    precision: str | None
    incident: str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """What was chosen on the map: the places within a box whose radius lies between two bounds, as a cell has them."""

    box: Box
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class OfCountry:
    """What was chosen on the map: the incidents of a country that can be placed no nearer."""

    code: str


@dataclass(frozen=True, slots=True)
class Days:
    """Incidents that are dated alike: on one day, or somewhere between two."""

    first: str
    last: str
    counted: Counted


Pick = Spot | OfCountry | Literal["unplaced", "undated"] | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on the map, beside the filter: a part of it, with the countries whose marks lie in it, and what was picked.

    `pick` is a spot, a country (incidents of which no more is known), `unplaced` (not even the country is) or `undated`.
    """

    box: Box | None = None
    countries: tuple[str, ...] = ()
    pick: Pick = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition on `facets`; `through` says that its filter asks for what no index of places or days holds."""

    condition: ColumnElement[bool]
    through: bool

    def plain(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Give a column so that no index is used for it, where one would only lead to every row in turn."""
        if not self.through:
            return column
        return column.concat("") if isinstance(column.type, String) else column + 0.0


def anywhere(connection: Connection, wanted: Filter, person: Person) -> Asked:
    """Say what the map draws: the filter, wherever it is."""
    return Asked(conditions(connection, replace(wanted, box=None), person, counting=True), _through(wanted))


def at_any_time(connection: Connection, wanted: Filter, chosen: Chosen, person: Person) -> Asked:
    """Say what the timeline counts: the filter and what was chosen, whenever it was."""
    asked = conditions(connection, replace(wanted, box=None, since=None, until=None), person, counting=True)
    return Asked(and_(asked, _chosen(chosen)), _through(wanted))


def here_and_then(connection: Connection, wanted: Filter, chosen: Chosen, person: Person) -> ColumnElement[bool]:
    """Say what the list shows: the filter and what was chosen; days do not part what has none."""
    if chosen.pick == "undated":
        return at_any_time(connection, wanted, chosen, person).condition
    return and_(anywhere(connection, wanted, person).condition, _chosen(chosen))


def _through(wanted: Filter) -> bool:
    narrow = wanted.place or wanted.country or wanted.words.strip()
    more = wanted.actor or wanted.type or wanted.grade or wanted.foreground or wanted.sources or wanted.injured
    return bool(more) and not narrow


def _chosen(chosen: Chosen) -> ColumnElement[bool]:
    """Say what was picked; where nothing was, or only what has no day, the part of the map that is in view."""
    pick = chosen.pick
    if isinstance(pick, Spot):
        return _at_spot(pick)
    if isinstance(pick, OfCountry):
        return and_(_is_of_country(), facets.c.country == pick.code)
    if pick == "unplaced":
        return is_unplaced()
    viewed = _in_view(chosen.box, chosen.countries) if chosen.box else true()
    return and_(viewed, is_undated()) if pick == "undated" else viewed


def _in_box(box: Box, lat: ColumnElement[Any] = facets.c.lat) -> ColumnElement[bool]:
    """Say, as a condition on `facets`, that the point of an incident lies within a box."""
    west, east = facets.c.lon >= box.west, facets.c.lon <= box.east
    across = and_(west, east) if box.west <= box.east else or_(west, east)
    return and_(lat.between(box.south, box.north), across)


def _in_view(box: Box, countries: Iterable[str]) -> ColumnElement[bool]:
    """Say that an incident lies within a box: by its point, or, where only the country is known, by the country's mark."""
    return or_(_in_box(box), and_(_is_of_country(), facets.c.country.in_(sorted(countries))))


def _at_spot(spot: Spot) -> ColumnElement[bool]:
    """Say that an incident is one of those drawn as one cell."""
    return and_(_in_box(spot.box), facets.c.radius.between(spot.least, spot.most))


def _is_of_country() -> ColumnElement[bool]:
    """Say that nothing nearer than the country of an incident is known, or can be pinned."""
    return and_(facets.c.lat.is_(None), facets.c.country.is_not(None))


def is_unplaced() -> ColumnElement[bool]:
    """Say that an incident has neither a point nor a country."""
    return and_(facets.c.lat.is_(None), facets.c.country.is_(None))


def cells(connection: Connection, asked: Asked, box: Box, zoom: float) -> list[Cell]:
    """Give the incidents within a box as they are drawn at a zoom: wide areas for themselves, the rest by square.

    The database counts by place, in the order of an index, and so without sorting; the few places are then put into squares.
    """
    scale = 2.0 ** min(max(int(zoom), 0), _DEEPEST)
    wide = _AREA_PIXELS * _KM_A_PIXEL / scale
    lat, lon, radius = (asked.plain(each) for each in _PLACE)
    inside = and_(_in_box(_widened(box), lat), or_(_in_box(box, lat), radius >= wide))
    counted = select(*_TOLD, *_counts()).where(asked.condition, inside)
    places = counted.group_by(lat, lon, radius)
    found: dict[tuple[float, float, float], _Drawn] = {}
    for row in connection.execute(places):
        lat, lon, radius = row[:3]
        square = (lat, lon, radius) if radius >= wide else (_square(lat, scale, _LOWER), _square(lon, scale, 1.0), -1.0)
        found.setdefault(square, _Drawn()).add(row)
    return [each.cell() for each in found.values()]


def _square(degrees: float, scale: float, share: float) -> float:
    return (degrees + 180.0) * _SQUARES * scale // (360.0 * share)


def _widened(box: Box) -> Box:
    """Give the box in which the points of areas that may reach into another lie."""
    if box.west > box.east:
        return Box(-90.0, -180.0, 90.0, 180.0)
    south, north = max(-90.0, box.south - _REACH), min(90.0, box.north + _REACH)
    return Box(south, max(-180.0, box.west - 2 * _REACH), north, min(180.0, box.east + 2 * _REACH))


_PLACE = (
    facets.c.lat,
    facets.c.lon,
    facets.c.radius,
)
_TOLD = (
    func.min(facets.c.lat),
    func.min(facets.c.lon),
    func.min(facets.c.radius),
    func.min(facets.c.place),
    func.max(facets.c.place),
    func.min(facets.c.precision),
    func.max(facets.c.precision),
    func.min(facets.c.incident),
)


@dataclass(slots=True)
class _Drawn:
    """A cell in the making: the rows of its places."""

    rows: list[Any] = field(default_factory=list)

    def add(self, row: Any) -> None:
        self.rows.append(row)

    def cell(self) -> Cell:
        lats, lons, radii, places, others, precise, coarse, incidents, *counts = zip(*self.rows, strict=True)
        counted = Counted(*(int(sum(each)) for each in counts))
        return Cell(
            counted,
            Box(min(lats), min(lons), max(lats), max(lons)),
            (min(radii), max(radii)),
            _one({*places, *others}),
            _one({*precise, *coarse}),
            incidents[0] if counted.incidents == 1 else None,
        )


def _one(values: set[str | None]) -> str | None:
    """Give what is the same for all, if anything is."""
    return next(iter(values)) if len(values) == 1 else None


def _counts() -> tuple[ColumnElement[Any], ...]:
    """Count incidents and the killed told in them; where no upper end is told, the lower one is counted and marked."""
    low, high = facets.c.killed_low, facets.c.killed_high
    return (
        func.count(),
        func.coalesce(func.sum(low), 0),
        func.coalesce(func.sum(func.coalesce(high, low)), 0),
        func.count(case((and_(low.is_not(None), high.is_(None)), 1))),
    )


def _counted(counts: Iterable[Any]) -> Counted:
    return Counted(*(int(each) for each in counts))


def off_the_map(connection: Connection, asked: Asked) -> dict[str | None, Counted]:
    """Count the incidents without a point by country; those of which not even the country is known under None."""
    country = facets.c.country
    counted = select(country, *_counts()).where(asked.condition, facets.c.lat.is_(None)).group_by(country)
    return {row[0]: _counted(row[1:]) for row in connection.execute(counted)}


def by_days(connection: Connection, asked: Asked) -> list[Days]:
    """Count the incidents by how they are dated, in order; those without a day are left out."""
    first, last = asked.plain(facets.c.day_first), asked.plain(facets.c.day_last)
    dated = select(func.min(facets.c.day_first), func.min(facets.c.day_last), *_counts())
    counted = dated.where(asked.condition, first.is_not(None)).group_by(first, last).order_by(first, last)
    return [Days(row[0], row[1], _counted(row[2:])) for row in connection.execute(counted)]


def is_undated() -> ColumnElement[bool]:
    """Say that the day of an incident is not known."""
    return facets.c.day_first.is_(None)


def count(connection: Connection, asked: ColumnElement[bool]) -> int:
    """Count the incidents of a condition."""
    return connection.execute(select(func.count()).select_from(facets).where(asked)).scalar() or 0


def provinces(connection: Connection, country: str) -> tuple[str, ...]:
    """Give the provinces of a country that the board knows incidents of."""
    f = facets.c
    asked = select(f.admin1).where(f.country == country, f.admin1 != "").distinct().order_by(f.admin1)
    return tuple(connection.execute(asked).scalars())
