"""A record made anew of the rows of another: nothing else of a file that is not to be trusted comes into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from marsad.errors import StoreError
from marsad.store.open import Store
from marsad.store.schema_work import metadata
from marsad.store.vault.manifest import LEFT_OUT
from marsad.store.vault.private import new_file
from marsad.store.writing import Clock

_THERE = "SELECT name FROM old.sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"


def rebuild(image: Path, clock: Clock) -> None:
    """Put a record of our own in the place of an image, with all its rows that a record can hold, byte for byte as they are."""
    fresh = new_file(image.with_name("rebuilt.db"))
    Store.open(str(fresh), clock).close()
    try:
        with closing(sqlite3.connect(fresh, isolation_level=None, uri=True)) as target:
            _fill(target, image)
    except sqlite3.Error as fault:
        raise StoreError(f"its rows can't be read to their end ({fault})") from fault
    fresh.replace(image)


def _fill(target: sqlite3.Connection, image: Path) -> None:
    target.execute("PRAGMA foreign_keys=OFF")
    target.execute("ATTACH ? AS old", (f"{image.resolve().as_uri()}?mode=ro",))
    there = {name for (name,) in target.execute(_THERE)}
    target.execute("BEGIN")
    for table in metadata.sorted_tables:
        if table in LEFT_OUT or table.name not in there:
            continue
        names = [f'"{name}"' for name in table.c.keys()]  # noqa: SIM118  columns, not a dictionary
        into, of = ", ".join(names), ", ".join(f"o.{name}" for name in names)
        target.execute(f'INSERT OR IGNORE INTO main."{table.name}" ({into}) SELECT {of} FROM old."{table.name}" AS o')  # noqa: S608  names of our own
    target.execute("COMMIT")
