"""What every page works with: the record, what reads reports, the clock, and whether people sign in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from fastapi import Request

from marsad.knowledge.known import Knowledge
from marsad.serve.jobs import Jobs, Reader
from marsad.serve.kept import Kept
from marsad.store import Store


@dataclass(slots=True)
class Bench:
    """A workbench over a record.

    `owner` is who works here where nobody signs in (one's own machine), None where accounts are demanded; `hosts` are the names that this
    server answers to; `folder` is where publications are written. `prepare` loads the knowledge, once, when a report is first read.
    """

    store: Store
    folder: Path
    prepare: Callable[[], Knowledge]
    owner: str | None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    secure: bool = False
    jobs: Jobs = field(default_factory=Jobs)
    kept: Kept = field(default_factory=Kept)
    _knowledge: Knowledge | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def reader(self) -> Reader:
        """What a job reads reports with."""
        return Reader(self.store, lambda: self.knowledge)

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge that reports are read with."""
        with self._lock:
            if self._knowledge is None:
                self._knowledge = self.prepare()
            return self._knowledge

    def now(self) -> datetime:
        """Give the time by the record's clock."""
        return self.store.clock()


def bench(request: Request) -> Bench:
    """Give the workbench that a request came to."""
    found = request.app.state.bench
    if not isinstance(found, Bench):
        raise TypeError("this application was made without a workbench")
    return found
