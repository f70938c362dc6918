"""Checking a record offline: every link of the chain, every row against the entry that wrote it, every derived column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from marsad.store.fault import Fault
from marsad.store.log import START, Entry, Head, entries, entry_hash
from marsad.store.schema import SEALED
from marsad.store.verify_rows import Wiped, check_table, check_wiped
from marsad.store.verify_state import check_state


def verify(connection: Connection, heads: Iterable[Head] = ()) -> tuple[Fault, ...]:
    """Give every fault of a record: none if all is as the log says, and the log as it was written.

    `heads` are ends of the chain that were noted down earlier: each must still be in it.
    """
    with _tolerant(connection):
        return tuple(_faults(connection, {head.seq: head.hash for head in heads}))


def _faults(connection: Connection, heads: dict[int, str]) -> Iterator[Fault]:
    yield from _guarded("database", _pages(connection))
    yield from _guarded("log", _chain(connection, heads))
    wiped: Wiped = {}
    for table in SEALED:
        yield from _guarded(str(table.name), check_table(connection, table, wiped))
    yield from _guarded("tombstones", check_wiped(connection, wiped))
    for name, faults in check_state(connection):
        yield from _guarded(name, faults)


def _pages(connection: Connection) -> Iterator[Fault]:
    """Let SQLite check its own file; a PostgreSQL server does so itself, where checksums are on."""
    if connection.dialect.name == "sqlite":
        for found in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
            if found != "ok":
                yield Fault("database", "", f"the database file is damaged: {found}")


def _chain(connection: Connection, heads: dict[int, str]) -> Iterator[Fault]:
    """Walk the chain and name its first broken link."""
    seq, before, broken = 0, START, False
    for entry in entries(connection):
        fault = None if broken else _broken(entry, seq, before)
        if fault:
            broken = True
            yield fault
        seq, before = entry.seq, entry.hash
        if heads.get(seq, before) != before:
            yield Fault("log", str(seq), f"log entry {seq} is not the one whose hash was noted down earlier")
    for missing in sorted(each for each in heads if each > seq):
        yield Fault("log", str(missing), f"the log ends at entry {seq}, but entry {missing} was noted down earlier")


def _broken(entry: Entry, seq: int, before: str) -> Fault | None:
    if entry.seq != seq + 1:
        return Fault("log", str(seq + 1), f"log entry {seq + 1} is missing: entry {entry.seq} follows {seq}")
    if _hash(entry) != entry.hash:
        return Fault("log", str(entry.seq), f"log entry {entry.seq} was changed after it was written")
    if entry.previous != before:
        return Fault(
            "log", str(entry.seq), f"log entry {entry.seq} was not written after the entry {seq} that is there"
        )
    return None


def _hash(entry: Entry) -> str:
    parts = (entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous)
    try:
        return entry_hash(parts)
    except UnicodeEncodeError:  # a byte that is no letter: nobody wrote it so
        return ""


def _guarded(table: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """Go on with the next table where one can't be read at all."""
    try:
        yield from faults
    except (DBAPIError, ValueError, TypeError) as fault:
        said = " ".join(str(getattr(fault, "orig", fault)).split())
        yield Fault(table, "", f"{table}: it can't be read to its end ({said})")


@contextmanager
def _tolerant(connection: Connection) -> Iterator[None]:
    """Let SQLite give text with bytes that are no letters, so that its row can be named."""
    raw = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str
