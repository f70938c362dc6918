"""What a person may see: conditions that leave out, in the database itself, what stands in collections closed to them.

A document on no shelf is open to everybody who works here. An incident is seen by those who may see every document it rests on, so that
no number, place or day of a closed report shows through the view that was made of it.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, exists, not_, select, true

from marsad.model.person import Person
from marsad.store.schema import accounts, claims
from marsad.store.schema_work import shelves


def seen_document(person: Person, document: ColumnElement[str]) -> ColumnElement[bool]:
    """Say, as a condition of SQL, that a person may see a document."""
    if person.collections is None:
        return true()
    hidden = shelves.c.collection.not_in(sorted(person.collections))
    return not_(exists(select(1).where(shelves.c.document == document, hidden)))


def seen_incident(person: Person, incident: ColumnElement[str]) -> ColumnElement[bool]:
    """Say, as a condition of SQL, that a person may see every document that an incident rests on."""
    if person.collections is None:
        return true()
    hidden = shelves.c.collection.not_in(sorted(person.collections))
    rests = and_(accounts.c.incident == incident, accounts.c.current == 1)
    closed = select(1).select_from(accounts.join(shelves, shelves.c.document == accounts.c.document))
    return not_(exists(closed.where(rests, hidden)))


def counted_document(person: Person, document: ColumnElement[str]) -> ColumnElement[bool]:
    """Say the same as `seen_document` where all documents are gone through: what is closed is listed once, not looked up for each."""
    if person.collections is None:
        return true()
    return document.not_in(select(shelves.c.document).where(_is_closed(person)))


def counted_incident(person: Person, incident: ColumnElement[str]) -> ColumnElement[bool]:
    """Say the same as `seen_incident` where all incidents are gone through."""
    if person.collections is None:
        return true()
    closed = accounts.c.document.in_(select(shelves.c.document).where(_is_closed(person)))
    resting = select(accounts.c.incident).where(closed, accounts.c.current == 1, accounts.c.incident.is_not(None))
    return incident.not_in(resting)


def _is_closed(person: Person) -> ColumnElement[bool]:
    return shelves.c.collection.not_in(sorted(person.collections or ()))


def may_see_document(connection: Connection, person: Person, document: str) -> bool:
    """Say whether a person may see a document; one that is not there can't be seen."""
    if person.collections is None:
        return True
    held = connection.execute(select(shelves.c.collection).where(shelves.c.document == document)).scalar()
    return held is None or held in person.collections


def may_see_incident(connection: Connection, person: Person, incident: str) -> bool:
    """Say whether a person may see an incident by its own id."""
    if person.collections is None:
        return True
    rests = select(accounts.c.document).where(accounts.c.incident == incident, accounts.c.current == 1).distinct()
    return all(may_see_document(connection, person, each) for each in connection.execute(rests).scalars())


def document_of_claim(connection: Connection, claim: str) -> str | None:
    """Give the document that a claim stands in."""
    return connection.execute(select(claims.c.document).where(claims.c.id == claim)).scalar()
