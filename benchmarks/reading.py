"""How fast Marsad reads: reports per CPU-second, peak memory, start-up, and where the time goes.

    python benchmarks/reading.py REPORTS.jsonl [--profile] [--imported]

CPU time of one process; the knowledge is loaded before the clock starts and reported apart. `--imported` reads with the
gazetteers that are imported in MARSAD_HOME; without it the embedded one alone counts.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from marsad.analyse import analyse
from marsad.claims import claim
from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.pipeline import prepare

REPEATS = 3
TOP = 25


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--profile", action="store_true", help="print where the time goes")
    arguments.add_argument("--imported", action="store_true", help="use the gazetteers of MARSAD_HOME as well")
    given = arguments.parse_args()
    documents = [item for item in read([given.reports]) if isinstance(item, Document)]
    loading = cpu(lambda: prepare(imported=given.imported))
    knowledge = prepare(imported=given.imported)
    first = cpu(lambda: claim(analyse(documents[0], knowledge)))
    reading = statistics.median(
        cpu(lambda: [analyse(document, knowledge) for document in documents]) for _ in range(REPEATS)
    )
    chain = statistics.median(cpu(lambda: read_all(documents, knowledge)) for _ in range(REPEATS))
    letters = sum(len(document.text) for document in documents)
    print(f"{len(documents)} reports, {letters / len(documents):.0f} letters each, Python {sys.version.split()[0]}")
    print(f"loading the knowledge   {loading:7.3f} CPU s, first report {first:.3f} CPU s")
    print(f"reading (mentions)      {len(documents) / reading:7.1f} reports per CPU-second")
    print(f"reading and claims      {len(documents) / chain:7.1f} reports per CPU-second")
    print(f"peak memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.1f} MB")
    print(f"start-up (marsad --help) {startup():6.3f} s")
    if given.profile:
        profile(documents, knowledge)


def read_all(documents: list[Document], knowledge: Knowledge) -> None:
    """Run the chain over all documents."""
    for document in documents:
        claim(analyse(document, knowledge))


def cpu(work: Callable[[], object]) -> float:
    """Give the CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def startup() -> float:
    """Give the median wall seconds of starting the command line."""
    command = [sys.executable, "-m", "marsad", "--help"]
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own interpreter and package
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def profile(documents: list[Document], knowledge: Knowledge) -> None:
    """Print the functions that take the most time themselves."""
    profiler = cProfile.Profile()
    profiler.runcall(read_all, documents, knowledge)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(TOP)


if __name__ == "__main__":
    main()
