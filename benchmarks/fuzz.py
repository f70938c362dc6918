"""Fuzzing: every reader is given what luck makes of real and of hostile inputs; nothing may crash, hang, swell or break a law.

    python benchmarks/fuzz.py --minutes 10 --seed 1 [--target words,page] [--reports REPORTS.jsonl] [--keep FOLDER] [--record FILE.jsonl]
    python benchmarks/fuzz.py --again KEPT-FILE

Each case must end in results or in a `MarsadError`, take less than 2 CPU seconds for 20,000 letters (more in proportion to what is
longer), and fit in the memory of `--megabytes` beyond what is loaded. A failure is kept as a file, which `--again` tries anew. A run
is added to the record: its seed, CPU minutes, cases of each target, failures, and the commit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

if str(Path(__file__).parent.parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("PYTHONHASHSEED", "0")
from benchmarks.targets import LONGEST, TARGETS, Ground, ground, names
from marsad.errors import MarsadError
from marsad.pipeline import prepare

ALL, HANGS = 8.0, 20.0  # CPU seconds of a case with all its checks, of which reading a text may be two
RECORD = Path(__file__).parent / "fuzzed.jsonl"


class SlowError(AssertionError):
    """An input that took longer than it may."""


def main() -> None:
    """Fuzz for some minutes, or try a kept failure anew."""
    given = _arguments()
    on = ground(prepare(imported=False), given.reports)
    _limit_memory(given.megabytes)
    signal.signal(signal.SIGPROF, _stop)
    if given.again:
        sys.exit(1 if tried(given.again.name.split("-")[0], given.again.read_bytes(), on) else 0)
    counts, failures = fuzz(given, on)
    if given.record:
        _recorded(given, counts, failures)
    print(f"{sum(counts.values()):,} cases in {given.minutes:g} CPU minutes; {len(failures)} failures")
    sys.exit(1 if failures else 0)


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--minutes", type=float, default=1.0, help="CPU minutes")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--target", default="", help=f"between commas, of {', '.join(TARGETS)}; all without")
    arguments.add_argument("--reports", type=Path, help="JSON Lines of reports whose sentences are spoiled")
    arguments.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder of the inputs that failed")
    arguments.add_argument("--record", type=Path, nargs="?", const=RECORD, help="add the run to this file")
    arguments.add_argument("--megabytes", type=int, default=1500, help="memory that the cases may take")
    arguments.add_argument("--again", type=Path, help="a kept input")
    return arguments.parse_args()


def _limit_memory(megabytes: int) -> None:
    held = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        if Path("/proc").exists()
        else 0
    )
    if held:
        resource.setrlimit(resource.RLIMIT_AS, (held + megabytes * 1_000_000,) * 2)


def _stop(_: int, __: FrameType | None) -> None:
    raise SlowError(f"it went on for {HANGS:g} CPU seconds")


def fuzz(given: argparse.Namespace, on: Ground) -> tuple[Counter[str], list[str]]:
    """Try case after case, each target in turn, until the CPU minutes are spent."""
    counts: Counter[str] = Counter()
    failures: list[str] = []
    seen: set[str] = set()
    for number, name in enumerate(_turns(given.target, given.minutes)):
        data = TARGETS[name].made(random.Random(f"{given.seed}:{name}:{number}"), on)  # noqa: S311  luck that can be repeated
        counts[name] += 1
        fault = tried(name, data, on)
        if fault and fault not in seen:
            seen.add(fault)
            failures.append(f"{name}: {fault}")
            print(
                f"FAILURE in {name}: {fault}\n  again: python benchmarks/fuzz.py --again {_kept(given.keep, name, data)}",
                flush=True,
            )
    return counts, failures


def _turns(asked: str, minutes: float) -> Iterator[str]:
    """Give the targets in turn while CPU time is left."""
    chosen = list(names(asked))
    ends = time.process_time() + minutes * 60
    while time.process_time() < ends:
        yield from chosen


def tried(name: str, data: bytes, on: Ground) -> str | None:
    """Try one input; give what went wrong in one line, the place in the program before the message."""
    start = time.process_time()
    try:
        with _watched():
            TARGETS[name].tried(data, on)
    except MarsadError:
        pass
    except (Exception, MemoryError, RecursionError) as fault:  # noqa: BLE001  whatever it is, it is what is looked for
        frames = traceback.extract_tb(fault.__traceback__)
        where = next((f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames) if "/marsad/" in f.filename), "")
        if os.environ.get("MARSAD_TRACE"):
            traceback.print_exc()
        return f"{where} {type(fault).__name__}: {str(fault)[:160]}"
    took = time.process_time() - start
    slow = took > ALL * max(1.0, len(data) / LONGEST / 2)
    return f"it took {took:.1f} CPU seconds for {len(data):,} bytes" if slow else None


@contextmanager
def _watched() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _kept(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    return path


def _recorded(given: argparse.Namespace, counts: Counter[str], failures: list[str]) -> None:
    commit = subprocess.run(  # noqa: S603  our own repository
        [shutil.which("git") or "git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    run = {"seed": given.seed, "minutes": given.minutes, "cases": dict(counts), "failures": failures, "commit": commit}
    with given.record.open("a", encoding="utf-8") as record:
        record.write(json.dumps(run, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
