"""A shard that kills who makes it, made report by report by a process beside: what kills that too is listed, the rest is kept.

A report is listed only if it ends a process that has done nothing else before, so what is listed is the same every time. What stands
behind it in the same piece is read by the next process, which passes over what is told already.
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
from marsad.engine.shard import called, known, make, read, watched
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
            yield from ((at, each) for each in beside.read(piece))


class _EndedError(Exception):
    """The process did not come back: from the report of this name, or, where there is none, from opening the piece."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name


@dataclass(slots=True)
class _Beside:
    """The process beside."""

    shard: Shard
    worker: Worker | None = None

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

    def read(self, piece: Piece) -> Iterator[Found]:
        """Read one piece; what ends a process that has done nothing else is a fault, and what stands behind it is read all the same."""
        past, fresh = 0, self.worker is None
        while True:
            try:
                for found in self._told(piece, past):
                    past, fresh = past + 1, False
                    yield found
            except _EndedError as ended:
                self.renew()
                if fresh:
                    yield Fault(ended.name or called(piece), str(ended))
                    past += 1
                if fresh and not ended.name:
                    return
                fresh = True
            else:
                return

    def _told(self, piece: Piece, past: int) -> Iterator[Found]:
        """Give what the process finds in a piece behind what is told already."""
        line = self._line()
        name = ""
        try:
            line.send((piece, past))
            while line.poll(self.shard.terms.patience):
                told = line.recv()
                if told is None:
                    return
                if isinstance(told, str):
                    name = told
                else:
                    name = ""
                    yield told
        except (EOFError, OSError):
            raise _EndedError(name, "the process that read it ended; it was left out: please report it") from None
        seconds = self.shard.terms.patience
        raise _EndedError(name, f"it took longer than {seconds:g} seconds and was left out; give more with --patience")

    def _line(self) -> Connection:
        if self.worker is None:
            self.worker = started(context(), _serve)
            try:
                self.worker.line.send(self.shard)
                if not self.worker.line.poll(_START):
                    raise TimeoutError
                self.worker.line.recv()
            except (EOFError, OSError) as fault:
                raise MarsadError("no process that reads reports can be started; is there memory left?") from fault
        return self.worker.line


def _serve(line: Connection) -> None:
    """Read pieces as they come: the name of each report goes ahead of what is read of it, and then comes nothing.

    Whoever asks gives up first; the watch is for a process that nobody asks any more.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shard: Shard = line.recv()
    knowledge = known(shard)
    line.send(None)
    while True:
        try:
            piece, past = line.recv()
        except (EOFError, OSError):
            return
        with watched(2 * shard.terms.patience) as anew:
            anew()
            for found in read(piece, knowledge, past, line.send):
                anew()
                line.send(found)
        line.send(None)
