"""Processes beside this one: the same bytes as here, whoever is killed, and a report that no process survives is listed."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from runs import TEXTS, contents, ran, terms, write

from marsad import ingest
from marsad.engine.careful import make_carefully
from marsad.engine.executor import Ended
from marsad.engine.folder import Folder
from marsad.engine.local import Local
from marsad.engine.plan import Shard, planned
from marsad.engine.running import Run
from marsad.errors import MarsadError


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("in") / "reports.jsonl")


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("whole")
    ran(inputs, out)
    return contents(out)


class Killed(Local):
    """Processes of which the first that has a shard is killed, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__(2)
        self.times = times

    def wait(self) -> list[Ended]:
        busy = [each for each in self._workers if each.shard]
        if self.times and busy:
            self.times -= 1
            os.kill(busy[0].process.pid or 0, signal.SIGKILL)
        return super().wait()


@pytest.mark.parametrize("times", [0, 1, 3])
def test_processes_make_the_same_bytes_whichever_of_them_are_killed(
    times: int, inputs: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    total = Run(Folder(tmp_path), terms()).run(ingest.pieces([inputs]), lambda: Killed(times))
    assert total.documents == len(TEXTS)
    assert contents(tmp_path) == whole


def test_a_shard_made_report_by_report_has_the_same_bytes(inputs: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    folder = Folder(tmp_path)
    folder.make()
    for plan in planned(ingest.pieces([inputs]), folder, terms()):
        plan.write()
        make_carefully(plan.shard)
    made = contents(tmp_path)
    assert {key: made[key] for key in whole if key.startswith(("documents", "claims", "problems", "manifest/"))} == {
        key: value for key, value in whole.items() if key.startswith(("documents", "claims", "problems", "manifest/"))
    }


def test_a_report_that_takes_too_long_is_listed_and_the_rest_is_kept(tmp_path: Path) -> None:
    long = " ".join(f"{text} وفي خبر آخر رقم {at}،" for at in range(4000) for text in TEXTS)
    path = tmp_path / "reports.jsonl"
    rows = [{"id": f"r{at}", "text": text} for at, text in enumerate((TEXTS[0], long, TEXTS[1]))]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    out = tmp_path / "out"
    total = Run(Folder(out), terms(3, 1.5)).run(ingest.pieces([path]), lambda: Local(1))
    (problem,) = pq.read_table(out / "problems").to_pylist()
    assert (total.documents, total.faults) == (2, 1)
    assert problem["name"] == "r1"
    assert problem["sentence"].startswith("it took longer than 1.5 seconds and was left out")


def test_what_stands_in_one_file_with_a_report_that_takes_too_long_is_kept(tmp_path: Path) -> None:
    long = " ".join(f"{text} وفي خبر آخر رقم {at}،" for at in range(1000) for text in TEXTS)
    path = tmp_path / "reports.json"
    told = [TEXTS[0], long, "", TEXTS[1], long + TEXTS[0], TEXTS[2]]
    path.write_text(
        json.dumps([{"id": f"r{at}", "text": text} for at, text in enumerate(told)], ensure_ascii=False),
        encoding="utf-8",
    )
    out = tmp_path / "out"
    total = Run(Folder(out), terms(3, 2)).run(ingest.pieces([path]), lambda: Local(1))
    assert (total.documents, total.faults) == (3, 3)
    assert [each["name"] for each in pq.read_table(out / "documents").to_pylist()] == ["r0", "r3", "r5"]
    problems = pq.read_table(out / "problems").to_pylist()
    assert [each["name"] for each in problems] == ["r1", "r2", "r4"]
    assert [each["sentence"].startswith("it took longer than 2 seconds") for each in problems] == [True, False, True]


def test_what_no_shard_can_do_without_ends_the_run_with_its_sentence(inputs: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    lost = Shard(0, folder, terms(), "0" * 64)
    with Local(1) as hands:
        hands.hand(lost)
        ended: list[Ended] = []
        until = time.monotonic() + 60
        while not ended and time.monotonic() < until:
            ended = hands.wait()
    assert [(each.how, "every worker shares" in each.why) for each in ended] == [("refused", True)]


def test_no_process_at_all_is_refused() -> None:
    with pytest.raises(MarsadError, match="one at least"):
        Local(0)
