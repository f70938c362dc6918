"""What proves a record that is put into a backup or comes out of one, and what is known to stand in the way of a restore."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Text, func, or_, select

from marsad.errors import StoreError
from marsad.store.log import Head, head
from marsad.store.schema import log
from marsad.store.schema_work import metadata
from marsad.store.vault.manifest import Manifest, counted
from marsad.store.verify import verify


def faults_of(connection: Connection, told: Manifest) -> tuple[str, ...]:
    """Give every fault of a record, and where it is not what its manifest tells of."""
    found = [str(each) for each in verify(connection, [told.log])]
    if (last := head(connection)) != told.log:
        found.append(f"its log ends at entry {last.seq}:{last.hash}, which is not the end that its manifest tells of")
    rows = counted(connection)
    differs = ((name, told.rows.get(name, 0), number) for name, number in sorted(rows.items()))
    found += [
        f"{name}: there are {here} rows, and its manifest tells of {was}" for name, was, here in differs if was != here
    ]
    return tuple(map(legible, found))


def refuse_unnoted(connection: Connection, noted: Iterable[Head]) -> None:
    """Refuse a record whose log has not the entries that somebody noted down."""
    for each in noted:
        if connection.execute(select(log.c.hash).where(log.c.seq == each.seq)).scalar() != each.hash:
            last = head(connection).seq
            raise StoreError(f"log entry {each.seq} that was noted down earlier is not in it; its log ends at {last}")


def zeros(connection: Connection) -> tuple[str, ...]:
    """Name the tables of a SQLite file that hold the letter zero in a text, which no PostgreSQL can."""
    found = []
    for table in metadata.sorted_tables:
        texts = [func.instr(column, func.char(0)) > 0 for column in table.columns if isinstance(column.type, Text)]
        number = connection.execute(select(func.count()).select_from(table).where(or_(False, *texts))).scalar()
        if number:
            found.append(f"{table.name}: {number} row{'s' if number > 1 else ''}")
    return tuple(found)


def summed(faults: Sequence[str]) -> str:
    """Give the first of some faults, and how many more there are."""
    rest = len(faults) - 1
    return faults[0] + (f" and {rest} more fault{'s' if rest > 1 else ''}" if rest else "")


def legible(told: str) -> str:
    """Write out what would not be seen, or would make a terminal do something: it may come from a file that anybody made."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in told)
