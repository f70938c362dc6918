"""What earlier runs, other programs and workers that outlived their run left in a folder: none of it is taken for this run's."""

from __future__ import annotations

import io
import json
import multiprocessing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from runs import Here, contents, ran, terms, write

from marsad import ingest
from marsad.engine import careful, gather
from marsad.engine.careful import make_carefully
from marsad.engine.folder import Folder
from marsad.engine.gather import reconcile
from marsad.engine.local import Worker
from marsad.engine.manifest import commit, made_of, summary_of
from marsad.engine.plan import Shard, planned, taken
from marsad.errors import MarsadError
from marsad.ingest import Fault, Notice, Piece
from marsad.reconcile.cluster import cluster


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write(tmp_path / "reports.jsonl")


def changed(inputs: Path) -> Path:
    """Give the same reports with another number in the first."""
    path = inputs.with_name("changed.jsonl")
    path.write_bytes(inputs.read_bytes().replace("أربعة".encode(), "خمسة".encode()))
    return path


class Looking(Here):
    """An executor that notes what of a shard is there when it is handed out."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[bool] = []

    def hand(self, shard: Shard) -> None:
        self.seen.append(made_of(shard.folder, shard.number) is not None or summary_of(shard.folder) is not None)
        super().hand(shard)


def test_a_shard_that_is_made_anew_is_not_made_until_it_is(inputs: Path, tmp_path: Path) -> None:
    ran(inputs, tmp_path / "out")
    hands = Looking()
    ran(changed(inputs), tmp_path / "out", hands, renew=True)
    assert hands.seen == [False] * 3


def test_a_run_that_is_changed_and_stopped_is_not_finished(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    with pytest.raises(KeyboardInterrupt):
        ran(changed(inputs), out, Here(0), renew=True)
    assert summary_of(Folder(out)) is None
    with pytest.raises(MarsadError, match="shards of this run are missing"):
        reconcile(Folder(out), out, lambda _: None)


def test_parts_beyond_the_last_shard_are_taken_away_though_no_row_tells_of_them(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    (out / "manifest.json").unlink()
    (out / "manifest" / "part-00002.json").unlink()
    inputs.write_text("".join(inputs.read_text(encoding="utf-8").splitlines(keepends=True)[:6]), encoding="utf-8")
    ran(inputs, out)
    ran(inputs, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_worker_that_outlived_its_run_puts_nothing_over_a_newer_one(inputs: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out")
    folder.make()
    old = next(iter(planned(ingest.pieces([inputs]), folder, terms())))
    old.write()
    assert taken(old.shard) == old.cuts
    ran(changed(inputs), folder.path)
    before = contents(folder.path)
    with pytest.raises(MarsadError, match="is no more what was planned"):
        commit(old.shard, {"documents": b"old"}, {"documents": 1}, 0)
    assert contents(folder.path) == before


def test_what_other_programs_put_there_is_no_part_of_the_run(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    (out / "manifest" / "part-00000 (1).json").write_text("{}", encoding="utf-8")
    ran(inputs, out, Here(0))
    (out / ".draft-x").mkdir()
    (out / ".draft-x" / "0").write_bytes(b"half")
    reconcile(Folder(out), out, lambda _: None)
    (out / "incidents" / "part-00000 (1).parquet").write_bytes(b"")
    reconcile(Folder(out), out, lambda _: None)
    ran(inputs, out, Here(0))
    assert not (out / ".draft-x").exists()


def test_a_run_that_changes_while_it_is_joined_is_said(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    ran(inputs, out)

    def meanwhile(*given: object) -> object:
        ran(changed(inputs), out, renew=True)
        return cluster(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(gather, "cluster", meanwhile)
    with pytest.raises(MarsadError, match="was changed while it was read"):
        reconcile(Folder(out), tmp_path / "joined", lambda _: None)


HALF = '{"id": "r\\ud83d", "text": "x"}\n'


def test_a_name_that_no_file_can_hold_is_spelled_out(inputs: Path, tmp_path: Path) -> None:
    inputs.write_text(HALF + inputs.read_text(encoding="utf-8"), encoding="utf-8")
    total = ran(inputs, tmp_path / "out")
    assert (total.documents, total.faults) == (7, 2)
    (name, _) = (row["name"] for row in pq.read_table(tmp_path / "out" / "problems").to_pylist())
    assert name == "r\\ud83d"
    assert Fault("a\udcff", "b\ud800") == Fault("a\\udcff", "b\\ud800")
    assert Notice("ب\udcff", "") == Notice("ب\\udcff", "")
    assert Piece("a", b"", "text", outlet="قناة \ud83d").outlet == "قناة \\ud83d"


def test_a_file_whose_ending_is_no_text_is_named_and_the_run_goes_on(inputs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    inputs.rename(folder / "reports.jsonl")
    try:
        (folder / "a.\udcff").write_bytes(b"")
    except OSError:
        pytest.skip("this disk holds no such name")
    total = ran(folder, tmp_path / "out")
    assert total.documents == 7


@pytest.mark.parametrize("patience", [float("nan"), float("inf"), 0.0, -1.0, 1e7])
def test_a_patience_that_nobody_can_have_is_refused(patience: float) -> None:
    with pytest.raises(MarsadError, match="--patience"):
        terms(3, patience)


def test_lists_and_objects_may_lie_so_deep_in_each_other_and_no_deeper_wherever_they_are_read() -> None:
    def nested(depth: int) -> list[object]:
        line = (
            json.dumps({"id": "r", "text": "قتل رجلان في قصف على البلدة أمس."})[:-1]
            + ', "x": '
            + "[" * depth
            + "]" * depth
        )
        return list(ingest.read(["-"], stdin=io.BytesIO(f"{line}}}\n".encode())))

    assert not isinstance(nested(99)[0], Fault)
    (fault,) = nested(100)
    assert isinstance(fault, Fault)
    assert "too deep" in fault.message


def _silent(context: object, main: object) -> Worker:
    """Start a process that never answers."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_wait, args=(there,), daemon=True)
    process.start()
    return Worker(process, here)


def _wait(line: object) -> None:
    import time

    time.sleep(600)


def test_a_process_that_never_begins_is_given_up(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path / "out")
    folder.make()
    plan = next(iter(planned(ingest.pieces([inputs]), folder, terms())))
    plan.write()
    monkeypatch.setattr(careful, "started", _silent)
    monkeypatch.setattr(careful, "_START", 0.5)
    with pytest.raises(MarsadError, match="no process that reads reports can be started"):
        make_carefully(plan.shard)
