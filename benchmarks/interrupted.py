"""Kill `marsad read` at random moments, run it again, and see whether the record is the one of an undisturbed run, byte for byte.

    python benchmarks/interrupted.py REPORTS.jsonl [--times 20] [--seed 1]

Each round reads the reports into a record of its own, is killed by SIGKILL at a random moment of the time that an undisturbed run
takes, and is run again to its end; `marsad verify` must then find no fault, and every row but its place in the log must be equal.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

TABLES = [
    "documents",
    "originals",
    "receipts",
    "readings",
    "mentions",
    "claims",
    "accounts",
    "incidents",
    "aliases",
    "tallies",
]
STATE = {
    "accounts": "id || coalesce(incident, '') || current",
    "claims": "id || current",
    "cells": "cell || day || account",
}


def main() -> None:
    """Run the rounds and print what became of each."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--times", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)  # noqa: S311  moments, no secrets
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.db")
        start = time.perf_counter()
        run(given.reports, whole)
        took = time.perf_counter() - start
        wanted = contents(whole)
        print(f"undisturbed: {took:.1f} s, {sum(map(len, wanted.values()))} rows")
        good = 0
        for number in range(given.times):
            after = chance.uniform(0.05, 1.0) * took
            good += survives(given.reports, Path(folder, f"{number}.db"), after, wanted)
        print(f"{good} of {given.times} rounds ended with the same record and no fault")
    sys.exit(good != given.times)


def survives(reports: Path, store: Path, after: float, wanted: dict[str, list[str]]) -> bool:
    """Kill one run after so many seconds, finish it, and compare."""
    run(reports, store, kill_after=after)
    kept = count(store)
    run(reports, store)
    checked = subprocess.run(command("verify", "--store", str(store)), capture_output=True, text=True, check=False)  # noqa: S603
    same = contents(store) == wanted
    print(
        f"killed after {after:5.1f} s with {kept:4} reports kept: same {same}, verify {checked.stdout.split(';')[0].strip()}"
    )
    return same and checked.returncode == 0


def run(reports: Path, store: Path, kill_after: float | None = None) -> None:
    """Read the reports into a record, to the end or until it is killed."""
    words = command("read", str(reports), "--store", str(store))
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own program
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def command(*words: str) -> list[str]:
    """Give the command line of Marsad."""
    return [sys.executable, "-m", "marsad", *words]


def count(store: Path) -> int:
    """Give the number of reports in a record."""
    if not store.exists():
        return 0
    with closing(sqlite3.connect(store)) as base:
        try:
            return int(base.execute("SELECT count(*) FROM documents").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def contents(store: Path) -> dict[str, list[str]]:
    """Give the hash of every row of a record, and what is not hashed of it, but for its place in the log."""
    with closing(sqlite3.connect(store)) as base:
        hashed = {table: _column(base, f"SELECT sha256 FROM {table}") for table in TABLES}  # noqa: S608  fixed names
        state = {f"{table} state": _column(base, f"SELECT {what} FROM {table}") for table, what in STATE.items()}  # noqa: S608
    return hashed | state


def _column(base: sqlite3.Connection, query: str) -> list[str]:
    return sorted(row[0] for row in base.execute(query))


if __name__ == "__main__":
    main()
