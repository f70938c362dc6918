"""Which sources were read on which day: counted of the reports that a person may see, so that silence is not taken for peace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from marsad.model.person import Person
from marsad.store.rights import counted_document
from marsad.store.schema import accounts, documents


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet with how many of its reports were read, and the first and last day of them; `name` is None where a report names none."""

    name: str | None
    reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """What was read of an outlet on a day: reports, and the incidents told in them (None where that was not asked)."""

    outlet: str | None
    day: str
    reports: int
    incidents: int | None


def days_read(connection: Connection, person: Person) -> dict[str, int]:
    """Give the days on which reports were published that were read, with how many."""
    published = documents.c.published
    counted = (
        select(published, func.count())
        .where(published.is_not(None), counted_document(person, documents.c.id))
        .group_by(published)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def outlets(connection: Connection, person: Person) -> list[Outlet]:
    """Give the outlets, the most read first."""
    d = documents.c
    columns = (d.outlet, func.count(), func.min(d.published), func.max(d.published))
    named = select(*columns).where(d.outlet.is_not(None), counted_document(person, documents.c.id)).group_by(d.outlet)
    nameless = (
        select(*columns)
        .where(d.outlet.is_(None), _there(), counted_document(person, documents.c.id))
        .group_by(d.outlet)
    )
    found = [Outlet(*row) for asked in (named, nameless) for row in connection.execute(asked)]
    return sorted(found, key=lambda each: (-each.reports, each.name is None, each.name or ""))


def outlet_days(connection: Connection, person: Person, first: date, last: date) -> Iterator[Day]:
    """Give what was read of each outlet on each day of a stretch."""
    d = documents.c
    counted = select(d.outlet, d.published, func.count()).where(_between(person, first, last))
    for row in connection.execute(counted.group_by(d.outlet, d.published)):
        yield Day(row[0], row[1], row[2], None)


def told_days(connection: Connection, person: Person, first: date, last: date) -> Iterator[Day]:
    """Give the same with the incidents that those reports tell, each counted once a day and outlet."""
    d, a = documents.c, accounts.c
    telling = documents.outerjoin(accounts, and_(a.document == d.id, a.current == 1))
    counted = (
        select(d.outlet, d.published, func.count(d.id.distinct()), func.count(a.incident.distinct()))
        .select_from(telling)
        .where(_between(person, first, last))
        .group_by(d.outlet, d.published)
    )
    return (Day(*row) for row in connection.execute(counted))


def undated(connection: Connection, person: Person) -> int:
    """Count the reports whose day of publication is not known: they stand in no calendar."""
    asked = (
        select(func.count())
        .select_from(documents)
        .where(documents.c.published.is_(None), _there(), counted_document(person, documents.c.id))
    )
    return connection.execute(asked).scalar() or 0


def _between(person: Person, first: date, last: date) -> ColumnElement[bool]:
    return and_(
        documents.c.published.between(first.isoformat(), last.isoformat()), counted_document(person, documents.c.id)
    )


def _there() -> ColumnElement[bool]:
    return documents.c.expunged.is_(None)
