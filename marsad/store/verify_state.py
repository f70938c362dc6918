"""What may change in a record, derived again from what may not: which rows are current, and what is looked up by them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, select

from marsad.errors import ModelError
from marsad.model.codec import unpack
from marsad.model.incident import Incident
from marsad.model.value import SourceRef
from marsad.store.claims import source_row, to_claim
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
    asked = select(incidents.c.id, incidents.c.payload).where(incidents.c.current == 1).order_by(incidents.c.id)
    listed: dict[str, str] = {}
    for key, payload in connection.execution_options(yield_per=500).execute(asked):
        listed |= dict.fromkeys(_accounts(payload), key)
    for key in sorted(points):
        if points[key] != listed.get(key):
            yield Fault("accounts", key, f"account {key} points to incident {points[key]}, which does not list it")


def _accounts(payload: bytes) -> tuple[str, ...]:
    try:
        return unpack(Incident, payload).accounts
    except ModelError:  # named by its hash already
        return ()


def _cells(connection: Connection) -> Iterator[Fault]:
    """Check that accounts are found under their own cells, and under no others."""
    asked = select(accounts.c.id, accounts.c.cells).where(accounts.c.current == 1).order_by(accounts.c.id)
    own = ((key, _listed(written)) for key, written in connection.execution_options(yield_per=2000).execute(asked))
    rows = select(cells.c.account, cells.c.cell, cells.c.day).order_by(cells.c.account, cells.c.cell, cells.c.day)
    found = groupby(connection.execution_options(yield_per=2000).execute(rows), key=itemgetter(0))
    grouped = ((key, [(cell, day) for _, cell, day in group]) for key, group in found)
    for key, wanted, there in merge(own, grouped):
        if wanted is None or sorted(wanted) != sorted(there or []):
            yield Fault("cells", key, f"account {key} is not looked up under the cells that it lies in")


def _listed(written: str) -> list[tuple[str, int]]:
    try:
        return msgspec.json.decode(written, type=list[tuple[str, int]])
    except msgspec.MsgspecError:  # named by its hash already
        return []


def _speakers(connection: Connection) -> Iterator[Fault]:
    """Check that speakers are what their keys say."""
    asked = select(sources.c.key, sources.c.name, sources.c.ref, sources.c.kind)
    for key, name, ref, kind in connection.execute(asked):
        if _source_key(name, ref, kind) != key:
            yield Fault(
                "sources", key, f"source {key} was changed: its name, id or kind is not the one its key was made of"
            )


def _source_key(*parts: Any) -> str:
    try:
        return str(source_row(SourceRef(*parts))["key"])
    except UnicodeEncodeError:
        return ""


def _heard(connection: Connection) -> Iterator[Fault]:
    """Check that claims are found under those who say them."""
    asked = select(claims.c.seq, claims.c.id, claims.c.kind, claims.c.payload).where(claims.c.expunged.is_(None))
    stream = connection.execution_options(yield_per=2000)
    told = stream.execute(asked.order_by(claims.c.seq, claims.c.id))
    own = ((key, said) for *key, kind, payload in told if (said := _said(kind, payload)))
    rows = select(claim_sources).order_by(claim_sources.c.seq, claim_sources.c.claim, claim_sources.c.position)
    found = groupby(stream.execute(rows), key=lambda row: [row.seq, row.claim])
    for key, wanted, there in merge(own, ((key, [(row.position, row.source) for row in rows]) for key, rows in found)):
        if wanted != there:
            yield Fault("claim_sources", key[1], f"claim {key[1]} is not listed under those who say it")


def _said(kind: str, payload: bytes) -> list[tuple[int, str]]:
    try:
        heard = to_claim(kind, payload).statement.sources
    except (ModelError, KeyError):  # named by its hash already
        return []
    return [(place, source_row(said.source)["key"]) for place, said in enumerate(heard)]
