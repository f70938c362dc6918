"""A million claims: stored, reconciled and exported, and then one more report; wall and CPU seconds and peak memory of each step.

    python benchmarks/scale.py REPORTS.jsonl [--claims 1000000] [--store FILE] [--export acled-31] [--processes 2]

The claims are those of real reports, repeated: each repetition is moved by whole weeks and by degrees, so that days, places and what
links them keep their pattern while every copy tells of occurrences of its own. A `--store` that has claims is not filled again: a copy
of one can be reconciled as often as wanted. CPU seconds are those of all processes, the peak that of the largest and of the others.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select

from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.model.claim import ActClaim, Claims, HarmClaim, Statement
from marsad.model.document import Document
from marsad.pipeline import extract, prepare
from marsad.reconcile.accounts import accounts, is_running
from marsad.reconcile.tallies import tally_of
from marsad.record.building import processors
from marsad.record.desk import run_of
from marsad.record.filed import file
from marsad.record.intake import provenance, reading
from marsad.record.publish import Publication, publish
from marsad.record.refresh import rebuild, refresh
from marsad.store import Read, Store, put_readings, schema

ACROSS = 37
STEP = 0.35


def main() -> None:
    """Run the steps and print what each took."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--claims", type=int, default=1_000_000)
    arguments.add_argument("--store", default="")
    arguments.add_argument("--export", default="acled-31")
    arguments.add_argument("--processes", type=int, default=processors())
    given = arguments.parse_args()
    knowledge = prepare()
    with tempfile.TemporaryDirectory() as folder:
        url = given.store or str(Path(folder, "scale.db"))
        *documents, last = [item for item in read([given.reports]) if isinstance(item, Document)]
        with Store.open(url) as store:
            with timed("store"):
                stored = held(store) or fill(store, documents, knowledge, given.claims)
            print(f"{stored} claims stored")
            with timed("reconcile"), store.transaction("scale") as writing:
                print(f"{len(rebuild(writing, run_of(knowledge.version), given.processes).written)} incidents")
            with timed(f"export {given.export}"):
                wanted = Publication(given.export, Path(folder, "out"), "public", date(2026, 1, 1), "scale")
                print(publish(store, wanted, lambda _: None).counts)
            one_more = reading(last, knowledge)
            with timed("one more report"), store.transaction("scale") as writing:
                put_readings(writing, [one_more])
                print(f"{len(refresh(writing, run_of(knowledge.version)).written)} incidents changed")


def held(store: Store) -> int:
    """Count the claims that the store has already."""
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(schema.claims)).scalar_one()


def fill(store: Store, documents: list[Document], knowledge: Knowledge, wanted: int) -> int:
    """Store the claims of the reports again and again, moved in time and place, until there are enough."""
    told = [(document, extract(document, knowledge)) for document in documents]
    each = sum(len(claims.acts) + len(claims.harms) for _, claims in told)
    for times in range(wanted // each + 1):
        with store.transaction("scale") as writing:
            put_readings(writing, (copied(document, claims, Moved(times)) for document, claims in told))
    return each * (wanted // each + 1)


def copied(document: Document, claims: Claims, moved: Moved) -> Read:
    """Give what is kept of one report, moved."""
    copy = moved.document(document)
    there = moved.claims(claims, copy)
    whence = provenance(copy)
    parts = accounts(there, whence)
    kept = tuple(file(part) for part in parts if not is_running(part))
    series = {harm.id: tally_of(harm, whence) for harm in there.harms if harm.scope == "cumulative"}
    return Read(copy, "scale", there, (), kept, series)


class Moved:
    """One repetition: the days and degrees by which it is moved, and the ids that it has of its own."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.days = timedelta(weeks=5 * times)
        self.lat, self.lon = STEP * (times % ACROSS - ACROSS // 2) / 2, STEP * (times % ACROSS - ACROSS // 2)

    def document(self, document: Document) -> Document:
        """Give the report as one of another day."""
        text = f"{document.text}\n{self.times}"
        published = document.published + self.days if document.published else None
        return replace(document, id=self.key(document.id), text=text, published=published, original=text.encode())

    def claims(self, claims: Claims, document: Document) -> Claims:
        """Give the claims of the moved report."""
        acts = tuple(self.act(act, document.id) for act in claims.acts)
        harms = tuple(self.harm(harm, document.id) for harm in claims.harms)
        return replace(claims, document=document.id, published=document.published, acts=acts, harms=harms)

    def act(self, act: ActClaim, document: str) -> ActClaim:
        """Move an act."""
        return replace(act, id=self.key(act.id), document=document, statement=self.statement(act.statement))

    def harm(self, harm: HarmClaim, document: str) -> HarmClaim:
        """Move a harm, with what it points to."""
        return replace(
            harm,
            id=self.key(harm.id),
            document=document,
            statement=self.statement(harm.statement),
            event=self.key(harm.event) if harm.event else None,
            part_of=self.key(harm.part_of) if harm.part_of else None,
        )

    def statement(self, statement: Statement) -> Statement:
        """Move the day and the place."""
        when, where = statement.when, statement.where
        if when and when.time.start and when.time.end:
            time_ = replace(when.time, start=when.time.start + self.days, end=when.time.end + self.days)
            when = replace(when, time=time_)
        if where and where.place.lat is not None and where.place.lon is not None:
            place = replace(where.place, lat=where.place.lat + self.lat, lon=where.place.lon + self.lon)
            where = replace(where, place=place)
        return replace(statement, when=when, where=where)

    def key(self, key: str) -> str:
        """Give an id of this repetition."""
        return hashlib.sha256(f"{key} {self.times}".encode()).hexdigest()[:16]


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Print what a step took."""
    wall, before = time.perf_counter(), cpu()
    yield
    own, others = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    spent = f"{time.perf_counter() - wall:8.1f} s  {cpu() - before:8.1f} CPU s"
    print(f"{step:20} {spent}  peak {own:6.0f} MB, {others:4.0f} MB beside", flush=True)


def cpu() -> float:
    """Give the CPU seconds of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
