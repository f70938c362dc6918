"""What a run made, taken further: a record loaded of it, and incidents without a record, are those of `read`; and its tables answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from records import Clock
from runs import contents, ran, write
from sqlalchemy import text

from marsad import ingest
from marsad.engine.folder import Folder
from marsad.engine.gather import reconcile
from marsad.engine.load import load
from marsad.errors import MarsadError
from marsad.model.document import Document
from marsad.pipeline import prepare
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import refresh
from marsad.store import Store

GUIDE = Path(__file__).parents[3] / "docs" / "engine.md"
ROWS = {
    **dict.fromkeys(("documents", "originals", "receipts", "readings", "mentions", "claims", "accounts"), "sha256"),
    **dict.fromkeys(("incidents", "aliases", "tallies"), "sha256"),
}


def nothing(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give reports of which one comes again under another name, and a copy at another outlet."""
    folder = tmp_path_factory.mktemp("in")
    first = write(folder / "a.jsonl")
    again = [line.replace('"r0"', '"again"') for line in first.read_text(encoding="utf-8").splitlines()[:2]]
    second = folder / "b.jsonl"
    second.write_text("\n".join(again), encoding="utf-8")
    return [first, second, Path("marsad/examples")]


@pytest.fixture(scope="module")
def made(inputs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from runs import Here, terms

    from marsad.engine.running import Run

    out = tmp_path_factory.mktemp("made")
    Run(Folder(out), terms()).run(ingest.pieces(inputs), Here)
    return out


@pytest.fixture(scope="module")
def read(inputs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the record that reading the same inputs makes."""
    documents = (each for each in ingest.read(inputs) if isinstance(each, Document))
    with Store.open(str(tmp_path_factory.mktemp("read") / "read.db"), Clock()) as store:
        take_in(store, documents, prepare(), "test", nothing)
        brought_up_to_date(store)
        yield store


def brought_up_to_date(store: Store) -> None:
    with store.transaction("test") as writing:
        refresh(writing, run_of(prepare().version))


def rows(store: Store) -> dict[str, list[str]]:
    with store.reading() as connection:
        return {
            table: sorted(connection.execute(text(f"SELECT {column} FROM {table}")).scalars())  # noqa: S608  fixed names
            for table, column in ROWS.items()
        }


def payloads(store: Store, table: str) -> set[bytes]:
    with store.reading() as connection:
        asked = text(f"SELECT payload FROM {table} WHERE current = 1")  # noqa: S608  fixed names
        return {bytes(each) for each in connection.execute(asked).scalars()}


def test_a_record_loaded_of_a_run_has_the_rows_of_one_that_read_the_inputs(
    made: Path, read: Store, tmp_path: Path
) -> None:
    with Store.open(str(tmp_path / "loaded.db"), Clock()) as store:
        outcomes = load(Folder(made), store, "test", nothing)
        brought_up_to_date(store)
        assert rows(store) == rows(read)
        assert outcomes["new"] == 16
        assert load(Folder(made), store, "test", nothing)["new"] == 0
        brought_up_to_date(store)
        assert payloads(store, "incidents") == payloads(read, "incidents")


def test_incidents_and_totals_without_a_record_are_those_of_one(made: Path, read: Store, tmp_path: Path) -> None:
    incidents, tallies = reconcile(Folder(made), tmp_path, nothing)
    found = pq.read_table(tmp_path / "incidents").column("incident").to_pylist()
    totals = pq.read_table(tmp_path / "tallies").column("tally").to_pylist()
    assert set(found) == payloads(read, "incidents")
    assert set(totals) == payloads(read, "tallies")
    assert (incidents, tallies) == (len(found), len(totals))
    assert incidents > 9
    before = contents(tmp_path)
    reconcile(Folder(made), tmp_path, nothing)
    assert contents(tmp_path) == before


def test_a_part_that_changed_is_not_loaded(made: Path, inputs: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs[0], out)
    part = out / "documents/part-00001.parquet"
    part.write_bytes(part.read_bytes()[:-1])
    with (
        Store.open(str(tmp_path / "loaded.db"), Clock()) as store,
        pytest.raises(MarsadError, match="command of the run"),
    ):
        load(Folder(out), store, "test", nothing)


def test_a_folder_of_no_run_is_not_loaded(tmp_path: Path) -> None:
    with (
        Store.open(str(tmp_path / "loaded.db"), Clock()) as store,
        pytest.raises(MarsadError, match="no shard of a run"),
    ):
        load(Folder(tmp_path), store, "test", nothing)


def test_every_claim_of_the_table_has_its_letters_in_its_document(made: Path) -> None:
    wrong = duckdb.execute(
        f"""SELECT count(*) FROM '{made}/claims/*.parquet' c
        JOIN (SELECT DISTINCT ON (id) id, text FROM '{made}/documents/*.parquet') d ON d.id = c.document
        WHERE substring(d.text, c.evidence_start + 1, c.evidence_end - c.evidence_start) <> c.evidence"""  # noqa: S608
    ).fetchall()
    assert wrong == [(0,)]


def test_every_query_of_the_guide_gives_rows(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "work").symlink_to(made)
    reconcile(Folder(made), made, nothing)
    monkeypatch.chdir(tmp_path)
    assert len(queries) >= 5
    for query in queries:
        assert duckdb.execute(query).fetchall(), query
