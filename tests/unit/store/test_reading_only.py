"""Opening a record to read it alone: nothing is made, nothing is changed, and a medium that can't be written to will do."""

from __future__ import annotations

import os
import pwd
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest
from records import FIRST, SECOND, Clock, report
from records import reading as read
from sqlalchemy import Connection, select

from marsad.errors import StoreError
from marsad.store import Store, put_reading
from marsad.store.migrate import Purpose
from marsad.store.schema import documents
from marsad.store.verify import verify

A, B = report(FIRST), report(SECOND)
ENDINGS = {"settled": ("",), "pending": ("", "-wal"), "shared": ("", "-wal", "-shm")}
"""The files of a record as they may have been copied: when nobody had it open, or while somebody wrote."""


@pytest.fixture
def medium() -> Iterator[Path]:
    """Give a folder that anybody may look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Path]:
    """Give a record of two reports while it is open: the second is in its write-ahead file alone."""
    path = tmp_path / "marsad.db"
    with Store.open(str(path), Clock()) as store, store.transaction("amal") as writing:
        put_reading(writing, read(A))
    with Store.open(str(path), Clock()) as store:
        with store.transaction("amal") as writing:
            put_reading(writing, read(B))
        yield path


@contextmanager
def nobody() -> Iterator[None]:
    """Be somebody whom rights on files bind; root they do not."""
    if os.geteuid():
        yield
        return
    other = pwd.getpwnam("nobody").pw_uid
    os.setresuid(other, other, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def held(connection: Connection) -> set[str]:
    return set(connection.execute(select(documents.c.id)).scalars())


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_copy_on_a_medium_that_cannot_be_written_to_is_read_whole_and_not_touched(
    at_work: Path, medium: Path, kind: str
) -> None:
    for end in ENDINGS[kind]:
        shutil.copy(f"{at_work}{end}", medium)
    before = files(medium)
    for path in medium.iterdir():
        path.chmod(0o444)
    medium.chmod(0o555)
    with nobody(), Store.open(str(medium / at_work.name), purpose="read") as store, store.reading() as connection:
        assert verify(connection) == ()
        assert held(connection) == ({A.id} if kind == "settled" else {A.id, B.id})
    assert files(medium) == before


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_record_that_is_only_read_stays_as_it_is(at_work: Path, medium: Path, kind: str) -> None:
    for end in ENDINGS[kind]:
        shutil.copy(f"{at_work}{end}", medium)
    before = files(medium)
    with Store.open(str(medium / at_work.name), purpose="read") as store, store.reading() as connection:
        assert verify(connection) == ()
        assert held(connection) == ({A.id} if kind == "settled" else {A.id, B.id})
    after = files(medium)
    assert after["marsad.db"] == before["marsad.db"]
    assert after.get("marsad.db-wal", b"") == before.get("marsad.db-wal", b"")


def test_a_record_is_read_while_another_writes_to_it(at_work: Path) -> None:
    with Store.open(str(at_work), purpose="read") as store, store.reading() as connection:
        assert held(connection) == {A.id, B.id}


def test_what_is_opened_to_be_read_is_not_written_to(url: str) -> None:
    Store.open(url).close()
    with (
        Store.open(url, purpose="read") as store,
        pytest.raises(StoreError, match="can't be written to"),
        store.transaction("mallory") as writing,
    ):
        put_reading(writing, read(A))


@pytest.mark.parametrize("purpose", [each for each in get_args(Purpose) if each != "make"])
def test_a_record_must_be_there_unless_it_is_to_be_made(new_url: str, purpose: Purpose, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no record"):
        Store.open(new_url, purpose=purpose)
    assert list(tmp_path.iterdir()) == []
    sqlite3.connect(tmp_path / "empty.db").close()
    with pytest.raises(StoreError, match="is no record"):
        Store.open(str(tmp_path / "empty.db"), purpose=purpose)
    assert [path.name for path in tmp_path.iterdir() if path.stat().st_size] == []
