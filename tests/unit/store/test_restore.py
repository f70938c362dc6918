"""The restore drill: back up, lose everything, restore, and hold the record against the head that was noted down."""

from __future__ import annotations

import subprocess
from pathlib import Path

import postgresql
import pytest
from records import FIRST, SECOND, THIRD, Clock, incident_of, reading, report

from marsad.errors import StoreError
from marsad.store import Store, put_reading, put_readings
from marsad.store.claims import current_claims
from marsad.store.incidents import current_incidents
from marsad.store.log import Head, head
from marsad.store.search import search
from marsad.store.verify import verify
from marsad.store.view import Run, View, put_view

A, B, C = (report(text) for text in (FIRST, SECOND, THIRD))
Content = tuple[list[object], list[object], list[str]]


def fill(url: str) -> Head:
    with Store.open(url, Clock()) as store:
        with store.transaction("amal") as writing:
            put_readings(writing, [reading(A), reading(B)])
            put_view(writing, View(Run("0.1.0", "k"), [incident_of(A), incident_of(B)]))
        with store.reading() as connection:
            return head(connection)


def content(url: str, noted: Head) -> Content:
    with Store.open(url, Clock()) as store, store.reading() as connection:
        assert verify(connection, [noted]) == ()
        found = [hit.document for hit in search(connection, "قتل")]
        return list(current_claims(connection)), list(current_incidents(connection)), found


def goes_on(url: str) -> None:
    with Store.open(url, Clock()) as store:
        with store.transaction("amal") as writing:
            assert put_readings(writing, [reading(A), reading(C)]) == ("known", "new")
        with store.reading() as connection:
            assert verify(connection) == ()


def test_a_file_is_backed_up_while_it_is_in_use_wiped_and_restored(tmp_path: Path) -> None:
    path, backup = tmp_path / "marsad.db", tmp_path / "backup.db"
    noted = fill(str(path))
    before = content(str(path), noted)
    with Store.open(str(path), Clock()) as store:
        with store.transaction("amal") as writing:
            store.backup(backup)
            put_reading(writing, reading(C))
        with pytest.raises(StoreError, match=r"backup\.db is there already"):
            store.backup(backup)
    for each in tmp_path.glob("marsad.db*"):
        each.unlink()
    backup.rename(path)
    assert content(str(path), noted) == before
    goes_on(str(path))


def test_a_server_is_backed_up_wiped_and_restored(server: postgresql.Server, tmp_path: Path) -> None:
    url, other = server.database(), server.database()
    noted = fill(url)
    before = content(url, noted)
    dumped = tmp_path / "record.dump"
    dump, restore = (str(postgresql.program(name)) for name in ("pg_dump", "pg_restore"))
    subprocess.run([dump, "--format=custom", f"--file={dumped}", url], check=True)  # noqa: S603
    with server.connect() as connection:
        name = url.partition("/record")[2].partition("?")[0]
        connection.execute(f"DROP DATABASE record{name}".encode())
    loaded = subprocess.run(  # noqa: S603
        [restore, "--exit-on-error", f"--dbname={other}", str(dumped)], check=False, capture_output=True
    )
    assert loaded.returncode == 0, loaded.stderr
    assert content(other, noted) == before
    goes_on(other)


def test_a_server_is_backed_up_by_its_own_program(server: postgresql.Server, tmp_path: Path) -> None:
    with Store.open(server.database(), Clock()) as store, pytest.raises(StoreError, match="pg_dump"):
        store.backup(tmp_path / "copy")
