"""How fast the workbench answers over a large record: the median and the 95th percentile of each page, in milliseconds.

    python benchmarks/workbench.py REPORTS.jsonl [--documents 100000] [--store FILE] [--times 30]

The record is made of real reports, repeated and moved in time and place (`scale.py`); a `--store` that has documents is not filled again.
The pages are asked for one after the other over HTTP, as a browser does, each with other filters and keys every time.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import uvicorn
from scale import Moved, copied, held, timed
from sqlalchemy import Connection, select

from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.model.claim import Claims
from marsad.model.document import Document
from marsad.pipeline import extract, prepare
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.refresh import rebuild
from marsad.serve.app import create_app
from marsad.serve.bench import Bench
from marsad.store import Store, put_readings, schema

CLAIMS_EACH = 3
PAGES = (
    "/incidents",
    "/incidents?actor=Islamic+State&killed=1",
    "/incidents?since={day}&until={day}",
    "/incidents/{incident}",
    "/documents",
    "/documents/{document}",
    "/review",
    "/review?order=severity",
    "/review?order=spread",
    "/map",
    "/map/cells",
    "/map/days",
    "/map/list",
    "/coverage",
    "/tallies",
    "/search?q=حلب",
    "/search?q=وزارة+الصحة",
    "/add",
    "/publish",
    "/people",
    "/log",
    "/api/v1/incidents?after={incident}",
    "/api/v1/documents?after={document}",
)


def main() -> None:
    """Make the record where there is none, serve it, and print what each page took."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--documents", type=int, default=100_000)
    arguments.add_argument("--store", default="")
    arguments.add_argument("--times", type=int, default=30)
    given = arguments.parse_args()
    knowledge = prepare()
    with tempfile.TemporaryDirectory() as folder, Store.open(given.store or str(Path(folder, "large.db"))) as store:
        documents = [item for item in read([given.reports]) if isinstance(item, Document)]
        if not held(store):
            with timed("store"):
                fill(store, documents, knowledge, given.documents)
            with timed("reconcile"), store.transaction("bench") as writing:
                rebuild(writing, run_of(knowledge.version))
        with timed("board"):
            bring_up(store)
        bench = Bench(store, Path(folder, "published"), lambda: knowledge, "bench")
        with serving(bench) as url:
            measure(url, store, given.times)


def fill(store: Store, documents: list[Document], knowledge: Knowledge, wanted: int) -> None:
    """Store reports again and again, moved in time and place; of the real ones those that claim three things each on average."""
    told = sorted(((each, extract(each, knowledge)) for each in documents), key=lambda one: claimed(one[1]))
    few: list[tuple[Document, Claims]] = []
    for each in told:
        if sum(claimed(claims) for _, claims in few) + claimed(each[1]) <= CLAIMS_EACH * (len(few) + 1):
            few.append(each)
    for times in range(wanted // len(few) + 1):
        with store.transaction("bench") as writing:
            put_readings(writing, (copied(document, claims, Moved(times)) for document, claims in few))


def claimed(claims: Claims) -> int:
    """Count what a report claims."""
    return len(claims.acts) + len(claims.harms)


def measure(url: str, store: Store, times: int) -> None:
    """Ask for every page some times and print how long it took."""
    with store.reading() as connection:
        keys = sample(connection, times)
    slow = []
    print(f"{'page':58} {'median':>8} {'p95':>8}  status")
    with httpx.Client(base_url=url, timeout=60) as client:
        for page in PAGES:
            took, status = [], set()
            for key in [*keys[:2], *keys]:
                begun = time.perf_counter()
                status.add(client.get(page.format_map(key)).status_code)
                took.append((time.perf_counter() - begun) * 1000)
            warm = sorted(took[2:])
            median, late = statistics.median(warm), warm[int(len(warm) * 0.95) - 1]
            slow += [page] if median > 200 or late > 500 or status != {200} else []
            print(f"{page:58} {median:8.0f} {late:8.0f}  {sorted(status)}")
    print(f"{len(slow)} pages are slower than 200 ms at the median or 500 ms at the 95th percentile: {slow}")


def sample(connection: Connection, number: int) -> list[dict[str, str]]:
    """Give keys to ask for that lie all over the record."""
    incidents = connection.execute(
        select(schema.incidents.c.id, schema.incidents.c.day_first).where(schema.incidents.c.current == 1)
    ).all()
    documents = connection.execute(select(schema.documents.c.id)).scalars().all()
    return [
        {
            "incident": incidents[place * len(incidents) // number].id,
            "day": incidents[place * len(incidents) // number].day_first or "",
            "document": documents[place * len(documents) // number],
        }
        for place in range(number)
    ]


@contextlib.contextmanager
def serving(bench: Bench) -> Iterator[str]:
    """Serve a workbench on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(bench), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
