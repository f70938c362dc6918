"""Faults of runs: kill, fill, cut, change and disturb `marsad run` at random moments, and see whether the same bytes come out.

    python benchmarks/faults.py REPORTS.jsonl [--reports 600] [--times 5] [--seed 1] [--only NAME …] [--folder DIR]

Each round disturbs a run into a folder of its own, prints how it ended and what it said, gives the same command again, and holds the
hashes of all files against those of an undisturbed run. A full disk is a small tmpfs where that can be mounted, else a limit on the size of
files; the clock is that of libfaketime where it is installed, else this is said and left out. Run it as one who is not root, or `read-only` is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from many import free_port, started, tree, write

FAKETIME = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
)


@dataclass(slots=True)
class Bench:
    """Where the rounds run, what an undisturbed run makes, and how long that takes."""

    inputs: Path
    folder: Path
    chance: random.Random
    whole: dict[str, str] = field(default_factory=dict)
    took: float = 0.0
    rounds: int = 0

    def out(self) -> Path:
        """Give a new folder for a round."""
        self.rounds += 1
        return self.folder / f"round-{self.rounds}"

    def moment(self) -> float:
        """Give a moment of the time that an undisturbed run takes, in seconds."""
        return self.chance.uniform(0.1, 0.95) * self.took


@dataclass(frozen=True, slots=True)
class Round:
    """How a disturbed run ended: the exit code (None: killed by us), its last sentence, and what was left out because."""

    code: int | None
    said: str
    left_out: str = ""


def main() -> None:
    """Run the rounds and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports_file", type=Path)
    arguments.add_argument("--reports", type=int, default=600)
    arguments.add_argument("--times", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", nargs="+", choices=FAULTS, default=list(FAULTS))
    arguments.add_argument("--folder", type=Path, default=None)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        inputs = Path(folder, "reports.jsonl")
        write(given.reports_file, inputs, given.reports, (given.seed, 2, 8))
        bench = Bench(inputs, Path(folder), random.Random(given.seed))  # noqa: S311  moments, no secrets
        undisturbed(bench)
        bad = sum(not survived(bench, name) for name in given.only for _ in range(given.times))
    print(f"{bad} rounds did not end in the same bytes")
    sys.exit(bool(bad))


def undisturbed(bench: Bench) -> None:
    """Run once in peace."""
    out, start = bench.out(), time.perf_counter()
    finished(bench, out)
    bench.took, bench.whole = time.perf_counter() - start, contents(out)
    print(f"undisturbed: {bench.took:.1f} s, {len(bench.whole)} files", flush=True)


def survived(bench: Bench, name: str) -> bool:
    """Disturb one run, give its command again in peace, and compare."""
    out = bench.out()
    ended = FAULTS[name](bench, out)
    if ended.left_out:
        print(f"{name:18} left out: {ended.left_out}", flush=True)
        return True
    kept = len(list((out / "manifest").glob("*.json")))
    code, said = finished(bench, out)
    same = contents(out) == bench.whole
    how = "killed" if ended.code is None else f"exit {ended.code}"
    print(
        f"{name:18} {how:8} {kept:3} shards kept; again: exit {code}, same bytes {same} | {ended.said} | {said}",
        flush=True,
    )
    shutil.rmtree(out, ignore_errors=True)
    return same and code == 0


def command(bench: Bench, out: Path, engine: str = "local:2") -> list[str]:
    """Give the command line of a run."""
    words = ["run", str(bench.inputs), "--out", str(out), "--shard", "5", "--engine", engine]
    return [sys.executable, "-m", "marsad", *words]


def finished(bench: Bench, out: Path) -> tuple[int, str]:
    """Run to the end."""
    done = subprocess.run(command(bench, out), capture_output=True, text=True, check=False)  # noqa: S603  our own program
    return done.returncode, last(done.stderr)


def last(said: str) -> str:
    """Give the last line that was said, cut to what a table can bear; a traceback would be seen by it."""
    lines = said.strip().splitlines()
    return ("TRACEBACK " if "Traceback" in said else "") + (lines[-1][-150:] if lines else "")


def contents(out: Path) -> dict[str, str]:
    """Give the hash of every file."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def running(words: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start a run; whatever is left of it at the end is ended."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env)  # noqa: S603
    try:
        yield process
    finally:
        for each in tree(process.pid):
            with suppress(psutil.Error):
                each.kill()
        process.wait()


def waited(process: subprocess.Popen[str]) -> Round:
    """Give how a run ends by itself."""
    _, said = process.communicate()
    return Round(process.returncode, last(said))


def kill_worker(bench: Bench, out: Path) -> Round:
    """Kill a worker at a random moment, and another one later."""
    with running(command(bench, out)) as process:
        for _ in range(2):
            time.sleep(bench.moment() / 2)
            workers = [each for each in tree(process.pid) if _parent(each) not in {None, process.pid, os.getpid()}]
            if workers:
                with suppress(psutil.Error):
                    bench.chance.choice(workers).kill()
        return waited(process)


def _parent(process: psutil.Process) -> int | None:
    with suppress(psutil.Error):
        return int(process.ppid())
    return None


def kill_all(bench: Bench, out: Path) -> Round:
    """Kill the whole run."""
    with running(command(bench, out)) as process:
        time.sleep(bench.moment())
        process.kill()
        return Round(None, "")


def interrupt(bench: Bench, out: Path) -> Round:
    """Press Ctrl-C: once it is at work."""
    with running(command(bench, out)) as process:
        time.sleep(max(bench.moment(), 0.4 * bench.took))
        process.send_signal(signal.SIGINT)
        return waited(process)


def kill_dask_worker(bench: Bench, out: Path) -> Round:
    """Kill what works for a nanny of a Dask worker."""
    return _on_dask(bench, out, "worker")


def kill_dask_scheduler(bench: Bench, out: Path) -> Round:
    """Kill the scheduler of a Dask cluster."""
    return _on_dask(bench, out, "scheduler")


def _on_dask(bench: Bench, out: Path, victim: str) -> Round:
    port = free_port()
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    scratch = str(bench.folder / "scratch")
    worker = [
        "distributed.cli.dask_worker",
        f"tcp://127.0.0.1:{port}",
        "--nthreads",
        "1",
        "--no-dashboard",
        "--local-directory",
        scratch,
    ]
    with (
        started(scheduler) as head,
        started(worker) as first,
        started(worker),
        running(command(bench, out, f"dask://127.0.0.1:{port}")) as process,
    ):
        until = time.monotonic() + 120
        while not list((out / "manifest").glob("*.json")) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(bench.moment() / 2)
        below = [each for each in tree(first)[1:] if "resource_tracker" not in " ".join(each.cmdline())]
        for each in below if victim == "worker" else tree(head):
            with suppress(psutil.Error):
                each.kill()
        return waited(process)


def full_disk(bench: Bench, out: Path) -> Round:
    """Let the disk be full: a tmpfs of a part of what is needed, else a limit on the size of any file."""
    size = sum(path.stat().st_size for path in (bench.folder / "round-1").rglob("*") if path.is_file())
    out.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", f"size={int(size * bench.chance.uniform(0.2, 0.8))}", "none", str(out)]
    if subprocess.run(small, capture_output=True, check=False).returncode:  # noqa: S603
        return _limited(bench, out)
    with running(command(bench, out)) as process:
        ended = waited(process)
    kept = bench.folder / "kept"
    shutil.copytree(out, kept)
    subprocess.run(["umount", str(out)], check=True)  # noqa: S603, S607
    out.rmdir()
    kept.rename(out)
    return Round(ended.code, f"(tmpfs) {ended.said}")


def _limited(bench: Bench, out: Path) -> Round:
    largest = max(path.stat().st_size for path in (bench.folder / "round-1").rglob("*") if path.is_file())
    limit = int(largest * bench.chance.uniform(0.5, 0.99))
    process = subprocess.Popen(  # noqa: S603
        command(bench, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),  # noqa: PLW1509  no thread here
    )  # fmt: skip
    ended = waited(process)
    return Round(ended.code, f"(limit on files) {ended.said}")


def _some_part(bench: Bench, out: Path) -> Path:
    return bench.chance.choice(sorted(out.glob("*/part-*.parquet")))


def truncated(bench: Bench, out: Path) -> Round:
    """Cut a part of a finished run short."""
    code, _ = finished(bench, out)
    part = _some_part(bench, out)
    data = part.read_bytes()
    part.write_bytes(data[: bench.chance.randrange(len(data))])
    return Round(code, f"{part.parent.name}/{part.name} cut short")


def altered(bench: Bench, out: Path) -> Round:
    """Change one byte of a part of a finished run."""
    code, _ = finished(bench, out)
    part = _some_part(bench, out)
    data = bytearray(part.read_bytes())
    data[bench.chance.randrange(len(data))] ^= 1 << bench.chance.randrange(8)
    part.write_bytes(data)
    return Round(code, f"{part.parent.name}/{part.name} changed")


def two_runs(bench: Bench, out: Path) -> Round:
    """Give the command a second time while the first is at work."""
    with running(command(bench, out)) as process:
        until = time.monotonic() + 60
        while not (out / "terms.json").exists() and time.monotonic() < until:
            time.sleep(0.1)
        code, said = finished(bench, out)
        first = waited(process)
    return Round(code, f"first: exit {first.code}; second: {said}")


def clock(bench: Bench, out: Path) -> Round:
    """Set the clock back or forward by up to three years, and stop the run half way."""
    library = next((each for each in FAKETIME if Path(each).exists()), None)
    if library is None:
        return Round(0, "", "libfaketime is not installed")
    days = bench.chance.choice([-1, 1]) * bench.chance.randint(1, 1000)
    env = os.environ | {"LD_PRELOAD": library, "FAKETIME": f"{days:+}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    with running(command(bench, out), env) as process:
        time.sleep(bench.moment())
        process.kill()
    return Round(None, f"(libfaketime) {days:+} days")


def read_only(bench: Bench, out: Path) -> Round:
    """Let the folder be read-only."""
    if os.geteuid() == 0:
        return _read_only_mount(bench, out)
    out.mkdir()
    out.chmod(0o500)
    code, said = finished(bench, out)
    out.chmod(0o700)
    return Round(code, said)


def _read_only_mount(bench: Bench, out: Path) -> Round:
    """Whoever is root writes anywhere but on what is mounted to be read only."""
    out.mkdir()
    locked = ["mount", "-t", "tmpfs", "-o", "ro", "none", str(out)]
    if subprocess.run(locked, capture_output=True, check=False).returncode:  # noqa: S603
        out.rmdir()
        return Round(0, "", "root writes anywhere, and nothing can be mounted here")
    code, said = finished(bench, out)
    subprocess.run(["umount", str(out)], check=True)  # noqa: S603, S607
    return Round(code, f"(read-only mount) {said}")


FAULTS: dict[str, Callable[[Bench, Path], Round]] = {
    "worker": kill_worker,
    "run": kill_all,
    "ctrl-c": interrupt,
    "dask-worker": kill_dask_worker,
    "dask-scheduler": kill_dask_scheduler,
    "full-disk": full_disk,
    "truncated": truncated,
    "altered": altered,
    "two-runs": two_runs,
    "clock": clock,
    "read-only": read_only,
}

if __name__ == "__main__":
    main()
