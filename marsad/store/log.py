"""The chain of log entries: each holds the hash of the one before, so none can be changed, dropped or put between unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Connection, select

from marsad.store.schema import log
from marsad.store.seal import canonical, digest
from marsad.store.streaming import stream

Action = Literal[
    "RECEIVE", "READ", "RECONCILE", "JUDGE", "WITHDRAW", "EXPORT", "IMPORT", "EXPUNGE", "REFUSED",
    "ADMIT", "SHELVE", "PUBLISH", "APPROVE", "ADD", "STAMP",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)
START = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the log: its number (0 for an empty log) and hash. Whoever keeps it can tell a log cut short."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what was done, to what, by whom, when (UTC); `detail` is JSON of hashes and numbers, never words of a report."""

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


def entry_hash(parts: tuple[object, ...]) -> str:
    """Hash an entry: number, time, actor, action, subject, detail and the hash before, as canonical JSON."""
    return digest(canonical(parts).encode())


def head(connection: Connection) -> Head:
    """Give the end of the chain."""
    found = connection.execute(select(log.c.seq, log.c.hash).order_by(log.c.seq.desc()).limit(1)).first()
    return Head(*found) if found else Head(0, START)


def entries(connection: Connection, subject: str | None = None) -> Iterator[Entry]:
    """Give the entries from the first on, or those of one subject alone."""
    asked = select(log).order_by(log.c.seq)
    if subject is not None:
        asked = asked.where(log.c.subject == subject)
    for row in stream(connection, asked):
        yield Entry(*row)


def last_of(connection: Connection, action: Action) -> int:
    """Give the number of the last entry of an action; 0 where there is none."""
    asked = select(log.c.seq).where(log.c.action == action).order_by(log.c.seq.desc()).limit(1)
    return connection.execute(asked).scalar() or 0
