"""Incidents that lie near another in day and place: those that a report may tell of as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, hypot, radians

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, false, or_, select

from marsad.model.person import Person
from marsad.store.rights import seen_incident
from marsad.store.schema_work import facets

_DAYS = timedelta(days=3)
_DEGREES = 0.5
_KM = 111.2
_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Beside:
    """An incident near another: `days` and `km` say how far off; `km` is None where one of them has no point."""

    incident: str
    day: str
    place: str | None
    sub_type: str | None
    killed: tuple[int | None, int | None]
    injured: tuple[int | None, int | None]
    sources: int
    days: int
    km: float | None


def beside(connection: Connection, person: Person, incident: str, most: int) -> list[Beside]:
    """Give the incidents near one that a person may see, the nearest first."""
    here = connection.execute(select(facets).where(facets.c.incident == incident)).mappings().first()
    if here is None or not here["day_first"]:
        return []
    first, last = date.fromisoformat(here["day_first"]), date.fromisoformat(here["day_last"] or here["day_first"])
    about = facets.c.day_first.between((first - _DAYS).isoformat(), (last + _DAYS).isoformat())
    other = and_(about, facets.c.incident != incident, _near(here), seen_incident(person, facets.c.incident))
    rows = connection.execute(
        select(facets).where(other).order_by(facets.c.day_first, facets.c.incident).limit(_LOOKED_AT)
    )
    found = [_beside(row, here, first) for row in rows.mappings()]
    return sorted(found, key=lambda each: (each.km is None, (each.km or 0) + 15 * each.days, each.incident))[:most]


def _near(here: RowMapping) -> ColumnElement[bool]:
    """Ask for what lies around a point, or in the same province, or the same country where no more is known."""
    same = facets.c.country == here["country"] if here["country"] else false()
    if here["admin1"]:
        same = and_(same, or_(facets.c.admin1 == here["admin1"], facets.c.admin1.is_(None)))
    if here["lat"] is None:
        return same
    lat, lon = here["lat"], here["lon"]
    around = and_(
        facets.c.lat.between(lat - _DEGREES, lat + _DEGREES), facets.c.lon.between(lon - _DEGREES, lon + _DEGREES)
    )
    return or_(around, same)


def _beside(row: RowMapping, here: RowMapping, first: date) -> Beside:
    return Beside(
        row["incident"],
        row["day_first"],
        row["place"],
        row["sub_type"],
        (row["killed_low"], row["killed_high"]),
        (row["injured_low"], row["injured_high"]),
        row["sources"],
        abs((date.fromisoformat(row["day_first"]) - first).days),
        _apart(row, here),
    )


def _apart(one: RowMapping, two: RowMapping) -> float | None:
    if one["lat"] is None or two["lat"] is None:
        return None
    across = (one["lon"] - two["lon"]) * cos(radians(two["lat"]))
    return _KM * hypot(one["lat"] - two["lat"], across)
