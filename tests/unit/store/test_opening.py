"""Opening a record: made where there is none, refused in one sentence where it can't be, never harmed."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from records import FIRST, Clock, administrator, reading, report
from sqlalchemy import inspect, text

from marsad.errors import StoreError
from marsad.store import Store, put_reading
from marsad.store.documents import document
from marsad.store.migrate import LATEST, VERSION_TABLE
from marsad.store.schema import metadata


def refusal(url: str, **given: float) -> str:
    with pytest.raises(StoreError) as caught:
        Store.open(url, **given)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_revisions_make_just_the_tables_that_the_program_knows(new_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    def ours(item: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in metadata.tables

    with Store.open(new_url) as store, store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "include_object": ours}
        )
        found = compare_metadata(context, metadata)
        assert context.get_current_revision() == LATEST
    assert [each for each in found if "ix_documents_folded" not in str(each)] == []


def test_a_record_is_opened_again_as_it_is(new_url: str) -> None:
    given = report(FIRST)
    with Store.open(new_url, Clock()) as store, store.transaction("amal") as writing:
        put_reading(writing, reading(given))
    with Store.open(new_url, Clock()) as store, store.reading() as connection:
        assert document(connection, given.id) == given


def test_many_may_open_a_new_record_at_once(new_url: str) -> None:
    threads = [threading.Thread(target=lambda: Store.open(new_url).close()) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(new_url) as store:
        assert set(metadata.tables) <= set(inspect(store.engine).get_table_names())


def test_a_record_of_a_newer_schema_is_left_alone(url: str) -> None:
    Store.open(url).close()
    with administrator(url) as connection:
        connection.execute(text("UPDATE marsad_schema SET version_num = '9999'"))
    assert "a newer Marsad made this record" in refusal(url)


def test_a_database_of_something_else_is_left_alone(new_url: str) -> None:
    with administrator(new_url) as connection:
        connection.execute(text("CREATE TABLE claims (anything TEXT)"))
    assert "something else (a table 'claims')" in refusal(new_url)
    with administrator(new_url) as connection:
        assert inspect(connection).get_table_names() == ["claims"]


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("هذا ليس قاعدة بيانات " * 100, encoding="utf-8")
    before = path.read_bytes()
    assert f"{path}: this file is no database" in refusal(str(path))
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert "can't be opened or made" in refusal(str(tmp_path / "none" / "marsad.db"))


@pytest.mark.parametrize("url", ["mysql://host/name", "oracle://x", "nonsense://x"])
def test_other_databases_are_refused(url: str) -> None:
    assert "SQLite or PostgreSQL" in refusal(url)


def test_a_broken_url_is_refused_without_its_password() -> None:
    assert "is no path or URL" in refusal("://")
    said = refusal("postgresql://user:secret@127.0.0.1:1/name")
    assert "can't be reached" in said
    assert "secret" not in said


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'marsad[postgresql]'" in refusal("postgresql://host/name")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_record_that_another_program_writes_to_is_waited_for_and_then_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    Store.open(str(path)).close()
    with locked(path):
        assert "another program is writing" in refusal(str(path), wait=0.1)
    Store.open(str(path), wait=0.1).close()


def test_postgresql_waits_for_another_writer_and_then_says_so(server: object) -> None:
    url = server.database()  # type: ignore[attr-defined]
    with Store.open(url) as one, one.transaction("amal"):
        assert "another program is writing" in refusal(url, wait=0.1)


def test_a_damaged_record_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    with Store.open(str(path), Clock()) as store, store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    assert "damaged" in refusal(str(path))
