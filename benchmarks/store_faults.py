"""Take the disk, the database or the clock away from `marsad read` at random moments, run it again, and compare the records.

    python benchmarks/store_faults.py REPORTS.jsonl [--number 100] [--times 5] [--seed 1] [--only full-disk,server-killed]

Each round reads the same reports into a record of its own, is disturbed at a random moment of the time that an undisturbed run
takes, and is run again when the fault is mended. The disturbed run must end with one sentence and a code other than zero, the
second well; `marsad verify` must find no fault, and every row but its place in the log must be that of an undisturbed run.
A disk that is full is a small one in memory, which needs root; PostgreSQL is a server of the trial's own.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import postgresql  # noqa: E402

from benchmarks import recombined  # noqa: E402
from benchmarks.interrupted import STATE, TABLES  # noqa: E402
from marsad import ingest  # noqa: E402
from marsad.model.document import Document  # noqa: E402
from marsad.pipeline import prepare  # noqa: E402
from marsad.record.desk import run_of  # noqa: E402
from marsad.record.intake import take_in  # noqa: E402
from marsad.record.refresh import refresh  # noqa: E402
from marsad.store import Store  # noqa: E402

Contents = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a round is made of: the reports, a folder, what an undisturbed record holds, how long it took, and chance."""

    reports: Path
    folder: Path
    wanted: Contents
    took: float
    chance: random.Random
    server: postgresql.Server | None = None

    def moment(self) -> float:
        """Give a moment of a run, in seconds from its beginning."""
        return self.chance.uniform(0.2, 0.95) * self.took


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it complained of."""

    code: int
    said: str

    @property
    def plain(self) -> bool:
        """Say whether it failed with one sentence of its own."""
        return self.code == 1 and self.said.count("\n") == 1 and self.said.startswith("marsad: ")


def command(*words: str) -> list[str]:
    """Give the command line of Marsad."""
    return [sys.executable, "-m", "marsad", *words]


def start(reports: Path, url: str, user: str | None = None) -> subprocess.Popen[str]:
    """Begin to read reports into a record."""
    words = command("read", str(reports), "--store", url)
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT, user=user)  # noqa: S603


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a program to end."""
    said = process.communicate(timeout=600)[1]
    return Ended(process.returncode, said)


def read(reports: Path, url: str) -> Ended:
    """Read reports into a record, to the end."""
    return ended(start(reports, url))


def verified(url: str) -> bool:
    """Say whether `marsad verify` finds no fault."""
    done = subprocess.run(command("verify", "--store", url), capture_output=True, check=False, cwd=ROOT)  # noqa: S603
    return done.returncode == 0


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Look into a record past the program."""
    plain = url.replace("postgresql:", "postgresql+psycopg:") if "://" in url else f"sqlite:///{url}"
    engine = create_engine(plain)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def contents(url: str) -> Contents:
    """Give the hash of every row of a record, and what is not hashed of it, but for its place in the log."""
    with connected(url) as connection:
        asked = {table: f"SELECT sha256 FROM {table}" for table in TABLES}  # noqa: S608  fixed names
        asked |= {f"{table} state": f"SELECT {what} FROM {table}" for table, what in STATE.items()}  # noqa: S608
        return {name: sorted(str(row[0]) for row in connection.execute(text(query))) for name, query in asked.items()}


def kept(url: str) -> int:
    """Give the number of reports that a record holds by now."""
    with suppress(Exception), connected(url) as connection:
        return int(connection.execute(text("SELECT count(*) FROM documents")).scalar() or 0)
    return 0


def until_kept(url: str, number: int, process: subprocess.Popen[str]) -> None:
    """Wait until a record that is being read into holds so many reports, or the reading ends."""
    while process.poll() is None and kept(url) < number:
        time.sleep(0.02)


def whole(trial: Trial, url: str) -> bool:
    """Say whether a record, read into once more, is that of an undisturbed run."""
    again = read(trial.reports, url)
    return again.code == 0 and contents(url) == trial.wanted and verified(url)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """Give a disk of so many bytes, in memory; only root can make one."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "marsad", str(folder)], check=True)  # noqa: S603, S607
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607


def full_disk(trial: Trial) -> tuple[Ended, bool]:
    """Let the disk run full, then give it room."""
    size = int(trial.chance.uniform(0.9, 2.0) * 1_000_000)
    with small_disk(trial.folder / "disk", size) as disk:
        first = read(trial.reports, str(disk / "marsad.db"))
        subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)  # noqa: S603, S607
        good = whole(trial, str(disk / "marsad.db"))
    return first, good


def read_only(trial: Trial) -> tuple[Ended, bool]:
    """Take away the right to write to the record and its folder after some reports, then give it back."""
    folder = trial.folder / "kept"
    folder.mkdir()
    url = str(folder / "marsad.db")
    some = trial.folder / "some.jsonl"
    lines = trial.reports.read_text(encoding="utf-8").splitlines(keepends=True)
    some.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    read(some, url)
    shutil.copytree(folder, trial.folder / "same")
    read(trial.reports, str(trial.folder / "same/marsad.db"))
    trial = replace(trial, wanted=contents(str(trial.folder / "same/marsad.db")))
    with small_disk(trial.folder / "disk", 1 << 30) as disk:
        shutil.copytree(folder, disk / "kept")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S603, S607
        first = read(trial.reports, str(disk / "kept/marsad.db"))
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)  # noqa: S603, S607
        return first, whole(trial, str(disk / "kept/marsad.db"))


def server_stopped(how: signal.Signals) -> Callable[[Trial], tuple[Ended, bool]]:
    """Give what stops the server at a random moment in a way, and starts it again."""

    def disturb(trial: Trial) -> tuple[Ended, bool]:
        if trial.server is None:
            raise RuntimeError(postgresql.MISSING)
        url = trial.server.database()
        process = start(trial.reports, url)
        time.sleep(trial.moment())
        trial.server.stop(how)
        try:
            first = ended(process)
        finally:
            trial.server.start()
        return first, whole(trial, url)

    return disturb


def two_at_once(trial: Trial) -> tuple[Ended, bool]:
    """Read the same into one record twice at once; here neither need fail."""
    url = str(trial.folder / "two.db")
    both = [start(trial.reports, url), start(trial.reports, url)]
    codes = [ended(each) for each in both]
    good = all(each.code == 0 for each in codes) and contents(url) == trial.wanted and verified(url)
    return max(codes, key=lambda each: each.code), good


def clock_back(trial: Trial) -> tuple[Ended, bool]:
    """Set the clock back by a day in the middle of a run, and again before the next."""
    url = str(trial.folder / "clock.db")
    at = trial.chance.randrange(5, 60)
    read_under(Clock(at), trial.reports, url)
    with connected(url) as connection:
        times = list(connection.execute(text("SELECT at FROM log ORDER BY seq")).scalars())
    first = Ended(0 if times != sorted(times) else 2, "")
    return first, whole(trial, url)


class Clock:
    """A clock that goes on a second whenever it is asked, and is set back by a day once."""

    def __init__(self, after: int) -> None:
        self._asked, self._after = 0, after

    def __call__(self) -> datetime:
        """Give the time."""
        self._asked += 1
        back = timedelta(days=1) if self._asked > self._after else timedelta()
        return datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(seconds=self._asked) - back


def read_under(clock: Callable[[], datetime], reports: Path, url: str) -> None:
    """Do what `marsad read` does, by another clock."""
    knowledge = prepare()
    with Store.open(url, clock) as store:
        found = (each for each in ingest.read([str(reports)]) if isinstance(each, Document))
        take_in(store, found, knowledge, "trial", lambda _: None)
        with store.transaction("trial") as writing:
            refresh(writing, run_of(knowledge.version))


FAULTS: dict[str, Callable[[Trial], tuple[Ended, bool]]] = {
    "full-disk": full_disk,
    "read-only": read_only,
    "server-stopped": server_stopped(signal.SIGINT),
    "server-dropped": server_stopped(signal.SIGQUIT),
    "server-killed": server_stopped(signal.SIGKILL),
    "two-at-once": two_at_once,
    "clock-back": clock_back,
}
HARMLESS = {"two-at-once", "clock-back"}
"""What a run must get through without failing."""
NEED_ROOT = {"full-disk", "read-only"}


def lawful(name: str, first: Ended, good: bool) -> bool:
    """Say whether a round ended as it must; a run that was over before the fault came needs no sentence."""
    return good and (first.code == 0 if name in HARMLESS else first.plain or first.code == 0)


def undisturbed(reports: Path, folder: Path) -> tuple[Contents, float]:
    """Give what an undisturbed record holds, and how many seconds it took to make."""
    begun = time.perf_counter()
    done = read(reports, str(folder / "whole.db"))
    if done.code:
        raise SystemExit(f"the undisturbed run fails: {done.said}")
    return contents(str(folder / "whole.db")), time.perf_counter() - begun


def main() -> None:
    """Run the rounds and print what became of each."""
    given = asked()
    with tempfile.TemporaryDirectory() as name, postgresql.server(programs(), lasting=True) as server:
        folder = Path(name)
        reports = recombined.write(given.reports, folder / "reports.jsonl", given.number, given.seed)
        wanted, took = undisturbed(reports, folder)
        print(f"undisturbed: {took:.1f} s, {sum(map(len, wanted.values()))} rows")
        bad = 0
        for fault in given.only.split(",") if given.only else FAULTS:
            for number in range(given.times):
                own = folder / f"{fault}-{number}"
                own.mkdir()
                chance = random.Random(f"{given.seed} {fault} {number}")  # noqa: S311  moments, no secrets
                bad += not round_of(fault, Trial(reports, own, wanted, took, chance, server))
        print(f"{bad} rounds ended as they must not")
    sys.exit(bad > 0)


def round_of(fault: str, trial: Trial) -> bool:
    """Run one round, print it, and say whether it ended as it must."""
    if fault in NEED_ROOT and os.geteuid() != 0:
        print(f"{fault:15} left out: only root can make a small disk")
        return True
    first, good = FAULTS[fault](trial)
    lawfully = lawful(fault, first, good)
    print(
        f"{fault:15} {'ok ' if lawfully else 'BAD'} code {first.code}, then the same record {good}: {first.said.strip()[:300]}",
        flush=True,
    )
    return lawfully


def programs() -> Path:
    """Find PostgreSQL's programs."""
    found = postgresql.binaries()
    if found is None:
        raise SystemExit(postgresql.MISSING)
    return found


def asked() -> argparse.Namespace:
    """Read the command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--number", type=int, default=100)
    arguments.add_argument("--times", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", default="")
    return arguments.parse_args()


if __name__ == "__main__":
    main()
