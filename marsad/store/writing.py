"""One transaction of changes: rows and the log entry that vouches for them are written together or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from marsad.store.log import START, Action, Head, entry_hash, head
from marsad.store.schema import log, metadata
from marsad.store.seal import Row, canonical, row_hash, rows_digest

Clock = Callable[[], datetime]
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Change:
    """One change to be logged: the sealed rows that it writes, and what else its entry says."""

    action: Action
    subject: str
    rows: Mapping[Table, Sequence[Row]] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Writing:
    """A transaction that writes; `connection` reads what it wrote after `flush`."""

    connection: Connection
    actor: str
    clock: Clock
    _head: Head = field(default_factory=lambda: Head(-1, START))
    _waiting: defaultdict[Table, list[Row]] = field(default_factory=lambda: defaultdict(list))

    @property
    def next_seq(self) -> int:
        """The number of the log entry that the next change will have."""
        return self._last().seq + 1

    def now(self) -> str:
        """Give the time in UTC, as the record writes it."""
        return self.clock().astimezone(UTC).isoformat(timespec="microseconds")

    def enter(self, change: Change) -> int:
        """Log a change with its rows; return the number of its entry."""
        last = self._last()
        seq = last.seq + 1
        detail = dict(change.more) | {
            str(table.name): rows_digest(self._seal(table, rows, seq)) for table, rows in change.rows.items()
        }
        parts = (seq, self.now(), self.actor, change.action, change.subject, canonical(detail), last.hash)
        self._head = Head(seq, entry_hash(parts))
        names = ("seq", "at", "actor", "action", "subject", "detail", "previous", "hash")
        self.add(log, [dict(zip(names, (*parts, self._head.hash), strict=True))])
        return seq

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Take rows to be written; those of one table have the same columns."""
        self._waiting[table] += rows
        if len(self._waiting[table]) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits, tables that others point to first."""
        for table in metadata.sorted_tables:
            rows = self._waiting.pop(table, None)
            if rows:
                self.connection.execute(insert(table), rows)

    def add_new(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows at once but those whose key is there already."""
        into = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        if rows:
            self.connection.execute(into(table).on_conflict_do_nothing(), rows)

    def _last(self) -> Head:
        if self._head.seq < 0:
            self._head = head(self.connection)
        return self._head

    def _seal(self, table: Table, rows: Sequence[Row], seq: int) -> list[str]:
        hashes: list[str] = []
        for row in rows:
            sealed: dict[str, Any] = row
            sealed["seq"] = seq
            sealed.setdefault("sha256", row_hash(table, row))
            hashes.append(sealed["sha256"])
        self.add(table, rows)
        return hashes
