"""What running totals are shown with: each series on the board, and what the incidents of a window and area come to, summed by the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    true,
    tuple_,
)

from marsad.model.codec import unpack
from marsad.model.person import Person
from marsad.model.tally import Tally
from marsad.model.value import PlaceRef
from marsad.store.batches import batches
from marsad.store.rights import seen_incident
from marsad.store.running import SERIES
from marsad.store.schema import claims, tallies
from marsad.store.schema_work import counted, series, shelves
from marsad.store.seal import Row

_BATCH = 500
TallyOrder = Literal["faults", "newest", "speaker"]
_BY: dict[str, ColumnElement[Any]] = {"faults": series.c.faults, "newest": series.c.as_of, "speaker": series.c.speaker}


@dataclass(frozen=True, slots=True)
class Sum:
    """What incidents come to: the sums of their least and most, whether some leave it open upwards, and how many incidents."""

    low: int | None
    high: int | None
    open: bool
    incidents: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which incidents are summed: of an outcome and group, in an area (None: everywhere), that a person may see."""

    outcome: str
    people: str
    area: PlaceRef | None
    person: Person


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which running totals are asked for; what is empty is not asked."""

    speaker: str = ""
    outcome: str = ""
    people: str = ""
    country: str = ""
    faults: bool = False


@dataclass(frozen=True, slots=True)
class TallyMark:
    """Where a list of running totals goes on: the value it is ordered by, None where there is none, and the tally."""

    value: str | int | None
    tally: str


def total(connection: Connection, scope: Scope, since: date, until: date) -> Sum:
    """Sum the incidents that lie wholly within a window."""
    asked = select(func.sum(counted.c.low), func.sum(counted.c.high), func.max(counted.c.open), func.count()).where(
        _within(scope, since, until)
    )
    low, high, open_, number = connection.execute(asked).one()
    return Sum(low, high, bool(open_), number)


def by_day(connection: Connection, scope: Scope, since: date, until: date) -> tuple[tuple[str, int, int], ...]:
    """Give what the incidents of each day of a window come to, by their last day: the day, the sum of the least, and of the most."""
    asked = (
        select(counted.c.day_last, func.sum(counted.c.low), func.sum(func.coalesce(counted.c.high, counted.c.low)))
        .where(_within(scope, since, until))
        .group_by(counted.c.day_last)
        .order_by(counted.c.day_last)
    )
    return tuple((day, low or 0, high or 0) for day, low, high in connection.execute(asked))


def _within(scope: Scope, since: date, until: date) -> ColumnElement[bool]:
    return and_(
        counted.c.outcome == scope.outcome,
        counted.c.people == scope.people,
        counted.c.day_first >= since.isoformat(),
        counted.c.day_last <= until.isoformat(),
        _in(scope.area),
        seen_incident(scope.person, counted.c.incident),
    )


def _in(area: PlaceRef | None) -> ColumnElement[bool]:
    """Say that an incident lies in an area, as comparing in memory does."""
    if area is None:
        return true()
    if area.precision == "country":
        return counted.c.country == area.country
    if area.precision == "province":
        here = or_(counted.c.admin1 == area.name, counted.c.place == area.name)
        return and_(counted.c.country == area.country, here)
    named = counted.c.place == area.name
    return named if area.id is None else or_(counted.c.spot == area.id, and_(counted.c.spot.is_(None), named))


def listed(
    connection: Connection, asked: ColumnElement[bool], order: TallyOrder, after: TallyMark | None, limit: int
) -> tuple[tuple[TallyMark, Tally], ...]:
    """Give the running totals of a list from a mark on, most or newest first (speakers by name), each with its own mark."""
    found: list[TallyMark] = []
    for part in _pages(asked, order, after):
        if len(found) < limit:
            found += [TallyMark(*row) for row in connection.execute(part.limit(limit - len(found)))]
    whole = {each.id: each for each in tallies_by_id(connection, [mark.tally for mark in found])}
    return tuple((mark, whole[mark.tally]) for mark in found if mark.tally in whole)


def _pages(
    asked: ColumnElement[bool], order: TallyOrder, after: TallyMark | None
) -> Iterator[Select[*tuple[Any, ...]]]:
    by, key = _BY[order], series.c.tally
    chosen = select(by, key)
    valued = chosen.where(by.is_not(None), asked)
    if after is None or after.value is not None:
        mark = None if after is None else tuple_(after.value, after.tally)
        if order == "speaker":
            rising = valued.order_by(by, key)
            yield rising if mark is None else rising.where(tuple_(by, key) > mark)
        else:
            falling = valued.order_by(by.desc(), key.desc())
            yield falling if mark is None else falling.where(tuple_(by, key) < mark)
    bare = chosen.where(by.is_(None), asked).order_by(key.desc())
    yield bare if after is None or after.value is not None else bare.where(key < after.tally)


def wanted_tallies(wanted: Wanted, person: Person) -> ColumnElement[bool]:
    """Give, as a condition on `series`, which running totals are asked for and a person may see."""
    named = {"outcome": wanted.outcome, "people": wanted.people, "country": wanted.country}
    asked = [series.c[name] == value for name, value in named.items() if value]
    if wanted.speaker:
        asked.append(series.c.speaker.icontains(wanted.speaker, autoescape=True))
    if wanted.faults:
        asked.append(series.c.faults > 0)
    return and_(true(), *asked, seen_tally(person, series.c.tally))


def seen_tally(person: Person, tally: ColumnElement[str]) -> ColumnElement[bool]:
    """Say that a person may see every document that a running total rests on."""
    if person.collections is None:
        return true()
    hidden = shelves.c.collection.not_in(sorted(person.collections))
    rests = and_(claims.c.account == SERIES + tally, claims.c.current == 1)
    closed = select(1).select_from(claims.join(shelves, shelves.c.document == claims.c.document))
    return not_(exists(closed.where(rests, hidden)))


def tally(connection: Connection, key: str, person: Person) -> Tally | None:
    """Give one running total, None where there is none that a person may see."""
    seen = select(series.c.tally).where(series.c.tally == key, seen_tally(person, series.c.tally))
    if connection.execute(seen).first() is None:
        return None
    found = tallies_by_id(connection, [key])
    return found[0] if found else None


def tallies_by_id(connection: Connection, ids: Iterable[str]) -> list[Tally]:
    """Give current running totals by their ids, in that order; what is not there is left out."""
    asked = select(tallies.c.payload, tallies.c.current).order_by(tallies.c.id)
    parts = batches(sorted(set(ids)), _BATCH)
    found = (row for part in parts for row in connection.execute(asked.where(tallies.c.id.in_(part))))
    return [unpack(Tally, row.payload) for row in found if row.current == 1]


def tallies_since(connection: Connection, seq: int) -> list[str]:
    """Give the ids of the running totals that were written after a log entry, those that are gone among them."""
    asked = select(tallies.c.id).where(tallies.c.seq > seq).distinct().order_by(tallies.c.id)
    return list(connection.execute(asked).scalars())


def put_series(connection: Connection, ids: Iterable[str], rows: Sequence[Row]) -> None:
    """Put running totals on the board in place of what stood there under some ids."""
    for part in batches(ids, _BATCH):
        connection.execute(delete(series).where(series.c.tally.in_(part)))
    for rows_part in batches(rows, _BATCH):
        connection.execute(insert(series), rows_part)


def put_counted(connection: Connection, ids: Iterable[str], rows: Sequence[Row]) -> None:
    """Put what incidents come to on the board in place of what stood there of them."""
    for part in batches(ids, _BATCH):
        connection.execute(delete(counted).where(counted.c.incident.in_(part)))
    for rows_part in batches(rows, _BATCH):
        connection.execute(insert(counted), rows_part)
