"""Backups for the tests: records that are put into them, and files that somebody forged."""

from __future__ import annotations

import gzip
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pyrage
import pytest
from records import FIRST, SECOND, THIRD, Clock, incident_of, reading, report

from marsad.errors import StoreError
from marsad.model.person import Person
from marsad.store import Store, put_readings
from marsad.store.log import Head, head
from marsad.store.people import put_account
from marsad.store.schema_work import metadata
from marsad.store.sessions import start_session
from marsad.store.vault import Keys, Made, Opener, Passphrase, Recipients, Wanted, backup, restore_file
from marsad.store.vault.keys import lock_up
from marsad.store.vault.manifest import LEFT_OUT, described
from marsad.store.vault.packing import Packed
from marsad.store.view import Run, View, put_view

A, B, C = (report(text) for text in (FIRST, SECOND, THIRD))
OWN = pyrage.x25519.Identity.generate()
TO, KEY = Recipients((OWN.to_public(),)), Keys((OWN,))
Rows = dict[str, list[tuple[object, ...]]]


def fill(url: str) -> None:
    with Store.open(url, Clock()) as store, store.transaction("amal") as writing:
        put_account(writing, Person("amal", "Amal", "administrator"), "a hash")
        start_session(writing, "amal")
        put_readings(writing, [reading(A), reading(B)])
        put_view(writing, View(Run("0.1.0", "k"), [incident_of(A), incident_of(B)]))


def rows(url: str) -> Rows:
    """Give every row of every table that a backup keeps."""
    with Store.open(url, Clock()) as store, store.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
            if table not in LEFT_OUT
        }


def end(url: str) -> Head:
    with Store.open(url, Clock()) as store, store.reading() as connection:
        return head(connection)


def saved(url: str, file: Path, lock: Passphrase | Recipients = TO) -> Path:
    made(url, file, lock)
    return file


def made(url: str, file: Path, lock: Passphrase | Recipients = TO) -> Made:
    with Store.open(url, Clock(), purpose="read") as store:
        return backup(store, file, lock, lambda _: None)


def wanted(file: Path, opener: Opener = KEY, *noted: Head) -> Wanted:
    return Wanted(file, opener, noted, Clock())


def changed(path: Path, *changes: str) -> str:
    """Reach past the program into a SQLite file; give its path."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for each in changes:
            connection.execute(each)
    return str(path)


def forged(image: Path, file: Path, **said: object) -> Path:
    """Lock a SQLite file as it is, as anybody can who knows a public key, with a manifest that says what they like."""
    with Store.at(str(image), Clock(), purpose="read") as store, store.reading() as connection:
        told = described(connection, image, Clock()())
    written = msgspec.json.encode(msgspec.to_builtins(told) | said)
    with file.open("wb") as stream:
        lock_up(Packed(written, image, lambda _: None), stream, TO)
    return file


def tarred(name: str, size: int) -> bytes:
    """Give the header of an entry of a tar, which may have any size, also one below zero."""
    info = tarfile.TarInfo(name)
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = (b"\xff" if size < 0 else b"\x80") + size.to_bytes(11, "big", signed=True)
    block[148:156] = b"%06o\0 " % (sum(block[:148]) + 8 * 32 + sum(block[156:]))
    return bytes(block)


def pressed(*pieces: bytes) -> bytes:
    """Lock pieces as one, pressed."""
    return bytes(pyrage.encrypt(gzip.compress(b"".join(pieces)), [OWN.to_public()]))


@contextmanager
def nothing_more_in(folder: Path) -> Iterator[None]:
    before = set(folder.iterdir())
    yield
    assert set(folder.iterdir()) == before


def refused(file: Path, opener: Opener = KEY, *noted: Head) -> str:
    """Give the sentence that a backup is refused with; nothing is left of trying."""
    with nothing_more_in(file.parent), pytest.raises(StoreError) as caught:
        restore_file(wanted(file, opener, *noted), file.parent / "restored.db", lambda _: None)
    assert "\n" not in str(caught.value)
    return str(caught.value)
