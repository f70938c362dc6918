"""What may change in a record, derived again from what may not: which rows are current, and what is looked up by them.

Of what is kept, just the parts that are needed are read, as they were written: a model that has grown since makes no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, select

from marsad.store.claims import source_key
from marsad.store.fault import Fault
from marsad.store.merging import merge
from marsad.store.schema import (
    accounts,
    aliases,
    cells,
    claim_sources,
    claims,
    incidents,
    readings,
    sources,
    tallies,
)
from marsad.store.streaming import stream

Part = TypeVar("Part")
_Places = list[tuple[str, int]]


class _Named(msgspec.Struct):
    name: str = ""


class _Said(msgspec.Struct):
    source: msgspec.Raw


class _Statement(msgspec.Struct):
    sources: list[_Said] = []


class _Claim(msgspec.Struct):
    statement: _Statement = msgspec.field(default_factory=_Statement)


class _Incident(msgspec.Struct):
    accounts: tuple[str, ...] = ()


def check_state(connection: Connection) -> Iterator[tuple[str, Iterator[Fault]]]:
    """Give the checks of what may change, each with the table that it is about."""
    yield "readings", _newest(connection, readings, readings.c.document, readings.c.expunged.is_(None))
    yield "incidents", _newest(connection, incidents, incidents.c.id, incidents.c.payload.is_not(None))
    yield "tallies", _newest(connection, tallies, tallies.c.id, tallies.c.payload.is_not(None))
    yield "aliases", _newest(connection, aliases, aliases.c.id, aliases.c.id.is_not(None))
    yield "claims", _follows_reading(connection, claims)
    yield "accounts", _follows_reading(connection, accounts)
    yield "accounts", _placed(connection)
    yield "cells", _cells(connection)
    yield "sources", _speakers(connection)
    yield "claim_sources", _heard(connection)


def _newest(connection: Connection, table: Table, key: Any, live: ColumnElement[bool]) -> Iterator[Fault]:
    """Check that just the newest version of each thing is current, if it is there at all."""
    last = select(key.label("key"), func.max(table.c.seq).label("last")).group_by(key).subquery()
    right = case((and_(table.c.seq == last.c.last, live), 1), else_=0)
    asked = select(key, table.c.seq).join(last, last.c.key == key).where(table.c.current != right)
    for found, seq in connection.execute(asked.order_by(key, table.c.seq)):
        message = f"{table.name} {found}: its version of log entry {seq} is wrongly marked as current or not"
        yield Fault(str(table.name), str(found), message)


def _follows_reading(connection: Connection, table: Table) -> Iterator[Fault]:
    """Check that what was read is current if its reading is."""
    asked = select(table.c.id, table.c.seq).join(readings, readings.c.seq == table.c.seq)
    for found, seq in connection.execute(asked.where(table.c.current != readings.c.current)):
        message = f"{table.name} {found} of log entry {seq} is wrongly marked as current or not"
        yield Fault(str(table.name), str(found), message)


def _placed(connection: Connection) -> Iterator[Fault]:
    """Check that accounts point to the incidents that list them."""
    told = select(accounts.c.id, accounts.c.incident, accounts.c.current)
    points = {key: to for key, to, current in connection.execute(told) if current or to is not None}
    held = (incidents.c.current == 1) & incidents.c.payload.is_not(None)
    asked = select(incidents.c.id, incidents.c.payload).where(held).order_by(incidents.c.id)
    listed: dict[str, str] = {}
    for key, payload in stream(connection, asked):
        listed |= dict.fromkeys(_read(payload, _Incident, _Incident()).accounts, key)
    for key in sorted(points):
        if points[key] != listed.get(key):
            yield Fault("accounts", key, f"account {key} points to incident {points[key]}, which does not list it")


def _cells(connection: Connection) -> Iterator[Fault]:
    """Check that accounts are found under their own cells, and under no others."""
    asked = select(accounts.c.id, accounts.c.cells).where(accounts.c.current == 1).order_by(accounts.c.id)
    own = ((key, _read(written, _Places, [])) for key, written in stream(connection, asked))
    rows = select(cells.c.account, cells.c.cell, cells.c.day).order_by(cells.c.account, cells.c.cell, cells.c.day)
    found = groupby(stream(connection, rows), key=itemgetter(0))
    grouped = ((key, [(cell, day) for _, cell, day in group]) for key, group in found)
    for key, wanted, there in merge(own, grouped):
        if wanted is None or sorted(wanted) != sorted(there or []):
            yield Fault("cells", key, f"account {key} is not looked up under the cells that it lies in")


def _speakers(connection: Connection) -> Iterator[Fault]:
    """Check that speakers are what their keys say."""
    for key, name, payload in connection.execute(select(sources.c.key, sources.c.name, sources.c.payload)):
        if source_key(payload) != key or _read(payload, _Named, _Named()).name != name:
            yield Fault("sources", key, f"source {key} ({_legible(name)}) was changed after it was written")


def _legible(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _heard(connection: Connection) -> Iterator[Fault]:
    """Check that claims are found under those who say them."""
    asked = select(claims.c.seq, claims.c.id, claims.c.payload).where(claims.c.expunged.is_(None))
    told = stream(connection, asked.order_by(claims.c.seq, claims.c.id))
    own = ((key, said) for *key, payload in told if (said := _said(payload)))
    rows = select(claim_sources).order_by(claim_sources.c.seq, claim_sources.c.claim, claim_sources.c.position)
    found = groupby(stream(connection, rows), key=lambda row: [row.seq, row.claim])
    for key, wanted, there in merge(own, ((key, [(row.position, row.source) for row in rows]) for key, rows in found)):
        if wanted != there:
            yield Fault("claim_sources", key[1], f"claim {key[1]} is not listed under those who say it")


def _said(payload: bytes) -> list[tuple[int, str]]:
    heard = _read(payload, _Claim, _Claim()).statement.sources
    return [(place, source_key(bytes(said.source))) for place, said in enumerate(heard)]


def _read(data: bytes | str, kind: type[Part], otherwise: Part) -> Part:
    """Read a part of what is kept, as it was written; what can't be read was changed, and its hash has named it."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError):
        return otherwise
