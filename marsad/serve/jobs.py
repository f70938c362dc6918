"""Reports being read while people go on working: one job at a time, each with its progress and what failed."""

from __future__ import annotations

import secrets
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, ParamSpec

from marsad.errors import DatabaseError, MarsadError
from marsad.ingest import Fault, Notice, received
from marsad.knowledge.known import Knowledge
from marsad.memory import give_back
from marsad.model.document import Document
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import refresh
from marsad.store import Store
from marsad.store.batches import batches
from marsad.store.documents import unknown_documents
from marsad.store.people import shelve

P = ParamSpec("P")
_AT_ONCE = 20
_KEPT = 50
Given = Iterable[Document | Fault | Notice]
State = Literal["waiting", "reading", "joining", "done", "failed"]


@dataclass(slots=True)
class Job:
    """Reports that somebody gave: how far they are read, what became of each, and what could not be read and why."""

    id: str
    person: str
    names: tuple[str, ...]
    collection: str
    state: State = "waiting"
    read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    incidents: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Where reports are kept, and what they are read with: the knowledge is loaded when the first one is read."""

    store: Store
    knowledge: Callable[[], Knowledge]


@dataclass(slots=True)
class Jobs:
    """The jobs of one workbench, the newest last; the oldest are forgotten."""

    _known: dict[str, Job] = field(default_factory=dict)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "reading"))

    def start(self, reader: Reader, job: Job, given: Given) -> None:
        """Read what was given, after what waits already; the caller goes on at once."""
        self._known[job.id] = job
        for old in list(self._known)[:-_KEPT]:
            del self._known[old]
        self._worker.submit(_run, reader, job, given)

    def run(self, work: Callable[P, None], *given: P.args, **named: P.kwargs) -> None:
        """Do some other long work, after what waits already."""
        self._worker.submit(work, *given, **named)

    def of(self, person: str) -> list[Job]:
        """Give somebody's jobs, the newest first."""
        return [job for job in reversed(self._known.values()) if job.person == person]

    def get(self, key: str, person: str) -> Job | None:
        """Give one of somebody's own jobs."""
        job = self._known.get(key)
        return job if job and job.person == person else None


def new_job(person: str, names: Iterable[str], collection: str) -> Job:
    """Make a job with an id that can't be guessed."""
    return Job(secrets.token_urlsafe(9), person, tuple(names), collection)


def uploaded(folder: Path, names: Iterable[str]) -> Iterator[Document | Fault | Notice]:
    """Read files that were put into a folder under numbers, by the names that they were sent under; the folder goes at the end."""
    try:
        for number, name in enumerate(names):
            with (folder / str(number)).open("rb") as stream:
                yield from received(name, stream)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(reader: Reader, job: Job, given: Given) -> None:
    try:
        _take(reader, job, given)
        job.state = "joining"
        with reader.store.transaction(job.person) as writing:
            job.incidents = len(refresh(writing, run_of(reader.knowledge().version)).written)
        bring_up(reader.store)
        job.state = "done"
    except DatabaseError as fault:
        sys.stderr.write(f"marsad: reading reports: {fault}\n")
        job.failed.append(f"{fault.plain}; what was read before is kept")
        job.state = "failed"
    except MarsadError as refusal:
        job.failed.append(str(refusal))
        job.state = "failed"
    except Exception as fault:  # noqa: BLE001  whatever it is, the job says so and the next one runs
        sys.stderr.write("".join(traceback.format_exception(fault)))
        job.failed.append(f"Marsad failed ({type(fault).__name__}); what was read before is kept")
        job.state = "failed"
    finally:
        give_back()


def _take(reader: Reader, job: Job, given: Given) -> None:
    knowledge = reader.knowledge()
    job.state = "reading"
    for batch in batches(_documents(job, given), _AT_ONCE):
        _shelve_new(reader.store, job, batch)
        taken = take_in(reader.store, batch, knowledge, job.person, lambda _: _tick(job))
        job.outcomes.update(taken.outcomes)
        job.failed += taken.failed
        job.documents += [each.id for each in batch]


def _tick(job: Job) -> None:
    job.read += 1


def _documents(job: Job, given: Given) -> Iterator[Document]:
    for each in given:
        if isinstance(each, Document):
            yield each
        else:
            job.failed.append(str(each))


def _shelve_new(store: Store, job: Job, batch: Iterable[Document]) -> None:
    """Close new reports into their collection before they are kept, so that nobody else ever sees them; old ones stay where they are."""
    if not job.collection:
        return
    with store.transaction(job.person) as writing:
        shelve(writing, unknown_documents(writing.connection, [each.id for each in batch]), job.collection)
