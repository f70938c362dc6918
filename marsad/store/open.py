"""Opening a record: by the path of a SQLite file or the URL of a database, with its tables brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from marsad.errors import RefusedError, StoreError
from marsad.store.faults import told
from marsad.store.migrate import Purpose, migrate
from marsad.store.schema import metadata
from marsad.store.sqlite import WAITS, WRITES, milliseconds, sqlite_engine
from marsad.store.writing import Clock, Writing

_SOME = 60  # letters of a text that is refused
_WAIT = 30  # seconds for another writer to finish


@dataclass(frozen=True, slots=True)
class Store:
    """An open record. Readers see one state throughout; writers wait for each other."""

    engine: Engine
    name: str
    clock: Clock

    @classmethod
    def open(
        cls, url: str, clock: Clock = lambda: datetime.now(UTC), *, wait: float = _WAIT, purpose: Purpose = "make"
    ) -> Self:
        """Open the record at a path or URL; `wait`: seconds for another writer to finish.

        Only "make" makes a record where there is none. To "read", not a byte of it is changed, so a copy on a medium that
        can't be written to will do.
        """
        store = cls(_engine(_parsed(url), wait, purpose), _shown(url), clock)
        try:
            with store._told(), store._begin(writes=purpose != "read") as connection:
                migrate(connection, store.name, purpose)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def at(cls, url: str, clock: Clock, *, wait: float = _WAIT, purpose: Purpose = "make") -> Self:
        """Give the record at a path or URL unopened: whoever asks for it looks at its tables and makes them."""
        return cls(_engine(_parsed(url), wait, purpose), _shown(url), clock)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the record as it is now, whatever others write meanwhile."""
        with self._told(), self._begin(writes=False) as connection:
            yield connection

    @contextmanager
    def transaction(self, actor: str, *, wait: float | None = None) -> Iterator[Writing]:
        """Give what writes as `actor`: all of it lasts, with its log entries, or none; a refused attempt is logged.

        `wait`: seconds for another writer to finish, where they are other than the store's.
        """
        try:
            with self._told(), self._begin(writes=True, wait=wait) as connection:
                writing = Writing(connection, actor, self.clock)
                yield writing
                writing.finish()
        except RefusedError as refusal:
            self._log_refusal(actor, refusal)
            raise
        if writing.scrub:
            self._scrub()

    def backup(self, path: Path) -> None:
        """Copy a SQLite record to a file that is new or empty, also while others write; a server has its own program for that."""
        if self.engine.dialect.name != "sqlite":
            raise StoreError(f"{self.name}: back up a record on PostgreSQL with pg_dump")
        if path.exists() and path.stat().st_size:
            raise StoreError(f"{path} is there already; name a new file for the backup")
        with self._told(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))

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
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
                if busy:
                    why = "what was expunged is gone, but while another program reads this record, traces stay in its -wal"
                    raise StoreError(f"{self.name}: {why}; close that program and open the record again")
            else:
                names = ", ".join(str(table.name) for table in metadata.sorted_tables)
                connection.exec_driver_sql(f"VACUUM FULL {names}")

    @contextmanager
    def _begin(self, *, writes: bool, wait: float | None = None) -> Iterator[Connection]:
        """Give a connection within a transaction, which is kept only if it writes."""
        with self.engine.connect().execution_options(**{WRITES: writes, WAITS: wait}) as connection:
            connection.begin()
            yield connection
            if writes:
                connection.commit()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn a fault of the database into one sentence."""
        try:
            yield
        except (DBAPIError, UnicodeEncodeError) as fault:
            raise told(self.name, fault) from fault


def _parsed(url: str) -> URL:
    """Read a URL, or the path of a SQLite file."""
    try:
        return make_url(url) if "://" in url else URL.create("sqlite", database=url)
    except (ArgumentError, ValueError):
        raise StoreError(
            f"{url!r} is no path or URL of a database such as marsad.db or postgresql://host/name"
        ) from None


def file_of(url: str) -> Path | None:
    """Give the file of a record at a path or URL; None where it is on a server."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    path = Path(parsed.database or "")
    if not path.name:
        raise StoreError(f"{url!r} names no file")
    return path


def _shown(url: str) -> str:
    """Give the path or URL as messages show it: without a password."""
    return _parsed(url).render_as_string() if "://" in url else url


def _engine(url: URL, wait: float, purpose: Purpose) -> Engine:
    kind = url.get_backend_name()
    if kind not in {"sqlite", "postgresql"}:
        raise StoreError(f"Marsad keeps its record in SQLite or PostgreSQL, not in {kind!r}")
    if kind == "sqlite":
        return _without_zeros(sqlite_engine(url, wait, purpose))
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(
            "a record on PostgreSQL needs psycopg: install it with `pip install 'marsad[postgresql]'`"
        ) from None
    return _without_zeros(_postgresql(engine, wait, purpose))


def _without_zeros(engine: Engine) -> Engine:
    """Let no text with the letter zero (NUL) be written: SQLite would store it, and PostgreSQL could never take the record."""

    @event.listens_for(engine, "before_cursor_execute", named=True)
    def check(**told: Any) -> None:
        if told["conn"].get_execution_options().get(WRITES):
            for row in told["parameters"] if told["executemany"] else (told["parameters"],):
                for value in row.values() if isinstance(row, dict) else row:
                    if isinstance(value, str) and "\0" in value:
                        raise StoreError(f"the letter zero can't be stored: it is in {value[:_SOME]!r}")

    return engine


def _postgresql(engine: Engine, wait: float, purpose: Purpose) -> Engine:
    """Set up PostgreSQL: a reader sees one state, and writers take turns, so that the chain never forks."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        asked = connection.get_execution_options()
        writes = asked.get(WRITES)
        if writes and purpose != "read":
            connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds(asked.get(WAITS), wait)}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('marsad'))"))
        elif writes is not None:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))

    return engine
