"""Lists by keyset: what comes after a key, so that page a thousand is as quick as page one and none is shown twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from marsad.model.codec import unpack
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.model.person import Person
from marsad.model.tally import Tally
from marsad.store.log import Entry
from marsad.store.rights import may_see_document, seen_document, seen_incident
from marsad.store.schema import documents, incidents, judgements, log, receipts, tallies
from marsad.store.schema_work import shelves


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as lists show it: without its text."""

    id: str
    name: str
    published: date | None
    outlet: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of the log are asked for: before a number, of an actor, an action, a subject; empty for any."""

    before: int | None = None
    actor: str = ""
    action: str = ""
    subject: str = ""


def documents_after(connection: Connection, person: Person, after: str, limit: int) -> list[Listed]:
    """Give the documents with the ids that come after one."""
    asked = (
        select(documents.c.id, receipts.c.name, documents.c.published, documents.c.outlet, documents.c.url)
        .join(receipts, receipts.c.seq == documents.c.seq)
        .where(documents.c.id > after, documents.c.expunged.is_(None), seen_document(person, documents.c.id))
        .order_by(documents.c.id)
        .limit(limit)
    )
    return [
        Listed(key, name, date.fromisoformat(published) if published else None, outlet, url)
        for key, name, published, outlet, url in connection.execute(asked)
    ]


def incidents_after(connection: Connection, person: Person, after: str, limit: int) -> list[Incident]:
    """Give the incidents with the ids that come after one."""
    asked = (
        select(incidents.c.payload)
        .where(incidents.c.current == 1, incidents.c.id > after, seen_incident(person, incidents.c.id))
        .order_by(incidents.c.id)
        .limit(limit)
    )
    return [unpack(Incident, payload) for (payload,) in connection.execute(asked)]


def tallies_after(connection: Connection, person: Person, after: str, limit: int) -> tuple[list[Tally], str | None]:
    """Give the tallies with the ids that come after one, and where to go on; one that rests on a closed report is left out."""
    asked = (
        select(tallies.c.id, tallies.c.payload)
        .where(tallies.c.current == 1, tallies.c.id > after)
        .order_by(tallies.c.id)
        .limit(limit)
    )
    rows = connection.execute(asked).all()
    told = [unpack(Tally, payload) for _, payload in rows]
    seen = [each for each in told if all(may_see_document(connection, person, state.document) for state in each.states)]
    return seen, rows[-1].id if len(rows) == limit else None


def judgements_after(connection: Connection, after: int, limit: int) -> tuple[list[Judgement], int | None]:
    """Give the judgements that were signed after an entry of the log, and where to go on."""
    asked = select(judgements.c.seq, judgements.c.payload).where(
        judgements.c.seq > after, judgements.c.expunged.is_(None)
    )
    rows = connection.execute(asked.order_by(judgements.c.seq).limit(limit)).all()
    return [unpack(Judgement, payload) for _, payload in rows], rows[-1].seq if len(rows) == limit else None


def log_before(connection: Connection, wanted: Wanted, limit: int) -> list[Entry]:
    """Give the entries of the log, the newest first."""
    asked = select(log).order_by(log.c.seq.desc()).limit(limit)
    if wanted.before is not None:
        asked = asked.where(log.c.seq < wanted.before)
    for column, value in ((log.c.actor, wanted.actor), (log.c.action, wanted.action), (log.c.subject, wanted.subject)):
        asked = asked.where(column == value) if value else asked
    return [Entry(*row) for row in connection.execute(asked)]


def collections_with(connection: Connection) -> Sequence[tuple[str, int]]:
    """Give the collections with the number of their documents, by name."""
    asked = select(shelves.c.collection, func.count()).group_by(shelves.c.collection).order_by(shelves.c.collection)
    return [(name, int(number)) for name, number in connection.execute(asked)]


def documents_of_outlet(connection: Connection, outlet: str) -> list[str]:
    """Give the documents of one outlet."""
    return list(connection.execute(select(documents.c.id).where(documents.c.outlet == outlet)).scalars())
