"""What a file of a record consists of: its own tables, indexes and triggers, and what somebody else put beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import create_engine

from marsad.store.migrate import migrate

PARTS = "SELECT type, name, sql FROM sqlite_master"
"""What a SQLite file is asked for its parts."""
Shape = frozenset[tuple[str, str, str | None]]
_OF_SQLITE: Shape = frozenset(
    {
        ("table", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
        ("table", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
        ("table", "sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
    }
)
"""What SQLite keeps for itself: told by the words that made it, since a forged file may give any name to anything."""
_ORDER = ("trigger", "view", "index", "table")


@dataclass(frozen=True, slots=True)
class Strange:
    """How a file differs from a record: what is beside it, and what of it is missing or made otherwise."""

    foreign: tuple[str, ...]
    wrong: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.foreign or self.wrong)


def shape(rows: Iterable[Any]) -> Shape:
    """Give what the tables, indexes and triggers of a file are, as they were made."""
    parts = frozenset((row[0], row[1], row[2]) for row in rows)
    return frozenset(each for each in parts - _OF_SQLITE if each[0] != "index" or each[2] is not None)


@cache
def ours() -> Shape:
    """Give the shape of a record."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as blank:
            migrate(blank, "a blank record")
            return shape(blank.exec_driver_sql(PARTS))
    finally:
        engine.dispose()


def strange(here: Shape) -> Strange:
    """Hold a shape against that of a record."""
    known, found = _named(ours()), _named(here)
    foreign = [name for name in found if name not in known]
    missing = [f"{name} is missing" for name in known if name not in found]
    other = [f"{name} is not as it was made" for name in found if name in known and known[name] != found[name]]
    return Strange(tuple(sorted(foreign)), tuple(sorted(missing + other)))


def _named(parts: Shape) -> dict[str, set[str | None]]:
    """Give what made each part, by its name as a message shows it: whoever made the file chose it."""
    found: dict[str, set[str | None]] = {}
    for kind, name, made in parts:
        found.setdefault(f"{kind if kind in _ORDER else 'part'} {name!r}", set()).add(made)
    return found


def leave_out(image: sqlite3.Connection) -> tuple[str, ...]:
    """Drop from an image of our own what is no part of a record; give what is gone."""
    before = shape(image.execute(PARTS))
    known = {(kind, name) for kind, name, _ in ours()}
    for kind, name, _ in sorted((each for each in before if each[:2] not in known), key=_first):
        quoted = str(name).replace('"', '""')
        with suppress(sqlite3.Error):  # what stays is told of as a fault
            image.execute(f'DROP {kind} IF EXISTS "{quoted}"')
    left = strange(shape(image.execute(PARTS))).foreign
    return tuple(each for each in strange(before).foreign if each not in left)


def _first(part: tuple[str, str, str | None]) -> tuple[int, bool, str]:
    """Order what is dropped: what uses tables before these, and tables that keep others before those."""
    kind, name, made = part
    return _ORDER.index(kind), not str(made).upper().startswith("CREATE VIRTUAL"), name
