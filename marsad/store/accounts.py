"""Accounts as they are kept: what the linking needs of each, and where it lies in time and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, select

from marsad.errors import StoreError
from marsad.store import seal
from marsad.store.batches import batches
from marsad.store.schema import accounts, cells, claims, incidents, judgements
from marsad.store.streaming import stream


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place and day under which an account is looked up; both in the caller's own terms."""

    cell: str
    day: int


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account to be kept: its claims by id, and its payload, which only the caller reads.

    `cells` are the places and days at which others that tell of the same would lie.
    """

    id: str
    document: str
    claims: tuple[str, ...]
    payload: bytes
    day_first: date | None = None
    day_last: date | None = None
    lat: float | None = None
    lon: float | None = None
    foreground: bool = True
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as the record holds it, with the incident that it is in (None before it was reconciled)."""

    id: str
    document: str
    incident: str | None
    payload: bytes


def account_row(account: AccountRecord) -> seal.Row:
    """Give the row of an account."""
    return {
        "id": account.id,
        "document": account.document,
        "day_first": account.day_first.isoformat() if account.day_first else None,
        "day_last": account.day_last.isoformat() if account.day_last else None,
        "lat": None if account.lat is None else float(account.lat),
        "lon": None if account.lon is None else float(account.lon),
        "foreground": int(account.foreground),
        "cells": seal.canonical(sorted((each.cell, each.day) for each in set(account.cells))),
        "payload": account.payload,
        "incident": None,
        "current": 1,
    }


def cell_rows(account: AccountRecord) -> list[seal.Row]:
    """Give the rows under which an account is looked up."""
    return [{"cell": each.cell, "day": each.day, "account": account.id} for each in sorted(set(account.cells))]


def _selected() -> Select[*tuple[Any, ...]]:
    columns = (accounts.c.id, accounts.c.document, accounts.c.incident, accounts.c.payload)
    return select(*columns).where(accounts.c.current == 1, accounts.c.expunged.is_(None))


def current_accounts(connection: Connection) -> Iterator[Kept]:
    """Give the accounts of the newest reading of each document, in the order of their ids."""
    for row in stream(connection, _selected().order_by(accounts.c.id)):
        yield _kept(row)


def accounts_by_id(connection: Connection, keys: Iterable[str]) -> tuple[Kept, ...]:
    """Give some current accounts in the order of their ids; ids that are no current account are left out."""
    found = [
        _kept(row)
        for part in batches(sorted(set(keys)), 500)
        for row in connection.execute(_selected().where(accounts.c.id.in_(part)))
    ]
    return tuple(sorted(found, key=lambda each: each.id))


def payloads_of(connection: Connection, keys: Iterable[str]) -> dict[str, bytes]:
    """Give the payloads of some current accounts by id."""
    return {each.id: each.payload for each in accounts_by_id(connection, keys)}


def accounts_of(connection: Connection, documents: Iterable[str]) -> tuple[Kept, ...]:
    """Give the current accounts of some documents in the order of their ids."""
    found = [
        _kept(row)
        for part in batches(sorted(set(documents)), 500)
        for row in connection.execute(_selected().where(accounts.c.document.in_(part)))
    ]
    return tuple(sorted(found, key=lambda each: each.id))


def accounts_in(connection: Connection, incidents: Iterable[str]) -> tuple[Kept, ...]:
    """Give the current accounts of some incidents in the order of their ids."""
    found = [
        _kept(row)
        for part in batches(sorted(set(incidents)), 500)
        for row in connection.execute(_selected().where(accounts.c.incident.in_(part)))
    ]
    return tuple(sorted(found, key=lambda each: each.id))


def near(connection: Connection, around: Iterable[str] | None, first: int, last: int) -> tuple[str, ...]:
    """Give the ids of the current accounts that lie in some cells, or in any (None), from a first to a last day, sorted."""
    if around is None:
        asked = select(cells.c.account).where(cells.c.day.between(first, last))
        return tuple(sorted(set(connection.execute(asked).scalars())))
    found: set[str] = set()
    for part in batches(sorted(set(around)), 500):
        asked = select(cells.c.account).where(cells.c.cell.in_(part), cells.c.day.between(first, last))
        found.update(connection.execute(asked).scalars())
    return tuple(sorted(found))


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    key, document, incident, payload = row
    return Kept(key, document, incident, bytes(payload))


def unsettled(connection: Connection) -> tuple[str, ...]:
    """Give the current accounts that are in no incident yet, and those whose incident held an account that is gone."""
    there = (accounts.c.current == 1) & accounts.c.expunged.is_(None)
    new = select(accounts.c.id).where(there, accounts.c.incident.is_(None))
    left = select(accounts.c.id).where(there, accounts.c.incident.in_(_stale()))
    return tuple(sorted({*connection.execute(new).scalars(), *connection.execute(left).scalars()}))


def stale_incidents(connection: Connection) -> frozenset[str]:
    """Give the incidents that held an account that is gone: read anew, or expunged."""
    return frozenset(connection.execute(_stale()).scalars())


def incidents_of(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Give the incidents that some current accounts are in."""
    found: set[str] = set()
    for part in batches(sorted(set(keys)), 500):
        asked = select(accounts.c.incident).where(accounts.c.id.in_(part), accounts.c.current == 1)
        found.update(each for each in connection.execute(asked).scalars() if each)
    return frozenset(found)


def _stale() -> Select[str]:
    gone = (accounts.c.current == 0) | accounts.c.expunged.is_not(None)
    return select(accounts.c.incident).where(gone, accounts.c.incident.is_not(None)).distinct()


def accounts_of_claims(connection: Connection, keys: Iterable[str]) -> tuple[str, ...]:
    """Give the current accounts that some claims are part of."""
    found: set[str] = set()
    for part in batches(sorted(set(keys)), 500):
        asked = select(claims.c.account).where(claims.c.id.in_(part), claims.c.current == 1)
        found.update(each for each in connection.execute(asked).scalars() if each)
    return tuple(sorted(found))


def full_id(connection: Connection, start: str, kind: Literal["claim", "judgement"]) -> str:
    """Give the one id of a kind that begins so; a `StoreError` where there is none or more than one."""
    table = claims if kind == "claim" else judgements
    asked = select(table.c.id).where(table.c.id.startswith(start, autoescape=True)).distinct().limit(2)
    found = connection.execute(asked).scalars().all()
    if len(found) != 1:
        raise StoreError(f"{start}: {'no' if not found else 'more than one'} {kind} has an id that begins so")
    return str(found[0])


def ids_like(connection: Connection, start: str) -> tuple[str, ...]:
    """Give the ids of incidents that begin so; where there is none, those of accounts."""
    for table in (incidents, accounts):
        asked = select(table.c.id).where(table.c.id.startswith(start, autoescape=True), table.c.current == 1)
        found = connection.execute(asked.distinct().order_by(table.c.id).limit(20)).scalars().all()
        if found:
            return tuple(found)
    return ()
