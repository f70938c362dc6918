"""Opening a record: by the path of a SQLite file or the URL of a database, with its tables brought up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from marsad.errors import RefusedError, StoreError
from marsad.store.faults import sentence
from marsad.store.migrate import migrate
from marsad.store.schema import metadata
from marsad.store.writing import Clock, Writing

_WAIT = 30  # seconds for another writer to finish
_WRITES = "marsad_writes"
_SET_UP = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-65536")
"""Readers beside a writer, each commit on disk, keys held, removed bytes overwritten, 64 MB of cache."""


@dataclass(frozen=True, slots=True)
class Store:
    """An open record. Readers see one state throughout; writers wait for each other."""

    engine: Engine
    name: str
    clock: Clock

    @classmethod
    def open(
        cls, url: str, clock: Clock = lambda: datetime.now(UTC), *, wait: float = _WAIT, read_only: bool = False
    ) -> Self:
        """Open the record at a path or URL, making it where there is none; `wait`: seconds for another writer to finish.

        A `read_only` record must be there: not a byte of it is changed, so a copy on a medium that can't be written to will do.
        """
        store = cls(_engine(_parsed(url), wait, read_only=read_only), _shown(url), clock)
        try:
            with store._told(), store._begin(writes=not read_only) as connection:
                migrate(connection, store.name, read_only=read_only)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the record as it is now, whatever others write meanwhile."""
        with self._told(), self._begin(writes=False) as connection:
            yield connection

    @contextmanager
    def transaction(self, actor: str) -> Iterator[Writing]:
        """Give what writes as `actor`: all of it lasts, with its log entries, or none; a refused attempt is logged."""
        try:
            with self._told(), self._begin(writes=True) as connection:
                writing = Writing(connection, actor, self.clock)
                yield writing
                writing.finish()
        except RefusedError as refusal:
            self._log_refusal(actor, refusal)
            raise
        if writing.scrub:
            self._scrub()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _log_refusal(self, actor: str, refusal: RefusedError) -> None:
        with self._told(), self._begin(writes=True) as connection:
            writing = Writing(connection, actor, self.clock)
            writing.enter("REFUSED", refusal.subject, {"attempt": refusal.action, "why": str(refusal)})
            writing.finish()

    def _scrub(self) -> None:
        """Clear away what deleted rows left in the files: SQLite's write-ahead log, PostgreSQL's dead rows."""
        with self._told(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                names = ", ".join(str(table.name) for table in metadata.sorted_tables)
                connection.exec_driver_sql(f"VACUUM FULL {names}")

    @contextmanager
    def _begin(self, *, writes: bool) -> Iterator[Connection]:
        """Give a connection within a transaction, which is kept only if it writes."""
        with self.engine.connect().execution_options(**{_WRITES: writes}) as connection:
            yield connection
            if writes:
                connection.commit()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn a fault of the database into one sentence."""
        try:
            yield
        except (DBAPIError, UnicodeEncodeError) as fault:
            raise StoreError(f"{self.name}: {sentence(fault)}") from fault


def _parsed(url: str) -> URL:
    """Read a URL, or the path of a SQLite file."""
    try:
        return make_url(url if "://" in url else f"sqlite:///{url}")
    except (ArgumentError, ValueError):
        raise StoreError(
            f"{url!r} is no path or URL of a database such as marsad.db or postgresql://host/name"
        ) from None


def _shown(url: str) -> str:
    """Give the path or URL as messages show it: without a password."""
    return _parsed(url).render_as_string() if "://" in url else url


def _engine(url: URL, wait: float, *, read_only: bool) -> Engine:
    kind = url.get_backend_name()
    if kind not in {"sqlite", "postgresql"}:
        raise StoreError(f"Marsad keeps its record in SQLite or PostgreSQL, not in {kind!r}")
    if kind == "sqlite":
        return _sqlite_file(url, wait, read_only=read_only)
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(
            "a record on PostgreSQL needs psycopg: install it with `pip install 'marsad[postgresql]'`"
        ) from None
    return _postgresql(engine, wait)


def _sqlite_file(url: URL, wait: float, *, read_only: bool) -> Engine:
    if not read_only:
        return _sqlite(create_engine(url, connect_args={"timeout": wait, "check_same_thread": False}), _SET_UP)
    path = Path(url.database or "")
    if not path.is_file():
        raise StoreError(f"{path}: there is no record here; `marsad read` makes one")
    wal = path.with_name(f"{path.name}-wal")
    settled = not wal.exists() and not os.access(path.parent, os.W_OK)
    name = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if settled else ''}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(name, timeout=wait, check_same_thread=False, uri=True)

    return _sqlite(create_engine("sqlite://", creator=connect, poolclass=QueuePool), ())


def _sqlite(engine: Engine, set_up: Sequence[str]) -> Engine:
    """Tell each connection what SQLite needs to hear, and begin transactions as what they are."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # Python's own BEGIN would come too late
        for setting in set_up:
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(engine: Engine, wait: float) -> Engine:
    """Set up PostgreSQL: a reader sees one state, and writers take turns, so that the chain never forks."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES, False):
            connection.execute(text(f"SET LOCAL lock_timeout = {int(wait * 1000)}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('marsad'))"))
        else:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))

    return engine
