"""How fast the workbench answers over a large record: the median and the 95th percentile of each page, in milliseconds.

    python benchmarks/workbench.py REPORTS.jsonl [--documents 100000] [--store FILE] [--times 30]

The record is made of real reports, repeated and moved in time and place (`scale.py`); a `--store` that has documents is not filled again.
The pages are asked for one after the other over HTTP, as a browser does, each with other filters and keys every time; `first` is the first
of them, `CPU` what the median took of a processor. Then judgements are signed, and at last a reader asks from whom one report in a hundred is closed.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from scale import Moved, copied, held, timed
from sqlalchemy import Connection, Select, select

from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.model.claim import Claims
from marsad.model.document import Document
from marsad.model.person import Person
from marsad.pipeline import extract, prepare
from marsad.record.board import bring_up
from marsad.record.building import processors
from marsad.record.desk import run_of
from marsad.record.refresh import rebuild
from marsad.serve.app import create_app
from marsad.serve.bench import Bench
from marsad.serve.gate import COOKIE, Visitor
from marsad.serve.passwords import hashed
from marsad.store import Store, put_readings, schema
from marsad.store.log import head
from marsad.store.people import put_account, shelve
from marsad.store.schema_work import facets, queue
from marsad.store.shown import facet, nearby

CLAIMS_EACH = 3
CLOSED_EACH = 100
READER, COLLECTION = "bench-reader", "bench-closed"
EVERYBODY = Person("bench", "bench", "administrator", None)
PAGES = (
    "/incidents",
    "/incidents?order=newest",
    "/incidents?order=killed&killed=1",
    "/incidents?after={day}~{incident}",
    "/incidents?since={day}&until={day}",
    "/incidents?actor=Islamic+State&killed=1",
    "/incidents?type=Air/drone+strike&sources=2",
    "/incidents?place={place}",
    "/incidents?words=قتل",
    "/incidents?words=قتل&order=killed",
    "/incidents?words=مدرسة+قصف",
    "/incidents?words=بلدة&since={day}",
    "/incidents?words=زرافة",
    "/incidents/{incident}",
    "/incidents/{incident}/join",
    "/incidents/{incident}/join?with={other}",
    "/documents",
    "/documents?outlet={outlet}",
    "/documents/{document}",
    "/documents/{document}/losing",
    "/known/place?q=حلب&name=place",
    "/review",
    "/review?sort=spread",
    "/review?sort=severity",
    "/review?sort=newest",
    "/review?sort=source&state=once",
    "/review?outlet={outlet}&doubt=place",
    "/review?claim={claim}",
    "/judgements",
    "/map",
    "/map/cells",
    "/map/cells?zoom=7&view=34,36,38,42",
    "/map/cells?actor=Islamic+State&killed=1",
    "/map/cells?words=قتل",
    "/map/days",
    "/map/days?since={day}",
    "/map/list",
    "/map/list?box=34,36,38,42",
    "/coverage",
    "/coverage?month={month}",
    "/coverage?year={year}",
    "/tallies",
    "/tallies?order=newest&country=SY",
    "/tallies/{tally}",
    "/search?q=حلب",
    "/search?q=وبحلب",
    "/search?q=وزارة+الصحة",
    '/search?q="وزارة+الصحة"',
    "/search?q=دم",
    "/search?q=زرافة",
    "/search?q=قص&inside=1",
    "/add",
    "/publish",
    "/corrections",
    "/people",
    "/log",
    "/api/v1/incidents?after={incident}",
    "/api/v1/documents?after={document}",
    "/api/v1/tallies?after={tally}",
)
"""What everybody who sees all of the record asks for."""
CLOSED = (
    "/incidents",
    "/incidents?order=killed&killed=1",
    "/incidents?words=قتل",
    "/documents",
    "/map/cells",
    "/map/cells?actor=Islamic+State&killed=1",
    "/map/days",
    "/map/list",
    "/coverage",
    "/coverage?year={year}",
    "/tallies",
    "/search?q=حلب",
    "/search?q=دم",
)
"""What is asked for by a reader from whom one report in a hundred is closed."""


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
                rebuild(writing, run_of(knowledge.version), processors())
        with timed("board"):
            bring_up(store)
        for owner in ("bench", None):
            bench = Bench(store, Path(folder, "published"), lambda: knowledge, owner)
            with serving(bench) as url:
                slow = measure(url, store, given.times) if owner else measure_closed(url, store, given.times)
            print(f"{len(slow)} are slower than 200 ms at the median or 500 ms at the 95th percentile: {slow}")


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


def measure(url: str, store: Store, times: int) -> list[str]:
    """Ask for every page some times, sign as many judgements, print how long each took, and name what is slow."""
    keys = sample(store, times)
    headings()
    with httpx.Client(base_url=url, timeout=60, cookies={COOKIE: "bench"}) as client:
        slow = [page for page in PAGES if asked(client, page, keys)]
        return slow + judged(client, store, keys)


def measure_closed(url: str, store: Store, times: int) -> list[str]:
    """Ask for pages as a reader from whom some of the reports are closed."""
    keys, secret = sample(store, times), "a secret of nobody else"
    with store.transaction("bench") as writing:
        put_account(writing, Person(READER, READER, "reader"), hashed(secret))
        shelve(writing, closed(writing.connection), COLLECTION)
    bring_up(store)
    headings()
    with httpx.Client(base_url=url, timeout=60) as client:
        given = client.post("/api/v1/session", json={"name": READER, "secret": secret})
        client.cookies.set(COOKIE, given.json()["token"])
        return [page for page in CLOSED if asked(client, page, keys)]


def headings() -> None:
    """Print what the columns are, with how busy the machine is."""
    busy = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{'page':48} {'first':>8} {'median':>8} {'p95':>8} {'CPU':>6}  status    (load average {busy})", flush=True)


def asked(client: httpx.Client, page: str, keys: list[dict[str, str]]) -> bool:
    """Ask for a page with each of some keys; say whether it is too slow, or is not given."""
    return told(page, [once(client, "GET", page.format_map(key)) for key in keys])


def judged(client: httpx.Client, store: Store, keys: list[dict[str, str]]) -> list[str]:
    """Accept, and then correct, the claims of some keys."""
    found = []
    proof = Visitor(None, "bench", "en", arabic_digits=False).csrf
    for verdict, more in (("accept", {}), ("correct", {"correct-high": "61", "correct-low": "61"})):
        took = []
        for key in keys:
            with store.reading() as connection:
                seen = str(head(connection).seq)
            said = {"verdict": verdict, "subject": key["claim"], "seen": seen, "form": proof, **more}
            took.append(once(client, "POST", "/judgements", said))
        name = f"POST /judgements verdict={verdict}"
        found += [name] if told(name, took) else []
    return found


def once(
    client: httpx.Client, method: str, address: str, said: dict[str, str] | None = None
) -> tuple[float, float, int]:
    """Give the milliseconds that an answer took, those of a processor (of this program too), and its status."""
    begun, spent = time.perf_counter(), time.process_time()
    status = client.request(method, address, data=said).status_code
    return (time.perf_counter() - begun) * 1000, (time.process_time() - spent) * 1000, status


def told(page: str, took: list[tuple[float, float, int]]) -> bool:
    """Print how long a page took, the first time apart; say whether that is too slow, or is no answer."""
    times, statuses = sorted(each for each, _, _ in took), sorted({status for _, _, status in took})
    spent = statistics.median(each for _, each, _ in took)
    median, late = statistics.median(times), times[min(len(times) - 1, math.ceil(len(times) * 0.95) - 1)]
    print(f"{page:48} {took[0][0]:8.0f} {median:8.0f} {late:8.0f} {spent:6.0f}  {statuses}", flush=True)
    return median > 200 or late > 500 or not set(statuses) <= {200, 303}


def closed(connection: Connection) -> list[str]:
    """Give one report in a hundred."""
    every = connection.execute(select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars().all()
    return list(every[::CLOSED_EACH])


def sample(store: Store, number: int) -> list[dict[str, str]]:
    """Give keys to ask for that lie all over the record."""
    with store.reading() as connection:
        f, t, d, q = facets.c, schema.tallies.c, schema.documents.c, queue.c
        dated = select(f.incident, f.day_first, f.place).where(f.day_first.is_not(None), f.place.is_not(None))
        columns = (
            spread(connection, dated.order_by(f.incident), number),
            spread(connection, select(t.id).where(t.current == 1).order_by(t.id), number),
            spread(connection, select(d.id, d.outlet).where(d.outlet.is_not(None)).order_by(d.id), number),
            spread(
                connection, select(q.claim).where(q.kind == "harm", q.incident.is_not(None)).order_by(q.claim), number
            ),
        )
        others = [nearby(connection, here, EVERYBODY, 1) for row in columns[0] if (here := facet(connection, row[0]))]
    return [
        {
            "incident": incident[0],
            "other": other[0].incident if other else columns[0][place - 1][0],
            "day": incident[1],
            "month": incident[1][:7],
            "year": incident[1][:4],
            "place": incident[2],
            "tally": tally[0],
            "document": document[0],
            "outlet": document[1],
            "claim": claim[0],
        }
        for place, (incident, tally, document, claim, other) in enumerate(zip(*columns, others, strict=True))
    ]


def spread(connection: Connection, asked_for: Select[Any], number: int) -> list[Any]:
    """Give rows that lie evenly over an answer."""
    rows = connection.execute(asked_for).all()
    return [rows[place * len(rows) // number] for place in range(number)]


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
