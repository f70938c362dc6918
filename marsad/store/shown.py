"""The incidents that lists and maps show: asked for by what the board keeps of them, some at a time, and only those that a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, true, tuple_

from marsad.model.person import Person
from marsad.store.batches import batches
from marsad.store.rights import counted_incident, seen_incident
from marsad.store.schema_work import facets, queue
from marsad.store.telling import told_with

Order = Literal["day", "newest", "killed"]
_DAYS_NEAR = timedelta(days=3)
_LONG = timedelta(days=366)
_DEGREES_NEAR = 0.5
_MOST_NEAR = 300
_BY = {"day": facets.c.day_first, "newest": facets.c.newest, "killed": facets.c.killed_low}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map in degrees; one whose west lies east of its east reaches over the date line."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Filter:
    """What incidents are asked for; None and the empty text leave a question unasked.

    Days are those that an incident may have happened on, `killed` and `injured` the least that must be told under the rule of the board
    by its lower end, `sources` the number of independent ones, `actor` a name or part of one, `type` a type or sub-type of ACLED, `words` words that its reports must hold.
    """

    since: date | None = None
    until: date | None = None
    place: str = ""
    box: Box | None = None
    country: str = ""
    admin1: str = ""
    actor: str = ""
    type: str = ""
    killed: int | None = None
    injured: int | None = None
    sources: int | None = None
    grade: str = ""
    words: str = ""
    foreground: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list goes on: the value it is ordered by (None where an incident has none) and the incident."""

    value: str | int | None
    incident: str


@dataclass(frozen=True, slots=True)
class Facet:
    """An incident as the board keeps it; see `record/facets.py` for what each value means."""

    incident: str
    day_first: str | None
    day_last: str | None
    newest: str | None
    place: str | None
    country: str | None
    admin1: str | None
    precision: str | None
    lat: float | None
    lon: float | None
    radius: float | None
    type: str | None
    sub_type: str | None
    foreground: int
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    sources: int
    spread: int
    actors: str
    grade: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of those who took part."""
        return tuple(each for each in self.actors.split("|") if each)

    def mark(self, order: Order) -> Mark:
        """Give the place of the incident in a list."""
        return Mark({"day": self.day_first, "newest": self.newest, "killed": self.killed_low}[order], self.incident)


def conditions(
    connection: Connection, wanted: Filter, person: Person, *, counting: bool = False
) -> ColumnElement[bool]:
    """Give, as a condition on `facets`, what a filter asks for and a person may see; `counting` where all that it asks for is gone through."""
    asked = [*_when(wanted), *_where(wanted), *_what(wanted)]
    if wanted.words.strip():
        asked.append(told_with(connection, wanted.words, counting=counting))
    seen = (counted_incident if counting else seen_incident)(person, facets.c.incident)
    return and_(true(), *asked, seen)


def shown(
    connection: Connection,
    asked: ColumnElement[bool],
    order: Order = "day",
    after: Mark | None = None,
    limit: int = 50,
) -> tuple[Facet, ...]:
    """Give the incidents of a list from a mark on, newest or most first; those without the value it is ordered by stand last."""
    found: list[Facet] = []
    for page in _pages(asked, order, after):
        if len(found) < limit:
            found += [facet_of(row) for row in connection.execute(page.limit(limit - len(found)))]
    return tuple(found)


def nearby(connection: Connection, here: Facet, person: Person, limit: int = 30) -> tuple[Facet, ...]:
    """Give the incidents near another in day and place that a person may see, the nearest days first; one without a day has none."""
    if here.day_first is None or here.day_last is None:
        return ()
    since, until = (date.fromisoformat(each) for each in (here.day_first, here.day_last))
    window = Filter(since=since - _DAYS_NEAR, until=until + _DAYS_NEAR)
    asked = and_(conditions(connection, window, person), facets.c.incident != here.incident, _beside(here))
    recent = facets.c.day_first >= (since - _LONG).isoformat()
    found = [facet_of(row) for row in connection.execute(select(facets).where(asked, recent).limit(_MOST_NEAR))]
    return tuple(sorted(found, key=lambda each: _apart(here, each))[:limit])


def _beside(here: Facet) -> ColumnElement[bool]:
    """Say that an incident lies near another, as far as both are placed: by degrees, else by the name of the place."""
    if here.lat is None or here.lon is None:
        return facets.c.place == here.place if here.place else facets.c.country == here.country
    beside = and_(
        facets.c.lat.between(here.lat - _DEGREES_NEAR, here.lat + _DEGREES_NEAR),
        facets.c.lon.between(here.lon - _DEGREES_NEAR, here.lon + _DEGREES_NEAR),
    )
    return or_(beside, facets.c.place == here.place)


def _apart(here: Facet, other: Facet) -> tuple[int, float, str]:
    days = abs((date.fromisoformat(here.day_first or "") - date.fromisoformat(other.day_first or "")).days)
    if None in (here.lat, here.lon, other.lat, other.lon):
        return days, 1.0, other.incident
    return days, abs(here.lat - other.lat) + abs(here.lon - other.lon), other.incident  # type: ignore[operator]


def facet_of(row: Row[*tuple[Any, ...]]) -> Facet:
    """Give a row of the board."""
    return Facet(*row)


def countries(connection: Connection) -> tuple[str, ...]:
    """Give the countries that the board knows incidents of: the index is asked for the next one each time, not for every incident."""
    found: list[str] = []
    asked = select(func.min(facets.c.country))
    while (
        last := connection.execute(asked.where(facets.c.country > (found[-1] if found else ""))).scalar()
    ) is not None:
        found.append(last)
    return tuple(found)


def facet(connection: Connection, incident: str) -> Facet | None:
    """Give what the board keeps of one incident."""
    row = connection.execute(select(facets).where(facets.c.incident == incident)).first()
    return facet_of(row) if row else None


def _pages(asked: ColumnElement[bool], order: Order, after: Mark | None) -> Iterator[Select[*tuple[Any, ...]]]:
    """Give the two parts of a list: those that have the value it is ordered by, and those that have none."""
    by, key = _BY[order], facets.c.incident
    if after is None or after.value is not None:
        valued = select(facets).where(by.is_not(None), asked).order_by(by.desc(), key.desc())
        yield valued if after is None else valued.where(tuple_(by, key) < tuple_(after.value, after.incident))
    bare = select(facets).where(by.is_(None), asked).order_by(key.desc())
    yield bare if after is None or after.value is not None else bare.where(key < after.incident)


def _when(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield facets.c.day_last >= wanted.since.isoformat()
    if wanted.until:
        yield facets.c.day_first <= wanted.until.isoformat()


def _where(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    named = {"place": wanted.place, "country": wanted.country, "admin1": wanted.admin1}
    yield from (facets.c[name] == value for name, value in named.items() if value)
    if box := wanted.box:
        yield facets.c.lat.between(box.south, box.north)
        east = facets.c.lon <= box.east
        west = facets.c.lon >= box.west
        yield and_(west, east) if box.west <= box.east else or_(west, east)


def _what(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.actor:
        yield facets.c.actors.icontains(wanted.actor, autoescape=True)
    if wanted.type:
        yield or_(facets.c.type == wanted.type, facets.c.sub_type == wanted.type)
    least = {"killed_low": wanted.killed, "injured_low": wanted.injured, "sources": wanted.sources}
    yield from (facets.c[name] >= value for name, value in least.items() if value is not None)
    if wanted.grade:
        yield facets.c.grade == wanted.grade
    if wanted.foreground:
        yield facets.c.foreground == 1


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the review of a claim is, and who judged it."""

    state: str
    by: tuple[str, ...]


def standings(connection: Connection, claims: Iterable[str]) -> dict[str, Standing]:
    """Give how far the review of some claims is; a claim of an earlier reading has none."""
    asked = select(queue.c.claim, queue.c.state, queue.c.judged_by)
    return {
        row.claim: Standing(row.state, tuple(each for each in row.judged_by.split("|") if each))
        for part in batches(claims, 500)
        for row in connection.execute(asked.where(queue.c.claim.in_(part)))
    }
