"""Reports as the list of the workbench shows them: newest first, some at a time, with how many claims each has and how many are reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, case, func, or_, select, true

from marsad.model.person import Person
from marsad.store.batches import batches
from marsad.store.rights import seen_document
from marsad.store.schema import documents, receipts
from marsad.store.schema_work import queue, shelves

_HEAD = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports are asked for; empty for all. Days are those of publication."""

    outlet: str = ""
    since: date | None = None
    until: date | None = None
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: after the report of a day (empty for those without one) that came in under a number."""

    published: str
    seq: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the list: `head` is its title, or how its text begins; `claims` and `reviewed` are numbers of claims."""

    id: str
    seq: int
    name: str
    head: str
    published: str
    outlet: str
    collection: str
    claims: int
    reviewed: int

    @property
    def place(self) -> Place:
        """Give the place of the report in the list."""
        return Place(self.published, self.seq)


def reports(connection: Connection, person: Person, asked: Asked, after: Place | None, most: int) -> list[Report]:
    """Give the reports that come after a place, the newest first; those without a day stand last."""
    found: list[tuple[int, str]] = []
    for page in _pages(_conditions(person, asked), asked, after):
        if len(found) < most:
            found += [(row.seq, row.id) for row in connection.execute(page.limit(most - len(found)))]
    return _told(connection, [seq for seq, _ in found])


def outlets(connection: Connection) -> list[str]:
    """Give the outlets of the record, by name."""
    asked = select(documents.c.outlet).where(documents.c.outlet.is_not(None)).distinct().order_by(documents.c.outlet)
    return list(connection.execute(asked).scalars())


def _conditions(person: Person, asked: Asked) -> ColumnElement[bool]:
    wanted = [true(), documents.c.expunged.is_(None), seen_document(person, documents.c.id)]
    if asked.outlet:
        wanted.append(documents.c.outlet == asked.outlet)
    if asked.collection:
        shelved = select(shelves.c.document).where(shelves.c.collection == asked.collection)
        wanted.append(documents.c.id.in_(shelved))
    if asked.since:
        wanted.append(documents.c.published >= asked.since.isoformat())
    if asked.until:
        wanted.append(documents.c.published <= asked.until.isoformat())
    return and_(*wanted)


def _pages(wanted: ColumnElement[bool], asked: Asked, after: Place | None) -> list[Select[int, str]]:
    """Give the two parts of the list: reports with a day, and those without."""
    day, seq = documents.c.published, documents.c.seq
    bare = select(seq, documents.c.id).where(day.is_(None), wanted).order_by(seq.desc())
    dated = select(seq, documents.c.id).where(day.is_not(None), wanted).order_by(day.desc(), seq.desc())
    if after is None:
        return [dated] if asked.since or asked.until else [dated, bare]
    if not after.published:
        return [bare.where(seq < after.seq)]
    on = dated.where(or_(day < after.published, and_(day == after.published, seq < after.seq)), day <= after.published)
    return [on] if asked.since or asked.until else [on, bare]


def _told(connection: Connection, seqs: list[int]) -> list[Report]:
    """Give what the list shows of some reports, in their order."""
    found: dict[int, Report] = {}
    for part in batches(seqs, 500):
        asked = (
            select(
                documents.c.id, documents.c.seq, receipts.c.name, documents.c.title_start, documents.c.title_end,
                func.substr(documents.c.text, 1, 2 * _HEAD).label("text"), documents.c.published, documents.c.outlet,
                shelves.c.collection,
            )
            .join(receipts, receipts.c.seq == documents.c.seq)
            .outerjoin(shelves, shelves.c.document == documents.c.id)
            .where(documents.c.seq.in_(part))
        )  # fmt: skip
        rows = connection.execute(asked).all()
        numbers = claims_reviewed(connection, [row.id for row in rows])
        for row in rows:
            head = row.text[row.title_start or 0 : row.title_end or _HEAD]
            found[row.seq] = Report(
                row.id, row.seq, row.name, " ".join(head.split()), row.published or "", row.outlet or "",
                row.collection or "", *numbers.get(row.id, (0, 0)),
            )  # fmt: skip
    return [found[seq] for seq in seqs]


def claims_reviewed(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Give the number of claims of each document, and of those that somebody judged, as the board has them."""
    judged = func.sum(case((queue.c.state != "open", 1), else_=0)).cast(Integer)
    found: dict[str, tuple[int, int]] = {}
    for part in batches(ids, 500):
        asked = select(queue.c.document, func.count(), judged).where(queue.c.document.in_(part))
        for key, claims, reviewed in connection.execute(asked.group_by(queue.c.document)):
            found[key] = (int(claims), int(reviewed))
    return found
