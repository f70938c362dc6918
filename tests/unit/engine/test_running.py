"""What holds of a run whatever happens to it: the same bytes, nothing made twice for nothing, and a sentence for every refusal."""

from __future__ import annotations

import resource
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from runs import TEXTS, Here, contents, ran, terms, write

from marsad import ingest
from marsad.engine.folder import Folder
from marsad.engine.lock import alone
from marsad.engine.plan import planned, taken
from marsad.engine.running import Run
from marsad.engine.terms import Terms
from marsad.errors import MarsadError


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("in") / "reports.jsonl")


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give what an undisturbed run makes."""
    out = tmp_path_factory.mktemp("whole")
    ran(inputs, out)
    return contents(out)


def test_a_run_counts_what_it_made_and_leaves_nothing_else(inputs: Path, tmp_path: Path) -> None:
    total = ran(inputs, tmp_path / "out")
    assert (total.shards, total.documents, total.problems, total.faults) == (3, len(TEXTS), 1, 1)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        ".lock", "claims", "documents", "manifest", "manifest.json", "problems", "terms.json",
    }  # fmt: skip


def test_what_can_not_be_read_stands_in_its_place_among_the_problems(inputs: Path, tmp_path: Path) -> None:
    ran(inputs, tmp_path)
    (row,) = pq.read_table(tmp_path / "problems/part-00000.parquet").to_pylist()
    assert row["fault"]
    assert "line 3" in row["sentence"]


@pytest.mark.parametrize("most", [0, 1, 2])
def test_a_run_that_is_stopped_goes_on_where_it_stood(
    most: int, inputs: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        ran(inputs, tmp_path, Here(most))
    again = Here()
    ran(inputs, tmp_path, again)
    assert again.made == list(range(most, 3))
    assert contents(tmp_path) == whole


def test_a_run_that_is_done_makes_nothing(inputs: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    ran(inputs, tmp_path)
    ran(inputs, tmp_path, Here(0))
    assert contents(tmp_path) == whole


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("documents/part-00001.parquet", "documents/part-00001.parquet is not as it was written"),
        ("claims/part-00002.parquet", "claims/part-00002.parquet is not as it was written"),
        ("manifest/part-00000.json", "part-00000.json: this row of the manifest can't be read"),
    ],
)
def test_a_part_that_was_cut_short_or_changed_is_found_said_and_made_again(
    part: str, said: str, inputs: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    ran(inputs, tmp_path)
    path = tmp_path / part
    data = path.read_bytes()
    for bad in (data[: len(data) // 2], b"x" + data[1:]):
        path.write_bytes(bad)
        notes: list[str] = []
        again = Here()
        ran(inputs, tmp_path, again, notes=notes)
        assert len(again.made) == 1
        assert said in notes[0]
        assert contents(tmp_path) == whole


def test_a_part_that_is_missing_is_made_again(inputs: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    ran(inputs, tmp_path)
    (tmp_path / "problems/part-00001.parquet").unlink()
    notes: list[str] = []
    ran(inputs, tmp_path, notes=notes)
    assert notes == ["problems/part-00001.parquet is missing; it is made again"]
    assert contents(tmp_path) == whole


def test_drafts_that_were_left_are_taken_away(inputs: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    ran(inputs, tmp_path)
    (tmp_path / "claims/.draft-abc").write_bytes(b"half")
    ran(inputs, tmp_path)
    assert contents(tmp_path) == whole


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (Terms("another", 3), "was begun with the knowledge"),
        (terms(4), "--shard 3, and now it is 4"),
        (terms(3, 9), "--patience 60, and now it is 9"),
    ],
)
def test_a_folder_is_gone_on_with_only_as_it_was_begun(others: Terms, said: str, inputs: Path, tmp_path: Path) -> None:
    ran(inputs, tmp_path)
    before = contents(tmp_path)
    with pytest.raises(MarsadError, match="name another folder with --out") as refused:
        Run(Folder(tmp_path), others).run(ingest.pieces([inputs]), Here)
    assert said in str(refused.value)
    assert contents(tmp_path) == before


def test_inputs_that_changed_are_noticed_and_made_anew_only_when_asked(inputs: Path, tmp_path: Path) -> None:
    out, changed = tmp_path / "out", tmp_path / "changed.jsonl"
    ran(inputs, out)
    changed.write_bytes(inputs.read_bytes().replace("أربعة".encode(), "خمسة".encode()))
    with pytest.raises(MarsadError, match=r"inputs have changed.*shard 0.*--renew"):
        ran(changed, out)
    notes: list[str] = []
    ran(changed, out, renew=True, notes=notes)
    ran(changed, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")
    assert len(notes) >= 1


def test_inputs_that_became_fewer_are_noticed(inputs: Path, tmp_path: Path) -> None:
    out, fewer = tmp_path / "out", tmp_path / "reports.jsonl"
    fewer.write_bytes(inputs.read_bytes())
    ran(fewer, out)
    fewer.write_text("".join(fewer.read_text(encoding="utf-8").splitlines(keepends=True)[:6]), encoding="utf-8")
    with pytest.raises(MarsadError, match="no reports for shard 2 any more"):
        ran(fewer, out)
    ran(fewer, out, renew=True)
    ran(fewer, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def test_two_runs_on_one_folder_are_one_too_many(inputs: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    with alone(tmp_path), pytest.raises(MarsadError, match="another run is at work"):
        ran(inputs, tmp_path)
    ran(inputs, tmp_path)
    assert contents(tmp_path) == whole


def test_a_folder_that_can_not_be_made_is_one_sentence(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(MarsadError, match="can't be written"):
        ran(inputs, tmp_path / "file")


def test_a_disk_that_is_full_is_one_sentence_and_the_run_goes_on_later(
    inputs: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9000, before[1]))
    try:
        with pytest.raises(MarsadError, match=r"can't be written.*make room"):
            ran(inputs, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    ran(inputs, tmp_path)
    assert contents(tmp_path) == whole


def test_the_same_inputs_are_cut_into_the_same_shards_and_come_back_as_they_were(inputs: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    first, second = (list(planned(ingest.pieces([inputs]), folder, terms())) for _ in range(2))
    assert [each.shard for each in first] == [each.shard for each in second]
    assert [len(each.cuts) for each in first] == [3, 3, 2]
    first[0].write()
    assert taken(first[0].shard) == first[0].cuts


def test_a_worker_that_can_not_see_the_pieces_says_what_is_needed(inputs: Path, tmp_path: Path) -> None:
    first = next(iter(planned(ingest.pieces([inputs]), Folder(tmp_path), terms())))
    with pytest.raises(MarsadError, match="storage that every worker shares"):
        taken(first.shard)
