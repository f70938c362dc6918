"""Many reports: how many a CPU second, and whether memory stays flat, with one process, two, and a Dask cluster of two over TCP.

    python benchmarks/many.py REPORTS.jsonl [--reports 1000 10000 200000] [--engines one two dask] [--sentences 2 8] [--folder DIR]
        [--results FILE]

The reports are made of the sentences of those given, put together anew by a seed, each one different. CPU seconds are those of the whole
tree of processes, workers and scheduler included. Memory is the proportional set size (what is shared counts once), sampled every second.
Each run is one JSON line of the results.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

SECOND = 1.0
ENGINES = {"one": "local:1", "two": "local:2", "dask": "dask"}


def main() -> None:
    """Make the reports, run them with each engine, and print what it took."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports_file", type=Path)
    arguments.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000, 200_000])
    arguments.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    arguments.add_argument("--folder", type=Path, default=None)
    arguments.add_argument("--results", type=Path, default=Path("many.jsonl"))
    arguments.add_argument("--shard", type=int, default=250)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--sentences", type=int, nargs=2, default=[2, 8], metavar=("LEAST", "MOST"))
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for number in given.reports:
            inputs = Path(folder, f"{number}.jsonl")
            made = write(given.reports_file, inputs, number, (given.seed, *given.sentences))
            print(f"{number} reports made, {made / number:.0f} letters each", flush=True)
            for engine in given.engines:
                found = measured(inputs, Path(folder, "out"), engine, given.shard) | {"reports": number}
                with given.results.open("a", encoding="utf-8") as results:
                    results.write(json.dumps(found) + "\n")
                show(found)
            inputs.unlink()


def write(source: Path, target: Path, number: int, how: tuple[int, int, int]) -> int:
    """Write so many reports, no two alike, one at a time; `how`: a seed, and the least and most sentences. Give their letters."""
    seed, least, most = how
    chance = random.Random(seed)  # noqa: S311  reports, no secrets
    sentences = list(
        dict.fromkeys(each for text in texts(source) for each in re.split(r"(?<=[.؟!])\s+|\n+", text) if each.strip())
    )
    first, letters = date(2019, 1, 1), 0
    with target.open("w", encoding="utf-8") as file:
        for at in range(number):
            body = " ".join(chance.choice(sentences) for _ in range(chance.randint(least, most)))
            text = f"{body} رقم الخبر {at}."
            letters += len(text)
            row = {
                "id": f"made-{at}",
                "text": text,
                "published": str(first + timedelta(days=at % 700)),
                "outlet": f"outlet {at % 40}",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return letters


def texts(source: Path) -> Iterator[str]:
    """Give the texts of the reports."""
    with source.open(encoding="utf-8") as file:
        yield from (json.loads(line)["text"] for line in file if line.strip())


def measured(inputs: Path, out: Path, engine: str, shard: int) -> dict[str, Any]:
    """Run once into an empty folder, watched; the folder is taken away."""
    shutil.rmtree(out, ignore_errors=True)
    with ExitStack() as stack:
        others = stack.enter_context(cluster()) if engine == "dask" else ([], "")
        words = ["run", str(inputs), "--out", str(out), "--shard", str(shard), "--engine", others[1] or ENGINES[engine]]
        before = sum(map(cpu_of_tree, others[0]))
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "marsad", *words], stdout=subprocess.DEVNULL)  # noqa: S603
        watch = Watch([process.pid, *others[0]], process.pid)
        code = process.wait()
        wall = time.perf_counter() - start
        cpu = watch.end() - before
    summary = json.loads((out / "manifest.json").read_bytes())["total"] if code in {0, 1} else {}
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    shutil.rmtree(out, ignore_errors=True)
    return {"engine": engine, "exit": code, "wall": wall, "cpu": cpu, "bytes": size, **summary, "memory": watch.told()}


def show(found: dict[str, Any]) -> None:
    """Print one run."""
    number, cpu, wall = found["reports"], found["cpu"], found["wall"]
    print(
        f"{found['engine']:5} {number:7} reports: {wall:8.1f} s, {cpu:8.1f} CPU s; {number / cpu:6.1f} reports a CPU second, "
        f"{number / wall:6.1f} a second, {1000 * cpu / number:6.2f} CPU ms a report; exit {found['exit']}"
    )
    for name, memory in found["memory"].items():
        at = ", ".join(f"{memory[part]:.0f} at {part}" for part in ("10%", "50%", "100%"))
        print(f"      {name:12} MB: {at}; peak {memory['peak']:.0f}", flush=True)


class Watch:
    """What a tree of processes uses, sampled by a thread: CPU seconds, those of processes that ended among them, and memory."""

    def __init__(self, roots: list[int], command: int) -> None:
        self._roots, self._command = roots, command
        self._cpu: dict[tuple[int, float], float] = {}
        self._memory: dict[tuple[int, float], list[tuple[float, float, str]]] = {}
        self._done = threading.Event()
        self._start = time.perf_counter()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(SECOND):
            self._sample()

    def _sample(self) -> None:
        for process in (each for root in self._roots for each in tree(root)):
            with suppress(psutil.Error, OSError):
                key = process.pid, process.create_time()
                times = process.cpu_times()
                self._cpu[key] = times.user + times.system
                used = process.memory_full_info().pss / 2**20
                self._memory.setdefault(key, []).append(
                    (time.perf_counter() - self._start, used, self._called(process))
                )

    def _called(self, process: psutil.Process) -> str:
        if process.pid == self._command:
            return "command"
        line = " ".join(process.cmdline())
        for word, name in (("dask_scheduler", "scheduler"), ("dask_worker", "nanny"), ("resource_tracker", "tracker")):
            if word in line:
                return name
        if "forkserver" in line:
            parent = process.parent()
            return "forked of" if parent and parent.pid == self._command else "worker"
        return "worker"

    def end(self) -> float:
        """Stop sampling; give the CPU seconds of all, each as last seen (a second of each may be missed)."""
        self._done.set()
        self._thread.join()
        self._sample()
        return sum(self._cpu.values())

    def told(self) -> dict[str, dict[str, float]]:
        """Give for each process that lived more than three seconds its megabytes at three points of its life, and the peak."""
        found: dict[str, dict[str, float]] = {}
        for (pid, _), samples in self._memory.items():
            if len(samples) > 3:
                name = samples[-1][2]
                found[name if name not in found else f"{name} {pid}"] = {
                    **{
                        f"{part}%": samples[min(len(samples) * part // 100, len(samples) - 1)][1]
                        for part in (10, 50, 100)
                    },
                    "peak": max(used for _, used, _ in samples),
                }
        return found


def tree(root: int) -> list[psutil.Process]:
    """Give a process and all below it."""
    with suppress(psutil.Error):
        process = psutil.Process(root)
        return [process, *process.children(recursive=True)]
    return []


def cpu_of_tree(root: int) -> float:
    """Give the CPU seconds that a tree of processes has used so far."""
    total = 0.0
    for process in tree(root):
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


@contextmanager
def cluster(workers: int = 2) -> Iterator[tuple[list[int], str]]:
    """Start a scheduler and workers that speak TCP; give their processes and the engine's name."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        worker = ["distributed.cli.dask_worker", f"tcp://{address}", "--nthreads", "1", "--no-dashboard"]
        pids = [stack.enter_context(started(scheduler))]
        pids += [stack.enter_context(started([*worker, "--local-directory", scratch])) for _ in range(workers)]
        yield pids, f"dask://{address}"


@contextmanager
def started(words: list[str]) -> Iterator[int]:
    """Run a module beside until the end."""
    process = subprocess.Popen(  # noqa: S603  our own programs
        [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    try:
        yield process.pid
    finally:
        for each in reversed(tree(process.pid)):
            with suppress(psutil.Error):
                each.kill()
        process.wait()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
