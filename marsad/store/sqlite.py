"""Records in a SQLite file: how it is opened to be written to, and to be read alone, on whatever medium it lies."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from marsad.errors import StoreError
from marsad.store.migrate import Purpose

WRITES = "marsad_writes"
"""The option of a connection that says whether its transactions write."""
WAITS = "marsad_waits"
"""The option of a connection that says how many seconds its transactions wait for another writer: None, as long as its engine does."""
_SET_UP = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""Readers beside a writer, each commit on disk, keys held, removed bytes overwritten."""
_CACHE = {True: "cache_size=-65536", False: "cache_size=-2048"}
"""64 MB of pages while it writes, 2 MB, as SQLite itself has it, for a connection that reads or rests: a workbench has many of these, and each keeps its own."""


class _Way(NamedTuple):
    """How a file is opened to be read alone: what its URI asks for, and what the connection is told first."""

    asked: str
    set_up: Sequence[str] = ()


_BESIDE_WRITERS = _Way("mode=ro")
_NOTHING_PENDING = _Way("mode=ro&immutable=1")
_ALONE = _Way(f"mode=ro&vfs={'win32' if os.name == 'nt' else 'unix'}-none", ("locking_mode=EXCLUSIVE",))
"""Without locks or shared memory, for which files would have to be made: SQLite then reads the -wal by itself."""


def sqlite_engine(url: URL, wait: float, purpose: Purpose) -> Engine:
    """Give an engine of a file; one that is only to be read or written to must be there."""
    path = Path(url.database or "")
    if purpose != "make" and not (path.is_file() and path.stat().st_size):
        raise StoreError(f"{path}: there is no record here; `marsad read` makes one")
    if purpose != "read":
        file = path.absolute()
        writers = create_engine(url, creator=_making(file, wait), poolclass=QueuePool)
        return _holding(_listening(writers, _SET_UP, wait), file)
    file = path.resolve()
    way = _way(file)
    readers = create_engine("sqlite://", creator=lambda: _connected(file, way.asked, wait), poolclass=QueuePool)
    return _listening(readers, way.set_up, wait)


def milliseconds(asked: float | None, wait: float) -> int:
    """Give what a database is told to wait: what was asked for, else what its engine waits; to a server, nought means for ever."""
    return max(1, int((wait if asked is None else asked) * 1000))


def _connected(file: Path, asked: str, wait: float) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?{asked}", timeout=wait, check_same_thread=False, uri=True)


def _making(file: Path, wait: float) -> Callable[[], sqlite3.Connection]:
    """Give what connects to a file and makes it once: if it vanishes later, no empty one takes its place."""
    there = file.is_file()

    def connect() -> sqlite3.Connection:
        nonlocal there
        found = _connected(file, "mode=rw" if there else "mode=rwc", wait)
        there = True
        return found

    return connect


def _holding(engine: Engine, file: Path) -> Engine:
    """Let go of connections to a file that has left its place since: what is written to it, nobody would find again."""

    @event.listens_for(engine, "connect")
    def connect(_: object, record: Any) -> None:
        record.info["file"] = _identity(file)

    @event.listens_for(engine, "checkout")
    def checkout(_: object, record: Any, __: object) -> None:
        if record.info["file"] is None or record.info["file"] != _identity(file):
            raise DisconnectionError

    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _way(file: Path) -> _Way:
    """Choose how to read a file: where nothing can be made beside it, nobody writes, and what is there must do."""
    pending, shared = (file.with_name(file.name + end).exists() for end in ("-wal", "-shm"))
    if (pending and shared) or os.access(file.parent, os.W_OK):
        return _BESIDE_WRITERS
    return _ALONE if pending else _NOTHING_PENDING


def _listening(engine: Engine, set_up: Sequence[str], wait: float) -> Engine:
    """Tell each connection what SQLite needs to hear, and begin transactions as what they are."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # Python's own BEGIN would come too late
        for setting in set_up:
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, _: object) -> None:
        with contextlib.suppress(
            AttributeError, sqlite3.Error
        ):  # a connection that broke, or a file that is no database
            connection.execute(f"PRAGMA {_CACHE[False]}")
            connection.execute(f"PRAGMA busy_timeout={milliseconds(None, wait)}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        asked = connection.get_execution_options()
        writes = asked.get(WRITES)
        if asked.get(WAITS) is not None:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds(asked[WAITS], wait)}")
        if writes is not None:
            connection.exec_driver_sql(f"PRAGMA {_CACHE[writes]}")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
