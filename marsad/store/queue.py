"""The queue of claims that wait to be looked at: one way of sorting, some filters, and on from any claim in either direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, func, not_, select, tuple_

from marsad.model.person import Person
from marsad.store.locks import held_elsewhere
from marsad.store.rights import seen_document
from marsad.store.schema_work import locks, queue

Sort = Literal["doubt", "spread", "severity", "newest", "source"]
State = Literal["open", "once", "disputed", "settled"]
_BY = {"doubt": "doubt", "spread": "spread", "severity": "severity", "newest": "published", "source": "source"}
_MOST_OUTLETS = 300
_FEW = 5000
MOST = 3000
"""Where counting ends: what is there so often is as good as endless for one day's work."""


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
    falls = (wanted.sort != "source") != step.back
    conditions = _conditions(asker, wanted)
    asked: Any = queue
    few = _narrow(connection, wanted)
    if few == 0:
        return []
    if few:
        asked, conditions = select(queue).where(*conditions).limit(_FEW).subquery(), []
    column, key = asked.c[_BY[wanted.sort]], asked.c.claim
    if step.since is not None:
        keys, mark = tuple_(column, key), tuple_(step.since.value, step.since.claim)
        conditions.append(keys < mark if falls else keys > mark)
    order = (column.desc(), key.desc()) if falls else (column, key)
    rows = connection.execute(select(asked).where(*conditions).order_by(*order).limit(step.most)).mappings()
    return [_waiting(row, wanted.sort) for row in rows]


def _narrow(connection: Connection, wanted: Wanted) -> int | None:
    """Say how many claims filters leave, if they are so few that they are better all sorted than looked for in the order of the queue."""
    indexed = [
        *([queue.c.type == wanted.outcome] if wanted.outcome else []),
        *([queue.c.outlet == wanted.outlet] if wanted.outlet else []),
        *_days(wanted),
    ]
    asked = [queue.c.state == wanted.state, *indexed, *_doubting(wanted)]
    number = _counted(connection, asked, _FEW) if indexed else _FEW
    return number if number < _FEW else None


def queued(connection: Connection, claim: str, sort: Sort) -> Waiting | None:
    """Give a claim of the queue, whatever its state."""
    row = connection.execute(select(queue).where(queue.c.claim == claim)).mappings().first()
    return _waiting(row, sort) if row else None


def counts(connection: Connection, person: Person) -> dict[State, int]:
    """Say how many claims of each state a person may see, `MOST` standing for as many or more; of those that wait for a second, for them."""
    seen = seen_document(person, queue.c.document)
    found: dict[State, int] = {}
    for state in get_args(State):
        others = [queue.c.judged_by != person.name] if state == "once" else []
        found[state] = _counted(connection, [queue.c.state == state, seen, *others], MOST)
    return found


def _counted(connection: Connection, conditions: list[ColumnElement[bool]], most: int) -> int:
    some = select(queue.c.claim).where(*conditions).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar() or 0


def outlets(connection: Connection, person: Person) -> list[str]:
    """Give the outlets of what a person may see, by name, hopping from one to the next along the index."""
    found: list[str] = []
    last = ""
    seen = seen_document(person, queue.c.document)
    while len(found) < _MOST_OUTLETS:
        name = connection.execute(select(func.min(queue.c.outlet)).where(queue.c.outlet > last, seen)).scalar()
        if name is None:
            break
        last = str(name)
        found.append(last)
    return found


def _conditions(asker: Asker, wanted: Wanted) -> list[ColumnElement[bool]]:
    name, now, latest = held_elsewhere(asker.person.name, asker.now)
    others = select(1).where(
        locks.c.subject == queue.c.claim, locks.c.person != name, locks.c.until > now, locks.c.until <= latest
    )
    found = [queue.c.state == wanted.state, not_(exists(others)), seen_document(asker.person, queue.c.document)]
    if wanted.state == "once":
        found.append(queue.c.judged_by != name)
    if wanted.outcome:
        found.append(queue.c.type == wanted.outcome)
    if wanted.outlet:
        found.append(queue.c.outlet == wanted.outlet)
    return [*found, *_doubting(wanted), *_days(wanted)]


def _doubting(wanted: Wanted) -> list[ColumnElement[bool]]:
    held = ("|" + queue.c.doubts + "|").contains(f"|{wanted.doubt}|", autoescape=True)
    return [held] if wanted.doubt else []


def _days(wanted: Wanted) -> list[ColumnElement[bool]]:
    since = [queue.c.published >= wanted.since.isoformat()] if wanted.since else []
    until = [and_(queue.c.published <= wanted.until.isoformat(), queue.c.published != "")] if wanted.until else []
    return [*since, *until]


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
