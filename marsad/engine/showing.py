"""How a run is shown: reports done, how fast, what is left, problems so far; and at its end, what came of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Self

import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from marsad.engine.folder import PROBLEMS, Folder
from marsad.engine.manifest import Made, Sum, all_made
from marsad.engine.plan import Planned
from marsad.engine.running import Told

_SHOWN = 20


class Showing:
    """The bar on the error stream, in a terminal, and what it counts in any case."""

    def __init__(self, inputs: Sequence[str]) -> None:
        self.total = Sum()
        self.made = Sum()
        self._size = _size_of(inputs)
        self._seen = [0, 0]
        self._began = time.monotonic()
        self._console = Console(stderr=True)
        columns = (
            TextColumn("{task.fields[said]}"),
            BarColumn(24),
            TimeElapsedColumn(),
            TextColumn("{task.fields[more]}"),
        )
        self._bar = Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("", total=None, said="beginning", more="")
        self.told = Told(self._planned, self._made, self._note)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._bar.stop()

    @property
    def seconds(self) -> float:
        """Give how long it has been going on."""
        return max(time.monotonic() - self._began, 1e-9)

    def _planned(self, plan: Planned) -> None:
        self._seen[0] += len(plan.cuts)
        self._seen[1] += plan.size
        self._show()

    def _made(self, made: Made, before: bool) -> None:
        self.total.add(made)
        if not before:
            self.made.add(made)
        self._show()

    def _note(self, note: str) -> None:
        self._console.print(f"note: {note}", markup=False, highlight=False, soft_wrap=True)

    def _show(self) -> None:
        done, here = self.total.documents + self.total.faults, self.made.documents
        rate = here / self.seconds
        reports = self._expected()
        left = f", {_clock((reports - done) / rate)} left" if reports and rate else ""
        about = f" of about {reports:,}" if reports else ""
        self._bar.update(
            self._task,
            total=reports,
            completed=min(done, reports) if reports else done,
            said=f"{done:,}{about} reports",
            more=f"{rate:.1f} a second{left}; {self.total.shards} shards; {self.total.problems} problems",
        )

    def _expected(self) -> int | None:
        """Estimate all reports by the bytes of those that were seen."""
        reports, size = self._seen
        if not self._size or not size:
            return None
        return max(reports, round(reports * self._size / size))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _size_of(inputs: Sequence[str]) -> int | None:
    """Add up the bytes of the inputs; None where one can't be told before it is read."""
    total = 0
    for given in inputs:
        if given == "-":
            return None
        with suppress(OSError):
            total += sum(each.stat().st_size for each in _files(Path(given)))
    return total


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (each for each in path.rglob("*") if each.is_file())
    else:
        yield path


def shown(folder: Folder, total: Sum, showing: Showing) -> None:
    """Say what came of a run, and list the first of its problems."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    made = showing.made
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row(
        "reports read",
        f"{total.documents:,}",
        f"{made.documents:,} of them now, {made.documents / showing.seconds:.1f} a second",
    )
    table.add_row("claims", f"{total.claims:,}", "")
    table.add_row("problems", f"{total.problems:,}", f"{total.faults:,} of them faults" if total.problems else "")
    table.add_row("shards", f"{total.shards:,}", f"{made.shards:,} of them made now")
    table.add_row("seconds", f"{showing.seconds:.1f}", str(folder.path))
    console.print(table)
    for line in islice(problems(folder), _SHOWN):
        sys.stderr.write(f"{line}\n")
    if total.problems > _SHOWN:
        sys.stderr.write(f"… and {total.problems - _SHOWN:,} more: all of them are in {folder.path / PROBLEMS}\n")


def problems(folder: Folder) -> Iterator[str]:
    """Give the problems of a run in the order of its inputs, as a person reads them."""
    for made in all_made(folder):
        if made.parts[PROBLEMS].rows:
            with pq.ParquetFile(folder.part(PROBLEMS, made.shard)) as part:
                for row in part.read(use_threads=False).to_pylist():
                    yield f"{'' if row['fault'] else 'note: '}{row['name']}: {row['sentence']}"
