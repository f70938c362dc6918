"""Backups that somebody forged: with public keys anybody can make a file that opens, and nothing of theirs may get in or do harm."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from records import Clock, administrator
from vaults import changed, fill, forged, nothing_more_in, pressed, refused, rows, tarred, wanted

from marsad.errors import StoreError
from marsad.store import Store
from marsad.store.vault import Passphrase, drill, restore_file
from marsad.store.vault import passphrase as age
from marsad.store.vault.shape import PARTS, ours, shape

ESCAPE = "\x1b]0;owned\x07\x1b[31m"
SMUGGLED = (
    "CREATE TRIGGER more AFTER INSERT ON log BEGIN SELECT 1; END",
    "CREATE VIEW more AS SELECT 1",
    "CREATE TABLE more (a)",
    "CREATE INDEX more ON documents(url)",
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forged") / "marsad.db"
    fill(str(path))
    changed(path, "DELETE FROM sessions", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode=DELETE")
    return path


@pytest.fixture
def image(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(record, tmp_path / "image.db"))


def test_a_file_that_is_made_as_ours_are_comes_back(image: Path, tmp_path: Path) -> None:
    restore_file(wanted(forged(image, tmp_path / "a.age")), tmp_path / "back.db", lambda _: None)
    assert rows(str(tmp_path / "back.db")) == rows(str(image))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE documents SET outlet = 'another'", "does not verify"),
        ("DELETE FROM claims", "does not verify"),
        ("DROP TRIGGER log_no_update", "other tables, indexes or triggers"),
        *((change, "other tables, indexes or triggers") for change in SMUGGLED),
    ],
)
def test_what_somebody_else_locked_to_the_key_is_verified_all_the_same(
    image: Path, tmp_path: Path, change: str, said: str
) -> None:
    changed(image, change)
    assert said in refused(forged(image, tmp_path / "forged.age"))


@pytest.mark.parametrize("change", SMUGGLED)
@pytest.mark.parametrize("name", ["more", "sqlite_stat1", "sqlite_autoindex_more_1"])
def test_nothing_is_smuggled_into_a_record_that_is_restored_despite_faults(
    image: Path, tmp_path: Path, change: str, name: str
) -> None:
    """Also under a name that SQLite keeps for itself, which it gives to nobody who asks and takes from any file."""
    made = change.replace("more", name)
    with closing(sqlite3.connect(image, isolation_level=None)) as connection:
        connection.execute(change)
        connection.execute("PRAGMA writable_schema=ON")
        put = "UPDATE sqlite_master SET name = ?, tbl_name = replace(tbl_name, 'more', ?), sql = ? WHERE name = 'more'"
        connection.execute(put, (name, name, made))
    file = forged(image, tmp_path / "forged.age")
    assert "other tables, indexes or triggers" in refused(file)
    found = restore_file(replace(wanted(file), despite=True), tmp_path / "back.db", lambda _: None)
    assert [each.partition(" ")[2] for each in found.left_out] == [repr(name)]
    assert rows(str(tmp_path / "back.db")) == rows(str(image))
    with administrator(str(tmp_path / "back.db")) as connection:
        assert shape(connection.exec_driver_sql(PARTS)) == ours()


def test_a_view_in_the_place_of_a_table_is_not_read(image: Path, tmp_path: Path) -> None:
    changed(
        image, "DROP TABLE watched", "CREATE VIEW watched AS SELECT url AS feed, 'k' AS key, 'm' AS mark FROM documents"
    )
    file = forged(image, tmp_path / "forged.age")
    assert "other tables, indexes or triggers" in refused(file)
    found = restore_file(replace(wanted(file), despite=True), tmp_path / "back.db", lambda _: None)
    assert (found.rows["watched"], found.left_out) == (0, ("view 'watched'",))
    assert "table 'watched' is missing" in found.faults


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"rows": {}}, "does not say how many rows it has"),
        ({"rows": {"documents": 2}}, "does not say how many rows it has"),
        ({"rows": {"documents": -2}}, "can't be read"),
        ({"made": ESCAPE}, "can't be read"),
        ({"entries": 0, "head": ESCAPE}, "can't be read"),
        ({"entries": 0, "head": "0" * 64}, "its log ends at entry"),
        ({"marsad": ESCAPE, "schema": "9999"}, "can't be read"),
        ({"schema": ESCAPE}, "can't be read"),
        ({"sha256": "0" * 64}, "its image is not the one"),
    ],
)
def test_a_manifest_that_says_what_it_likes_is_refused_and_does_nothing_to_a_terminal(
    image: Path, tmp_path: Path, said: dict[str, object], why: str
) -> None:
    told = refused(forged(image, tmp_path / "forged.age", **said))
    assert why in told
    assert told.isprintable()


def test_a_fault_of_a_forged_record_does_nothing_to_a_terminal(image: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(image, isolation_level=None)) as connection:
        connection.execute("UPDATE claims SET document = document || ?", (ESCAPE,))
        connection.execute(f'CREATE TABLE "{ESCAPE}" (a)')
    file = forged(image, tmp_path / "forged.age")
    assert refused(file).isprintable()
    found = drill(replace(wanted(file), despite=True), lambda _: None)
    assert all(each.isprintable() for each in (*found.left_out, *found.faults))
    assert found.faults


@pytest.mark.parametrize("size", [-1, -5, -512, -(1 << 40)])
@pytest.mark.parametrize("name", ["record.db", "manifest.json"])
def test_a_size_below_zero_is_refused(tmp_path: Path, name: str, size: int) -> None:
    manifest = b"{}"
    before = (tarred("manifest.json", len(manifest)), manifest.ljust(512, b"\0")) if name == "record.db" else ()
    (tmp_path / "a.age").write_bytes(pressed(*before, tarred(name, size), bytes(4096)))
    assert f"there is no {name} in it" in refused(tmp_path / "a.age")


@pytest.mark.parametrize("work", [21, 22, 99])
def test_a_file_that_asks_for_more_work_than_can_be_done_is_refused(tmp_path: Path, work: int) -> None:
    locked = io.BytesIO()
    age.lock(io.BytesIO(b"plain"), locked, "words", work=1)
    file = tmp_path / "a.age"
    file.write_bytes(locked.getvalue().replace(b" 1\n", b" %d\n" % work, 1))
    assert f"(2^{work}) than Marsad does" in refused(file, Passphrase("words"))


def test_a_passphrase_that_is_no_utf_8_is_a_sentence(record: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "marsad", "backup", str(tmp_path / "a.age"), "--store", str(record)]
    told = os.environb | {b"MARSAD_PASSPHRASE": b"what nobody \xff\xfe knows"}
    with nothing_more_in(tmp_path):
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=told)  # noqa: S603
    assert (done.returncode, done.stderr.count("\n"), "UTF-8" in done.stderr) == (1, 1, True), done.stderr
    with pytest.raises(StoreError, match="UTF-8"):
        Passphrase("what nobody \udcff knows")


@pytest.mark.parametrize("name", ["wh?t", "a?mode=ro", "half%41", "#1", "a b&c=d"])
def test_a_name_may_have_any_letter(image: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    url = str(folder / f"{name}.db")
    restore_file(wanted(forged(image, folder / f"{name}.age")), Path(url), lambda _: None)
    assert rows(url) == rows(str(image))
    for purpose in ("read", "write", "make"):
        Store.open(url, Clock(), purpose=purpose).close()
    assert {each.name for each in folder.iterdir()} == {f"{name}.age", f"{name}.db"}
