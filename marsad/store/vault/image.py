"""The image of a record: one SQLite file with all its tables, made while others write, and put back where a record shall be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine, select

from marsad.errors import StoreError
from marsad.store.batches import batches
from marsad.store.migrate import migrate
from marsad.store.open import Store
from marsad.store.schema import documents, originals
from marsad.store.schema_work import metadata
from marsad.store.streaming import stream
from marsad.store.vault.manifest import LEFT_OUT
from marsad.store.vault.shape import leave_out

_AT_ONCE = 500
_FEW = {originals: 4, documents: 50}
"""Rows that may be large, and how many of them are held at once."""
Tick = Callable[[str], None]


def make_image(store: Store, path: Path, tick: Tick) -> tuple[str, ...]:
    """Write the image of a record as it is at one moment, whatever others write meanwhile, to an empty file.

    Give what lies beside the record in its file, which is left out.
    """
    if store.engine.dialect.name == "sqlite":
        tick("copying the record")
        store.backup(path)
    else:
        with store.reading() as source:
            _copy_out(source, path, tick)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as image:
            return _cleared(image)
    except sqlite3.Error as fault:
        raise StoreError(f"its image can't be made ({fault})") from fault


def _cleared(image: sqlite3.Connection) -> tuple[str, ...]:
    """Leave out what does not belong in a backup, without a trace."""
    image.execute("PRAGMA secure_delete=ON")
    image.execute("PRAGMA journal_mode=DELETE")
    left_out = leave_out(image)
    for table in LEFT_OUT:
        image.execute(f"DELETE FROM {table.name}")  # noqa: S608  names of our own
    return left_out


def _copy_out(source: Connection, path: Path, tick: Tick) -> None:
    engine = create_engine(URL.create("sqlite", database=str(path)))
    try:
        with engine.connect() as image:
            raw: Any = image.connection.dbapi_connection
            raw.isolation_level = None
            raw.execute("PRAGMA journal_mode=OFF")
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute("BEGIN")
            migrate(image, path.name)
            copy(source, image, tick)
            raw.execute("COMMIT")
    finally:
        engine.dispose()


def copy(source: Connection, target: Connection, tick: Tick) -> None:
    """Copy every table into one that is there and empty, tables that others point to first, some rows at a time."""
    for table in metadata.sorted_tables:
        if table in LEFT_OUT:
            continue
        tick(f"copying {table.name}")
        names = table.columns.keys()
        order = [table.c.seq] if "seq" in names else list(table.primary_key)
        into = _into(target, table, names)
        at_once = _FEW.get(table, _AT_ONCE)
        for rows in batches(stream(source, select(table).order_by(*order), at_once), at_once):
            target.exec_driver_sql(into, [tuple(row) for row in rows])


def _into(target: Connection, table: Table, names: list[str]) -> str:
    quote = target.dialect.identifier_preparer.quote
    place = "%s" if target.dialect.name == "postgresql" else "?"
    columns, places = ", ".join(map(quote, names)), ", ".join([place] * len(names))
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608  names of our own
