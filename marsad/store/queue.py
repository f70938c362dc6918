"""The queue of claims that wait to be looked at: one way of sorting, some filters, and on from any claim in either direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, func, not_, select, tuple_

from marsad.model.person import Person
from marsad.store.locks import held_elsewhere
from marsad.store.rights import seen_document
from marsad.store.schema_work import locks, queue, shelves

Sort = Literal["doubt", "spread", "severity", "newest", "source"]
State = Literal["open", "once", "disputed", "settled"]
_BY = {"doubt": "doubt", "spread": "spread", "severity": "severity", "newest": "published", "source": "source"}
_MOST_OUTLETS = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims are asked for and in what order; an empty filter lets everything through.

    `outcome` is a kind of harm or a sub-type of ACLED; `since` and `until` are days of publication; `doubt` is one that the claim must have.
    """

    state: State = "open"
    sort: Sort = "doubt"
    outcome: str = ""
    outlet: str = ""
    doubt: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim as the queue has it; `value` is what it is sorted by."""

    claim: str
    document: str
    incident: str | None
    kind: str
    type: str
    doubts: tuple[str, ...]
    spread: int
    published: str
    source: str
    outlet: str
    state: State
    judged_by: tuple[str, ...]
    value: str | int = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the queue is asked, and when: what others work on, and what waits for somebody else, is left out."""

    person: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """Where in the queue: after a claim (None: from the start), or before it with the nearest first; and how many at most."""

    since: Waiting | None = None
    back: bool = False
    most: int = 1


def waiting(connection: Connection, asker: Asker, wanted: Wanted, step: Step) -> list[Waiting]:
    """Give the claims that wait, in the order asked for."""
    column = queue.c[_BY[wanted.sort]]
    falls = (wanted.sort != "source") != step.back
    conditions = _conditions(asker, wanted)
    if step.since is not None:
        keys, mark = tuple_(column, queue.c.claim), tuple_(step.since.value, step.since.claim)
        conditions.append(keys < mark if falls else keys > mark)
    order = (column.desc(), queue.c.claim.desc()) if falls else (column, queue.c.claim)
    rows = connection.execute(select(queue).where(*conditions).order_by(*order).limit(step.most)).mappings()
    return [_waiting(row, wanted.sort) for row in rows]


def queued(connection: Connection, claim: str, sort: Sort) -> Waiting | None:
    """Give a claim of the queue, whatever its state."""
    row = connection.execute(select(queue).where(queue.c.claim == claim)).mappings().first()
    return _waiting(row, sort) if row else None


def counts(connection: Connection, person: Person) -> dict[State, int]:
    """Say how many claims of each state a person may see; of those that wait for a second, how many wait for them."""
    found: dict[State, int] = {"open": 0, "once": 0, "disputed": 0, "settled": 0}
    for sign, rows in ((1, _counted(connection)), (-1, _hidden(connection, person))):
        for (state, by), number in rows.items():
            if not (state == "once" and by == person.name):
                found[state] += sign * number
    return found


def outlets(connection: Connection) -> list[str]:
    """Give the outlets of the queue by name, hopping from one to the next along the index."""
    found: list[str] = []
    last = ""
    while len(found) < _MOST_OUTLETS:
        name = connection.execute(select(func.min(queue.c.outlet)).where(queue.c.outlet > last)).scalar()
        if name is None:
            break
        last = str(name)
        found.append(last)
    return found


def _conditions(asker: Asker, wanted: Wanted) -> list[ColumnElement[bool]]:
    name, now = held_elsewhere(asker.person.name, asker.now)
    others = select(1).where(locks.c.subject == queue.c.claim, locks.c.person != name, locks.c.until > now)
    found = [queue.c.state == wanted.state, not_(exists(others)), seen_document(asker.person, queue.c.document)]
    if wanted.state == "once":
        found.append(queue.c.judged_by != name)
    if wanted.outcome:
        found.append(queue.c.type == wanted.outcome)
    if wanted.outlet:
        found.append(queue.c.outlet == wanted.outlet)
    if wanted.doubt:
        found.append(("|" + queue.c.doubts + "|").contains(f"|{wanted.doubt}|", autoescape=True))
    if wanted.since:
        found.append(queue.c.published >= wanted.since.isoformat())
    if wanted.until:
        found.append(and_(queue.c.published <= wanted.until.isoformat(), queue.c.published != ""))
    return found


def _counted(connection: Connection) -> dict[tuple[State, str], int]:
    asked = select(queue.c.state, queue.c.judged_by, func.count()).group_by(queue.c.state, queue.c.judged_by)
    return {(state, by): number for state, by, number in connection.execute(asked)}


def _hidden(connection: Connection, person: Person) -> dict[tuple[State, str], int]:
    """Count what stands in collections that are closed to a person."""
    if person.collections is None:
        return {}
    asked = (
        select(queue.c.state, queue.c.judged_by, func.count())
        .select_from(shelves.join(queue, queue.c.document == shelves.c.document))
        .where(shelves.c.collection.not_in(sorted(person.collections)))
        .group_by(queue.c.state, queue.c.judged_by)
    )
    return {(state, by): number for state, by, number in connection.execute(asked)}


def _waiting(row: RowMapping, sort: Sort) -> Waiting:
    return Waiting(
        row["claim"],
        row["document"],
        row["incident"],
        row["kind"],
        row["type"] or "",
        _parts(row["doubts"]),
        row["spread"],
        row["published"],
        row["source"],
        row["outlet"],
        row["state"],
        _parts(row["judged_by"]),
        row[_BY[sort]],
    )


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("|")) if joined else ()
