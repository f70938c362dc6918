"""Checking a record: whoever reaches past the program into the tables is found out, and what was touched is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import postgresql
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import (
    DAY,
    FIRST,
    KINDS,
    SECOND,
    THIRD,
    Clock,
    account_of,
    administrator,
    incident_of,
    opinion_of,
    reading,
    report,
)
from sqlalchemy import Text, text

from marsad.model.judgement import Judgement
from marsad.model.tally import Tally, TallyState
from marsad.model.value import Count
from marsad.store import Store, put_readings
from marsad.store.expunge import Order, expunge
from marsad.store.fault import Fault
from marsad.store.judgements import put_judgement
from marsad.store.log import Head, entry_hash, head
from marsad.store.opinions import put_opinion
from marsad.store.schema import metadata
from marsad.store.schema_work import WORK
from marsad.store.stamps import Stamp, put_stamp
from marsad.store.verify import verify
from marsad.store.view import Run, View, put_view

A, B, C = (report(text, outlet="وكالة الأنباء", title="قصف") for text in (FIRST, SECOND, THIRD))
TABLES = sorted({str(name) for name in metadata.tables} - {str(table.name) for table in WORK})
STAMP = Stamp("0" * 64, "https://tsa.example/", "2026-03-01T12:00:00+00:00", b"token", A.id, 1)
Value = bytes | int | float
Place = tuple[str, str, int, Value]
"""One value of a record: its table, column and row, and what it is; text as the bytes that it is kept in."""


def fill(url: str) -> None:
    """Make a record with a row in every table: reports, one of them read again, a view of two versions, and an expunged one."""
    state = TallyState(DAY, Count(3, 3, "exact"), "claim", B.id)
    tally = Tally("tally-1", None, "وكالة", "killed", "civilian", None, None, None, DAY, (state,))
    subjects = (account_of(A), account_of(B))
    with Store.open(url, Clock()) as store:
        with store.transaction("amal") as writing:
            put_readings(writing, [reading(A), reading(B), reading(C), reading(A, "k2")])
            put_view(writing, View(Run("0.1.0", "k"), [incident_of(A), incident_of(B), incident_of(C)], [tally]))
            put_view(writing, View(Run("0.1.0", "k"), [incident_of(A, B), incident_of(C)], [tally]))
            put_judgement(writing, Judgement("j1", "same", subjects, "basil", datetime(2026, 2, 1, tzinfo=UTC)))
            for each in (A, B, C):
                assert put_opinion(writing, opinion_of(each))
        with store.transaction("amal") as writing:
            expunge(writing, Order(C.id, "safety", ("Amal", "Basil")))
            put_stamp(writing, STAMP)


def faults(url: str, *heads: Head) -> tuple[Fault, ...]:
    with Store.open(url, Clock()) as store, store.reading() as connection:
        return verify(connection, heads)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a record once, to be copied and tampered with."""
    path = tmp_path_factory.mktemp("master") / "marsad.db"
    fill(str(path))
    return path


@pytest.fixture(scope="module")
def master_database(server: postgresql.Server) -> str:
    url = server.database()
    fill(url)
    return url


@pytest.fixture(params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("master"), tmp_path))
        return
    running: postgresql.Server = request.getfixturevalue("server")
    with running.copied(request.getfixturevalue("master_database")) as copy:
        yield copy


def places(path: Path) -> list[Place]:
    """List every value that a record holds."""
    found: list[Place] = []
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        for table in TABLES:
            columns = [column.name for column in metadata.tables[table].columns]
            listed = ", ".join(f'"{name}"' for name in columns)
            for number, *values in connection.execute(f'SELECT rowid, {listed} FROM "{table}"'):  # noqa: S608
                kept = zip(columns, values, strict=True)
                found += [(table, name, number, value) for name, value in kept if value not in (None, b"")]
    return found


def flipped(value: Value, at: int, bit: int) -> Value:
    """Flip one bit of one byte; a number stays one."""
    if isinstance(value, bytes):
        at %= len(value)
        return value[:at] + bytes([value[at] ^ (1 << bit)]) + value[at + 1 :]
    return value ^ (1 << bit) if isinstance(value, int) else value + 2.0**-bit


def tamper(path: Path, place: Place, value: Value) -> bool:
    """Write a value past the program, as one may who has the file; say whether the database takes it."""
    table, column, number, _ = place
    as_text = isinstance(metadata.tables[table].columns[column].type, Text) and isinstance(value, bytes)
    new = "CAST(? AS TEXT)" if as_text else "?"
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in ("log_no_update", "search_drop"):
            connection.execute(f"DROP TRIGGER {name}")
        try:
            connection.execute(f'UPDATE "{table}" SET "{column}" = {new} WHERE rowid = ?', (value, number))  # noqa: S608
        except sqlite3.IntegrityError:
            return False
    return True


def check_named(master: Path, copy: Path, place: Place, value: Value) -> None:
    shutil.copy(master, copy)
    if tamper(copy, place, value):
        with Store.open(str(copy), purpose="read") as store, store.reading() as connection:
            found = verify(connection)
        assert place[0] in {fault.table for fault in found}, (place, found)
        assert all(str(fault) and "\n" not in str(fault) for fault in found)


def test_a_byte_flipped_in_any_column_is_named(master: Path, tmp_path: Path) -> None:
    """One value of each column of each table."""
    first = {place[:2]: place for place in reversed(places(master))}
    assert {table for table, _ in first} == set(TABLES)
    for place in first.values():
        check_named(master, tmp_path / "copy.db", place, flipped(place[3], 0, 0))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_byte_anywhere_is_named(master: Path, tmp_path: Path, data: st.DataObject) -> None:
    held = places(master)
    table = data.draw(st.sampled_from(TABLES))
    place = data.draw(st.sampled_from([each for each in held if each[0] == table]))
    value = flipped(place[3], data.draw(st.integers(0, 10_000)), data.draw(st.integers(0, 7)))
    check_named(master, tmp_path / "copy.db", place, value)


TAMPERED = {
    "UPDATE claims SET low = low + 1 WHERE kind = 'harm'": ("claims", "was changed after log entry"),
    "UPDATE documents SET text = text || ' ' WHERE expunged IS NULL": ("documents", "was changed after log entry 1"),
    "DELETE FROM mentions WHERE position = 0": ("mentions", "changed, added or taken away"),
    "DELETE FROM cells": ("cells", "is not looked up under"),
    "DELETE FROM claim_sources": ("claim_sources", "not listed under those who say it"),
    "UPDATE claims SET current = 1 - current": ("claims", "wrongly marked as current"),
    "UPDATE accounts SET incident = 'other' WHERE current = 1": ("accounts", "does not list it"),
    "UPDATE incidents SET current = 1": ("incidents", "wrongly marked as current"),
    "UPDATE judgements SET verdict = 'different'": ("judgements", "judgement j1 was changed"),
    "UPDATE claims SET expunged = 3, payload = NULL WHERE expunged IS NULL": ("claims", "not those of log entry 3"),
    "UPDATE documents SET text = 'again' WHERE expunged IS NOT NULL": (
        "documents",
        "was expunged and still has its text",
    ),
    "INSERT INTO runs VALUES (99, 'p', 'k', NULL, 'x', NULL)": ("runs", "no entry of the log vouches for it"),
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_what_an_administrator_changes_is_named(filled: str, statement: str) -> None:
    table, said = TAMPERED[statement]
    with administrator(filled) as connection:
        connection.execute(text(statement))
    assert any(fault.table == table and said in fault.message for fault in faults(filled)), faults(filled)


def rewritten(url: str, seq: int, column: str, value: str, *, whole: bool) -> None:
    """Change an entry of the log, with its own hash made right; with those of all that follow where `whole`."""
    with administrator(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE log DISABLE TRIGGER log_no_change"))
        else:
            connection.execute(text("DROP TRIGGER log_no_update"))
        connection.execute(text(f"UPDATE log SET {column} = :value WHERE seq = :seq"), {"value": value, "seq": seq})  # noqa: S608
        before = ""
        for row in connection.execute(text("SELECT * FROM log WHERE seq >= :seq ORDER BY seq"), {"seq": seq}).all():
            previous = before or row.previous
            own = entry_hash((row.seq, row.at, row.actor, row.action, row.subject, row.detail, previous))
            change = {"seq": row.seq, "hash": own, "previous": previous}
            connection.execute(text("UPDATE log SET hash = :hash, previous = :previous WHERE seq = :seq"), change)
            before = own
            if not whole:
                return


def test_an_entry_that_was_changed_and_hashed_anew_breaks_the_chain_behind_it(filled: str) -> None:
    rewritten(filled, 3, "actor", "nobody", whole=False)
    (fault,) = faults(filled)
    assert (fault.table, fault.key) == ("log", "4")
    assert "log entry 4 was not written after the entry 3 that is there" in str(fault)


def test_a_chain_that_was_rewritten_whole_is_told_by_a_head_that_was_noted_down(filled: str) -> None:
    with Store.open(filled, Clock()) as store, store.reading() as connection:
        noted = head(connection)
    rewritten(filled, 3, "actor", "nobody", whole=True)
    assert faults(filled) == ()
    (fault,) = faults(filled, noted)
    assert f"log entry {noted.seq} is not the one whose hash was noted down" in str(fault)


def test_a_log_that_was_cut_short_is_told_by_a_head_that_was_noted_down(filled: str) -> None:
    later = Head(99, "f" * 64)
    (fault,) = faults(filled, later)
    assert "but entry 99 was noted down earlier" in str(fault)


def test_a_missing_entry_is_named(filled: str) -> None:
    with administrator(filled) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE log DISABLE TRIGGER log_no_change"))
        else:
            connection.execute(text("DROP TRIGGER log_no_delete"))
        connection.execute(text("DELETE FROM log WHERE seq = 2"))
    assert "log entry 2 is missing: entry 3 follows 1" in [str(fault) for fault in faults(filled)]


def test_only_the_first_broken_link_is_named(filled: str) -> None:
    rewritten(filled, 2, "actor", "nobody", whole=False)
    rewritten_again = [fault for fault in faults(filled) if fault.table == "log"]
    assert [fault.key for fault in rewritten_again] == ["3"]


def test_a_file_with_a_broken_page_is_checked_as_far_as_it_can_be_read(master: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(master, copy)
    with closing(sqlite3.connect(copy)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mentions'").fetchone()
    with copy.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    tamper(copy, ("judgements", "verdict", 10, b"same"), b"diff")
    found = faults(str(copy))
    assert any("damaged" in str(fault) or "can't be read to its end" in str(fault) for fault in found)
    assert {"mentions", "judgements"} <= {fault.table for fault in found}
