"""How the time of reading grows with the length of the text, for ordinary and for hostile texts of every kind.

    python benchmarks/linear.py REPORTS.jsonl [--kinds news,numbers] [--longest 512000] [--seconds 20] [--keep FILE] [--plot FILE.svg]

CPU time of one process, the best of three where it is short, for texts of 1,000 letters, 2,000, 4,000 and so on, until a kind takes
longer than `--seconds` for one text. The exponent is that of a power of the length: least squares of the logarithms, over texts of
8,000 letters and more (below, what any report costs is still seen). `worst` is the longest that a text of at most 20,000 letters took.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

if str(Path(__file__).parent.parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.loglog import drawn
from benchmarks.soups import KINDS, Material, material, text_of
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document, document_id
from marsad.pipeline import prepare, read

SHORTEST, FITTED_FROM, A_REPORT = 1000, 8000, 20_000
REPEATS, BRIEF = 3, 0.5
SEED = 1


@dataclass(frozen=True, slots=True)
class Growth:
    """What texts of one kind took: letters and CPU seconds of each, and the exponent of the length."""

    kind: str
    letters: tuple[int, ...]
    seconds: tuple[float, ...]
    exponent: float | None
    worst: float


def main() -> None:
    """Measure, print and keep."""
    given = _arguments()
    knowledge = prepare(imported=False)
    made_of = material(knowledge, given.reports)
    found = []
    print(f"{'kind':10} {'letters':>8} {'CPU s':>8} {'µs a letter':>11}")
    for kind in given.kinds.split(","):
        growth = grown(kind, _sizes(given.longest), given.seconds, (made_of, knowledge))
        found.append(growth)
        print(f"{kind:10} exponent {growth.exponent or math.nan:.2f}, {growth.worst:.2f} s at most for 20,000 letters")
        _keep(found, given.keep, given.plot)


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path, help="JSON Lines of reports, whose sentences are put together anew")
    arguments.add_argument("--kinds", default=",".join(KINDS), help="names between commas; all of them without")
    arguments.add_argument("--longest", type=int, default=512_000, help="letters of the longest text")
    arguments.add_argument("--seconds", type=float, default=20.0, help="a kind stops behind a text that took longer")
    arguments.add_argument("--keep", type=Path, help="write the figures as JSON")
    arguments.add_argument("--plot", type=Path, help="draw them as SVG, both axes logarithmic")
    return arguments.parse_args()


def _sizes(longest: int) -> list[int]:
    return [SHORTEST << power for power in range((longest // SHORTEST).bit_length())]


def grown(kind: str, sizes: Sequence[int], patience: float, by: tuple[Material, Knowledge]) -> Growth:
    """Read longer and longer texts of a kind until one takes longer than the patience, in CPU seconds."""
    made_of, knowledge = by
    letters: list[int] = []
    seconds: list[float] = []
    for size in sizes:
        document = of_text(text_of(kind, size, SEED, made_of))
        letters.append(size)
        seconds.append(cpu(lambda document=document: read(document, knowledge)))  # type: ignore[misc]
        print(f"{kind:10} {size:8} {seconds[-1]:8.3f} {seconds[-1] / size * 1e6:11.2f}", flush=True)
        if seconds[-1] > patience:
            break
    worst = max(took for size, took in zip(letters, seconds, strict=True) if size <= A_REPORT)
    return Growth(kind, tuple(letters), tuple(seconds), exponent(letters, seconds), worst)


def of_text(text: str) -> Document:
    """Give a text as a report with no title and no date."""
    return Document(document_id(text), text, "soup")


def cpu(work: Callable[[], object]) -> float:
    """Give the CPU seconds of a piece of work, the least of some repeats where it is brief."""
    gc.collect()
    took: list[float] = []
    while not took or (min(took) < BRIEF and len(took) < REPEATS):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def exponent(letters: Sequence[int], seconds: Sequence[float]) -> float | None:
    """Give the power of the length that the time grows with; None of fewer than two texts that are long enough."""
    points = [
        (math.log(size), math.log(took))
        for size, took in zip(letters, seconds, strict=True)
        if size >= FITTED_FROM and took > 0
    ]
    if len(points) < 2:
        return None
    x_mean, y_mean = (sum(values) / len(points) for values in zip(*points, strict=True))
    over = sum((x - x_mean) * (y - y_mean) for x, y in points)
    return over / sum((x - x_mean) ** 2 for x, _ in points)


def _keep(found: Sequence[Growth], kept: Path | None, plot: Path | None) -> None:
    if kept:
        kept.write_text(json.dumps([asdict(growth) for growth in found], indent=1) + "\n", encoding="utf-8")
    if plot:
        plot.write_text(drawn([(each.kind, each.letters, each.seconds) for each in found]), encoding="utf-8")


if __name__ == "__main__":
    main()
