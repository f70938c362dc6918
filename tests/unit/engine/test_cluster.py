"""A Dask cluster of this machine: its worker makes the same bytes, and what it needs is said in a sentence."""

from __future__ import annotations

import functools
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from runs import contents, ran, terms, write

from marsad import ingest
from marsad.engine.cluster import Cluster
from marsad.engine.executor import Ended
from marsad.engine.folder import Folder
from marsad.engine.running import Run
from marsad.errors import MarsadError


@contextmanager
def beside(*words: str, until: Path | None = None) -> Iterator[psutil.Process]:
    """Run a program of Dask beside, and end it with all that it started."""
    process = subprocess.Popen(  # noqa: S603  a program that is installed here
        [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(until)
        yield psutil.Process(process.pid)
    finally:
        for each in [*psutil.Process(process.pid).children(recursive=True), process]:
            each.kill()
        process.wait()


def wait_for(path: Path | None) -> None:
    end = time.monotonic() + 60
    while path and not path.exists() and time.monotonic() < end:
        time.sleep(0.05)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, psutil.Process]]:
    """Give the address of a scheduler on a port that was free, and the process of its one worker's nanny."""
    folder = tmp_path_factory.mktemp("dask")
    said = folder / "scheduler.json"
    at = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(said))
    with beside("distributed.cli.dask_scheduler", *at, until=said):
        while not said.read_text(encoding="utf-8"):
            time.sleep(0.05)
        from json import loads

        address = str(loads(said.read_text(encoding="utf-8"))["address"])
        own = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
        with beside("distributed.cli.dask_worker", address, *own) as nanny:
            yield address.removeprefix("tcp://"), nanny


class Killed(Cluster):
    """A cluster of which the worker is killed once, when it has a shard in its hands."""

    def __init__(self, address: str, nanny: psutil.Process) -> None:
        super().__init__(address)
        self.nanny: psutil.Process | None = nanny

    def wait(self) -> list[Ended]:
        for each in self.nanny.children() if self.nanny else ():
            if "resource_tracker" not in " ".join(each.cmdline()):
                each.kill()
        self.nanny = None
        return super().wait()


def _given(cluster: Cluster) -> Cluster:
    return cluster


def test_a_cluster_makes_the_same_bytes_though_its_worker_is_killed(
    scheduler: tuple[str, psutil.Process], tmp_path: Path
) -> None:
    address, nanny = scheduler
    inputs = write(tmp_path / "reports.jsonl")
    ran(inputs, tmp_path / "whole")
    for name, cluster in (("peace", Cluster(address)), ("killed", Killed(address, nanny))):
        Run(Folder(tmp_path / name), terms()).run(ingest.pieces([inputs]), functools.partial(_given, cluster))
        assert contents(tmp_path / name) == contents(tmp_path / "whole")
    assert not logging.getLogger("distributed.client").isEnabledFor(logging.ERROR)


def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.engine.cluster._START", 1.0)
    with pytest.raises(MarsadError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        Cluster("127.0.0.1:9").__enter__()
