"""A shard that kills who makes it, made report by report by a process beside: what kills that too is listed, the rest is kept.

A report is listed only if it ends a process that has done nothing else before, so what is listed is the same every time.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Self

from marsad.engine.flat import Found
from marsad.engine.local import Worker, context, started
from marsad.engine.manifest import Made
from marsad.engine.plan import Shard
from marsad.engine.shard import called, known, make, read
from marsad.errors import MarsadError
from marsad.ingest import Fault, Piece

_START = 120.0
"""Seconds that a process may take until it has the knowledge."""


def make_carefully(shard: Shard) -> Made:
    """Make a shard report by report, in a process that may die of one."""
    return make(shard, lambda pieces: _read(pieces, shard))


def _read(pieces: Iterable[Piece], shard: Shard) -> Iterator[tuple[int, Found]]:
    with _Beside(shard) as beside:
        for at, piece in enumerate(pieces):
            found = beside.read(piece)
            if found is None:
                beside.renew()
                found = beside.read(piece)
            if found is None:
                found = [Fault(called(piece), beside.why)]
                beside.renew()
            yield from ((at, each) for each in found)


@dataclass(slots=True)
class _Beside:
    """The process beside, and why the last one ended."""

    shard: Shard
    worker: Worker | None = None
    why: str = ""

    def __enter__(self) -> Self:
        """Begin; the process is started when there is something to read."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.renew()

    def renew(self) -> None:
        """End the process; the next report gets another."""
        if self.worker:
            self.worker.process.kill()
            self.worker.process.join()
            self.worker.line.close()
            self.worker = None

    def read(self, piece: Piece) -> list[Found] | None:
        """Read one piece; None where the process did not come back from it."""
        line = self._line()
        found: list[Found] = []
        try:
            line.send(piece)
            while line.poll(self.shard.terms.patience):
                each = line.recv()
                if each is None:
                    return found
                found.append(each)
        except (EOFError, OSError):
            self.why = "the process that read it ended; it was left out: please report it"
            return None
        self.why = (
            f"it took longer than {self.shard.terms.patience:g} seconds and was left out; give more with --patience"
        )
        return None

    def _line(self) -> Connection:
        if self.worker is None:
            self.worker = started(context(), _serve)
            try:
                self.worker.line.send(self.shard)
                self.worker.line.poll(_START)
                self.worker.line.recv()
            except (EOFError, OSError) as fault:
                raise MarsadError("no process that reads reports can be started; is there memory left?") from fault
        return self.worker.line


def _serve(line: Connection) -> None:
    """Read pieces as they come: each thing found is sent by itself, and then nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shard: Shard = line.recv()
    knowledge = known(shard)
    line.send(None)
    while True:
        try:
            piece: Piece = line.recv()
        except (EOFError, OSError):
            return
        for found in read(piece, knowledge):
            line.send(found)
        line.send(None)
