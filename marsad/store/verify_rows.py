"""Sealed rows against the log: each row against its hash, the rows of each entry against its digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, select, type_coerce
from sqlalchemy.types import NullType

from marsad.store.fault import Fault
from marsad.store.merging import merge
from marsad.store.schema import LASTING, documents, log, originals, readings, sealed_columns
from marsad.store.seal import row_hash, rows_digest, stub_hash
from marsad.store.streaming import stream

Wiped = dict[int, dict[str, list[str]]]
"""Hashes of what expunged rows keep, by the log entry that names the expunging and by table."""
_SHOWN = 3
_Raw = RowMapping


def check_table(connection: Connection, table: Table, wiped: Wiped) -> Iterator[Fault]:
    """Give the faults of one table, reading it and the log side by side."""
    excused = _expunged_readings(connection) if table.name == "mentions" else frozenset()
    groups = groupby(_rows(connection, table), key=lambda row: row["seq"])
    for seq, digest, rows in merge(_digests(connection, table), ((seq, list(rows)) for seq, rows in groups)):
        if seq not in excused:
            yield from _check_group(table, seq, digest, rows or [], wiped)


def check_wiped(connection: Connection, wiped: Wiped) -> Iterator[Fault]:
    """Check that just those rows are empty that the log says were expunged."""
    asked = select(log.c.seq, log.c.detail).where(log.c.action == "EXPUNGE").order_by(log.c.seq)
    vouched = {seq: _json(detail).get("wiped", {}) for seq, detail in connection.execute(asked)}
    for seq in sorted(vouched.keys() | wiped.keys()):
        found = {table: rows_digest(hashes) for table, hashes in wiped.get(seq, {}).items()}
        for table in sorted(found.items() ^ vouched.get(seq, {}).items()):
            name = table[0]
            yield Fault(name, str(seq), f"the {name} that are marked as expunged are not those of log entry {seq}")


def _check_group(table: Table, seq: int, digest: str | None, rows: Sequence[_Raw], wiped: Wiped) -> Iterator[Fault]:
    """Check the rows that one entry of the log wrote."""
    faults = [fault for row in rows for fault in _check_row(table, row, wiped)]
    yield from faults
    if digest is None:
        for row in rows:
            yield Fault(str(table.name), _key(row), f"{_called(table, row)}: no entry of the log vouches for it")
    elif not faults and rows_digest(row["sha256"] for row in rows) != digest:
        named = ", ".join(_called(table, row) for row in rows[:_SHOWN]) + (" …" if len(rows) > _SHOWN else "")
        what = f"its {table.name} are not those that it wrote; one was changed, added or taken away"
        yield Fault(str(table.name), str(seq), f"log entry {seq}: {what} ({named or 'none is left'})")


def _check_row(table: Table, row: _Raw, wiped: Wiped) -> Iterator[Fault]:
    if row["expunged"] is not None:
        wiped.setdefault(row["expunged"], {}).setdefault(str(table.name), []).append(_hash(stub_hash, table, row))
        left = [name for name in sealed_columns(table) if name not in LASTING and row[name] is not None]
        if left:
            yield Fault(str(table.name), _key(row), f"{_called(table, row)} was expunged and still has its {left[0]}")
    elif _hash(row_hash, table, row) != row["sha256"]:
        yield Fault(
            str(table.name), _key(row), f"{_called(table, row)} was changed after log entry {row['seq']} wrote it"
        )


def _hash(made: Callable[[Table, _Raw], str], table: Table, row: _Raw) -> str:
    try:
        return made(table, row)
    except UnicodeEncodeError:  # a byte that is no letter: nobody wrote it so
        return ""


def _rows(connection: Connection, table: Table) -> Iterator[_Raw]:
    """Give the rows just as the database holds them, in the order of the log."""
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    asked = select(*columns).order_by(table.c.seq)
    at_once = 50 if table in (documents, originals) else 1000  # texts may be large
    for row in stream(connection, asked, at_once):
        yield row._mapping  # noqa: SLF001  SQLAlchemy's public name for it


def _digests(connection: Connection, table: Table) -> Iterator[tuple[int, str]]:
    """Give what each entry of the log that wrote to a table says of its rows."""
    name = str(table.name)
    asked = select(log.c.seq, log.c.detail).where(log.c.detail.contains(f'"{name}":')).order_by(log.c.seq)
    for seq, detail in stream(connection, asked):
        digest = _json(detail).get(name)
        if isinstance(digest, str):
            yield seq, digest


def _expunged_readings(connection: Connection) -> frozenset[int]:
    asked = select(readings.c.seq).where(readings.c.expunged.is_not(None))
    return frozenset(connection.execute(asked).scalars())


def _json(detail: str) -> dict[str, Any]:
    """Read the detail of an entry; one that was changed beyond reading vouches for nothing."""
    try:
        return msgspec.json.decode(detail, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return {}


def _key(row: _Raw) -> str:
    return str(row.get("id") or row.get("document") or row["seq"])


def _called(table: Table, row: _Raw) -> str:
    """Name a row as people do: claim 3f…, mention 7 of document 5a…."""
    what = {"aliases": "alias", "tallies": "tally"}.get(str(table.name)) or str(table.name).removesuffix("s")
    place = f" {row['position']}" if "position" in row else ""
    key, document = row.get("id"), row.get("document")
    own = f" {key}" if key else place
    return f"{what}{own}" + (f" of document {document}" if document else "" if key else f" of log entry {row['seq']}")
