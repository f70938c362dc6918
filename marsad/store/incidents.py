"""Incidents and tallies as they are kept: every version of each, under ids that always resolve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from marsad.errors import StoreError
from marsad.model.codec import pack, unpack
from marsad.model.incident import Incident
from marsad.model.tally import Tally
from marsad.store.batches import batches
from marsad.store.schema import accounts, aliases, incidents, log, tallies
from marsad.store.seal import Row
from marsad.store.streaming import stream


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an id leads: to an incident, or to none and why."""

    id: str
    incident: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """An incident as the record had it from one entry of the log on; None where it was no more."""

    seq: int
    at: str
    incident: Incident | None


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident as it is to be kept, with the accounts that it is made of."""

    row: Row
    accounts: tuple[str, ...]


def incident_record(incident: Incident) -> IncidentRecord:
    """Give an incident as it is to be kept."""
    return IncidentRecord(incident_row(incident), incident.accounts)


def incident_row(incident: Incident) -> Row:
    """Give the row of an incident, with what queries ask for beside it."""
    dating, place = incident.dating, incident.placing.place if incident.placing else None
    return {
        "id": incident.id,
        "day_first": dating.start.isoformat() if dating else None,
        "day_last": dating.end.isoformat() if dating else None,
        "lat": float(place.lat) if place and place.lat is not None else None,
        "lon": float(place.lon) if place and place.lon is not None else None,
        "place": place.name if place else None,
        "type": incident.kind.sub_type if incident.kind else None,
        "payload": pack(incident),
        "current": 1,
    }


def no_incident_row(key: str) -> Row:
    """Give the row that says that an incident is no more."""
    nothing = dict.fromkeys(("day_first", "day_last", "lat", "lon", "place", "type", "payload"))
    return {"id": key} | nothing | {"current": 0}


def tally_row(tally: Tally) -> Row:
    """Give the row of a tally."""
    return {"id": tally.id, "payload": pack(tally), "current": 1}


def no_tally_row(key: str) -> Row:
    """Give the row that says that a tally is no more."""
    return {"id": key, "payload": None, "current": 0}


def current_incidents(connection: Connection) -> Iterator[Incident]:
    """Give the incidents of the view in the order of their ids."""
    asked = select(incidents.c.payload).where(incidents.c.current == 1).order_by(incidents.c.id)
    for (payload,) in stream(connection, asked):
        yield unpack(Incident, payload)


def incidents_by_id(connection: Connection, ids: Iterable[str]) -> list[Incident]:
    """Give current incidents by their own ids, in that order; what is not there is left out.

    What is current is told apart here: asked for as well, the database would go through all that is.
    """
    asked = select(incidents.c.payload, incidents.c.current).order_by(incidents.c.id)
    parts = batches(sorted(set(ids)), 500)
    found = (row for part in parts for row in connection.execute(asked.where(incidents.c.id.in_(part))))
    return [unpack(Incident, row.payload) for row in found if row.current == 1]


def current_tallies(connection: Connection) -> Iterator[Tally]:
    """Give the tallies of the view in the order of their ids."""
    asked = select(tallies.c.payload).where(tallies.c.current == 1).order_by(tallies.c.id)
    for (payload,) in stream(connection, asked):
        yield unpack(Tally, payload)


def resolve(connection: Connection, key: str) -> Resolution:
    """Say where the id of an incident or account leads, whenever it was given out; a `StoreError` for one that never was."""
    asked = select(aliases.c.incident, aliases.c.reason).where(aliases.c.id == key, aliases.c.current == 1)
    found = connection.execute(asked).first()
    if found:
        return Resolution(key, found.incident, found.reason)
    there = select(accounts.c.incident, accounts.c.expunged).where(accounts.c.id == key)
    account = connection.execute(there.order_by(accounts.c.seq.desc())).first()
    if account is None:
        raise StoreError(f"there is no incident or account {key} in this record")
    gone = "expunged" if account.expunged is not None else "not reconciled"
    return Resolution(key, account.incident, "account" if account.incident else gone)


def incident(connection: Connection, key: str) -> Incident:
    """Give the incident that an id leads to; a `StoreError` says why where it leads to none."""
    found = resolve(connection, key)
    asked = select(incidents.c.payload).where(incidents.c.id == found.incident, incidents.c.current == 1)
    payload = connection.execute(asked).scalar()
    if payload is None:
        raise StoreError(f"{key} leads to no incident ({found.reason})")
    return unpack(Incident, payload)


def history(connection: Connection, key: str) -> tuple[Version, ...]:
    """Give every version of an incident, the first first: what the record said, and from when on."""
    asked = (
        select(incidents.c.seq, log.c.at, incidents.c.payload)
        .join(log, log.c.seq == incidents.c.seq)
        .where(incidents.c.id == key)
        .order_by(incidents.c.seq)
    )
    rows = connection.execute(asked)
    return tuple(Version(seq, at, unpack(Incident, payload) if payload else None) for seq, at, payload in rows)


def changed_at(connection: Connection, key: str) -> int:
    """Give the log entry that wrote the newest version of an incident; 0 where there never was one."""
    asked = select(incidents.c.seq).where(incidents.c.id == key).order_by(incidents.c.seq.desc())
    return connection.execute(asked.limit(1)).scalar() or 0
