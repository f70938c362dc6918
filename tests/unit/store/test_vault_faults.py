"""Backups of records that are not as they should be: what lies beside a record is left out, and one with faults comes back if it must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import postgresql
import pytest
from records import Clock, administrator
from sqlalchemy import text
from vaults import KEY, OWN, changed, fill, made, nothing_more_in, refused, rows, saved, wanted

from marsad.cli_vault import backup as backup_verb
from marsad.cli_vault import restore as restore_verb
from marsad.errors import StoreError
from marsad.store import Store
from marsad.store.log import Head
from marsad.store.vault import drill, restore_database, restore_file
from marsad.store.vault.image import make_image
from marsad.store.vault.shape import PARTS, ours, shape
from marsad.store.verify import verify

BESIDE = (
    "CREATE INDEX mine ON documents(url)",
    "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER)",
    "INSERT INTO _litestream_seq(seq) VALUES (4711)",
    'CREATE VIEW "a ""view"" .." AS SELECT * FROM documents',
    "CREATE TRIGGER mine_too AFTER INSERT ON log BEGIN INSERT INTO _litestream_seq(seq) VALUES (1); END",
    "CREATE VIRTUAL TABLE notes USING fts5(words)",
    "ANALYZE",
)
FAULTS = (
    ("DELETE FROM claim_sources WHERE rowid = (SELECT min(rowid) FROM claim_sources)", "not listed under those who"),
    ("UPDATE readings SET current = 0 WHERE seq = (SELECT min(seq) FROM readings)", "wrongly marked as current"),
    ("UPDATE documents SET outlet = 'another' WHERE seq = 2", "was changed after log entry"),
    ("UPDATE documents SET outlet = CAST(x'ff' AS TEXT) WHERE seq = 2", "was changed after log entry"),
    ("DELETE FROM documents WHERE seq = 2", "its documents are not those that it wrote"),
    ("DROP TRIGGER log_no_update", "log_no_update"),
    ("DROP INDEX ix_documents_published", "ix_documents_published"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(str(tmp_path / "marsad.db"))
    return tmp_path / "marsad.db"


def test_what_lies_beside_a_record_in_its_file_is_left_out_and_named(path: Path, tmp_path: Path) -> None:
    done = made(changed(path, *BESIDE), tmp_path / "a.age")
    assert (done.faults, done.zeros) == ((), ())
    assert {"index 'mine'", "table '_litestream_seq'", "view 'a \"view\" ..'", "trigger 'mine_too'"} < set(
        done.left_out
    )
    restore_file(wanted(tmp_path / "a.age"), tmp_path / "back.db", lambda _: None)
    assert rows(str(tmp_path / "back.db")) == rows(str(path))
    with administrator(str(path)) as connection:  # it is left out of the backup, not of the record
        assert connection.execute(text("SELECT count(*) FROM _litestream_seq")).scalar() == 1


def test_no_trace_of_what_is_left_out_is_in_the_image(path: Path, tmp_path: Path) -> None:
    changed(path, "CREATE TABLE mine (word TEXT)", "INSERT INTO mine VALUES ('nobody else shall read this')")
    image = tmp_path / "image.db"
    with Store.open(str(path), Clock(), purpose="read") as store:
        assert make_image(store, image, lambda _: None) == ("table 'mine'",)
    assert b"nobody else" not in image.read_bytes()
    assert b"nobody else" in path.read_bytes()


@pytest.mark.parametrize(("change", "said"), FAULTS)
def test_a_record_with_faults_is_backed_up_with_their_names_and_comes_back_if_it_must(
    path: Path, tmp_path: Path, change: str, said: str
) -> None:
    done = made(changed(path, change), tmp_path / "a.age")
    assert done.checked
    assert any(said in each for each in done.faults)
    assert "--despite-faults" in refused(tmp_path / "a.age")
    with nothing_more_in(tmp_path):
        assert drill(replace(wanted(tmp_path / "a.age"), despite=True), lambda _: None).faults == done.faults
    found = restore_file(replace(wanted(tmp_path / "a.age"), despite=True), tmp_path / "back.db", lambda _: None)
    assert found.faults == done.faults
    assert told(tmp_path / "back.db") == told(path)
    with administrator(str(tmp_path / "back.db")) as connection:
        assert shape(connection.exec_driver_sql(PARTS)) == ours()


def told(path: Path) -> list[str]:
    """Give the faults of a record."""
    with Store.open(str(path), Clock(), purpose="read") as store, store.reading() as connection:
        return [str(each) for each in verify(connection)]


def test_a_record_with_faults_comes_back_on_a_server(path: Path, tmp_path: Path, server: postgresql.Server) -> None:
    changed(path, "UPDATE claims SET current = 0", "CREATE VIEW mine AS SELECT 1")
    done, there = made(str(path), tmp_path / "a.age"), server.database()
    with pytest.raises(StoreError, match="--despite-faults"):
        restore_database(wanted(tmp_path / "a.age"), there, lambda _: None)
    found = restore_database(replace(wanted(tmp_path / "a.age"), despite=True), there, lambda _: None)
    assert set(found.faults) == set(done.faults) != set()
    assert rows(there) == rows(str(path))


def test_a_server_with_faults_is_backed_up_too(server: postgresql.Server, tmp_path: Path) -> None:
    url = server.database()
    fill(url)
    with administrator(url) as connection:
        connection.execute(text("UPDATE documents SET outlet = 'another' WHERE seq = 2"))
        connection.execute(text("CREATE VIEW mine AS SELECT 1"))
    done = made(url, tmp_path / "a.age")
    assert (len(done.faults), done.left_out) == (1, ())
    assert "was changed after log entry" in done.faults[0]


def test_a_head_that_was_noted_down_is_asked_for_despite_all_faults(path: Path, tmp_path: Path) -> None:
    saved(changed(path, "UPDATE documents SET outlet = 'another'"), tmp_path / "a.age")
    for noted in (Head(2, "0" * 64), Head(99, "0" * 64)):
        with pytest.raises(StoreError, match=f"log entry {noted.seq} that was noted down earlier is not in it"):
            drill(replace(wanted(tmp_path / "a.age", KEY, noted), despite=True), lambda _: None)


def test_a_text_with_the_letter_zero_is_told_of_and_goes_to_a_file_alone(
    path: Path, tmp_path: Path, server: postgresql.Server
) -> None:
    """Records hold one that were written before it was refused."""
    changed(path, "INSERT INTO feeds VALUES ('http://host/' || char(0), NULL, NULL, '2026', 0, NULL)")
    done = made(str(path), tmp_path / "a.age")
    assert (done.faults, done.zeros) == ((), ("feeds: 1 row",))
    restore_file(wanted(tmp_path / "a.age"), tmp_path / "back.db", lambda _: None)
    assert rows(str(tmp_path / "back.db")) == rows(str(path))
    with pytest.raises(
        StoreError, match=r"the letter zero, which PostgreSQL can't store .feeds: 1 row.; restore it to"
    ):
        restore_database(wanted(tmp_path / "a.age"), server.database(), lambda _: None)


def test_the_verbs_list_what_is_wrong_and_end_with_one(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, file = tmp_path / "key.txt", tmp_path / "a.age"
    key.write_text(str(OWN))
    with pytest.raises(Exception, match="1"):
        backup_verb(file, changed(path, BESIDE[0], FAULTS[0][0]), [str(OWN.to_public())])
    said = capsys.readouterr()
    assert "faults in the record; head" in said.out
    assert said.err.splitlines()[0] == "note: left out, for it is no part of the record: index 'mine'"
    assert "not listed under those who say it" in said.err.splitlines()[1]
    with pytest.raises(Exception, match="1"):
        restore_verb(file, str(tmp_path / "back.db"), key, despite_faults=True)
    said = capsys.readouterr()
    assert "2 reports, with faults; made 20" in said.out
    assert "not listed under those who say it" in said.err
