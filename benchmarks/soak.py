"""Let all of Marsad work on one record for a while: a feed that grows, people at the workbench, a second reader; and see what gives.

    python benchmarks/soak.py REPORTS.jsonl [--minutes 30] [--rate 0.5] [--seed 1] [--store URL] [--output soak.jsonl]

A host of this machine publishes reports, sentences of the given ones put together anew, `--rate` of them a second, in a feed.
`marsad watch` looks at it every minute and reads what is new; `marsad serve` serves the same record to clients that list, open, review,
judge, look at the map, search and upload; at random a `marsad read` brings in more. Every ten seconds the memory of each program is
taken. At the end the record is verified, every report that was published, uploaded or read must be in it once, and the growth of memory
is told in MB an hour with the interval of its slope (Theil and Sen, 95 %), from the first third of the time on.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from pathlib import Path
from xml.sax.saxutils import escape

import httpx
import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from benchmarks import recombined  # noqa: E402
from benchmarks.store_faults import command, connected  # noqa: E402

EVERY = 10  # seconds between two samples of memory
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_WINDOW = 900  # entries of the feed
_PATIENCE = 150  # seconds without a report more, after which no more is waited for


@dataclass(slots=True)
class Seen:
    """What was noticed: latencies by page, statuses, memory by program, complaints, and the reports that must be in the record."""

    took: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def give(self, report: dict[str, str], way: str) -> dict[str, str]:
        """Note a report that is given to Marsad."""
        with self.lock:
            self.given[report["text"]] = way
            self.ways[way] += 1
        return report

    def note(self, page: str, seconds: float, status: int) -> None:
        """Note an answer."""
        with self.lock:
            self.took.setdefault(page, []).append(seconds * 1000)
            self.statuses[f"{page} {status}"] += 1


@dataclass(slots=True)
class Soak:
    """One soak: the record, where it is served, where the feed is, the reports to come, and what was seen."""

    folder: Path
    store: str
    chance: random.Random
    reports: Iterator[dict[str, str]]
    seen: Seen
    begun: float = field(default_factory=time.monotonic)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def report(self, way: str) -> dict[str, str]:
        """Take the next report."""
        with self.lock:
            return self.seen.give(next(self.reports), way)


def main() -> None:
    """Soak, and tell what was seen."""
    given = asked()
    with tempfile.TemporaryDirectory(prefix="marsad-soak-") as name:
        folder = Path(name)
        chance = random.Random(given.seed)  # noqa: S311  moments, no secrets
        soak = Soak(
            folder,
            given.store or str(folder / "marsad.db"),
            chance,
            recombined.reports(given.reports, given.seed),
            Seen(),
        )
        work(soak, given)
        good = told(soak, given)
    sys.exit(not good)


def work(soak: Soak, given: argparse.Namespace) -> None:
    """Run the programs side by side for the time that is given, then let the last reports arrive."""
    first = soak.folder / "first.jsonl"
    first.write_text("".join(line_of(soak.report("read")) for _ in range(20)), encoding="utf-8")
    subprocess.run(command("read", str(first), "--store", soak.store), check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    with feed(soak, given.rate) as address, programs(soak, address) as (here, running):
        hands = [
            threading.Thread(target=each, args=(soak, here), daemon=True)
            for each in (looking, looking, deciding, uploading)
        ]
        hands += [
            threading.Thread(target=reading, args=(soak,), daemon=True),
            threading.Thread(target=sampling, args=(soak, running), daemon=True),
        ]
        for each in hands:
            each.start()
        soak.over.wait(given.minutes * 60)
        soak.over.set()
        for each in hands:
            each.join(120)
        arrived(soak, running)


@contextmanager
def feed(soak: Soak, rate: float) -> Iterator[str]:
    """Publish reports in a feed on this machine, so many a second; after the time is over, no more."""
    entries: list[str] = []

    def publish() -> None:
        while not soak.over.wait(1 / rate):
            entries.append(entry_of(soak.report("feed")))

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/feed.xml":
                self.send_error(404)
                return
            body = f'<?xml version="1.0"?><rss version="2.0" xmlns:content="{_CONTENT}"><channel><title>خبر</title>{"".join(entries[-_WINDOW:])}</channel></rss>'
            self.send_response(200)
            self.send_header("content-type", "application/rss+xml; charset=utf-8")
            self.send_header("content-length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    host = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    for work in (host.serve_forever, publish):
        threading.Thread(target=work, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_address[1]}/feed.xml"
    host.shutdown()


def entry_of(report: dict[str, str]) -> str:
    """Write a report as an item of a feed."""
    day = format_datetime(datetime.fromisoformat(report["published"]).replace(tzinfo=UTC))
    key, words = report["id"], escape(report["text"])
    return f"<item><guid isPermaLink='false'>{key}</guid><title>خبر {key}</title><pubDate>{day}</pubDate><content:encoded>{words}</content:encoded></item>"


def line_of(report: dict[str, str]) -> str:
    """Write a report as a line of JSON."""
    return json.dumps(report, ensure_ascii=False) + "\n"


@contextmanager
def programs(soak: Soak, address: str) -> Iterator[tuple[str, dict[str, subprocess.Popen[bytes]]]]:
    """Run the workbench and the watcher; give where the one is open, and both."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    host = address.split("/")[2]
    words = {
        "serve": [
            "serve",
            "--store",
            soak.store,
            "--listen",
            f"127.0.0.1:{port}",
            "--published",
            str(soak.folder / "out"),
        ],
        "watch": ["watch", address, "--store", soak.store, "--every", "1", "--feed-only", "--allow", host],
    }
    logs = {name: (soak.folder / f"{name}.log").open("wb") for name in words}
    running = {
        name: subprocess.Popen(command(*told), cwd=ROOT, stdout=logs[name], stderr=logs[name])  # noqa: S603
        for name, told in words.items()
    }
    here = f"http://127.0.0.1:{port}"
    try:
        opened(here, running["serve"])
        yield here, running
    finally:
        for process in running.values():
            process.terminate()
            process.wait(60)


def opened(here: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the workbench answers."""
    while process.poll() is None:
        try:
            httpx.get(here, timeout=30)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the workbench did not start")


def visitor(
    soak: Soak, here: str, act: Callable[[httpx.Client, Callable[..., httpx.Response]], None], pause: float
) -> None:
    """Do something at the workbench again and again, as one client, until the time is over."""
    with httpx.Client(base_url=here, timeout=120) as client:

        def once(page: str, method: str = "GET", path: str = "", **more: object) -> httpx.Response:
            begun = time.perf_counter()
            answer = client.request(method, path or page, **more)  # type: ignore[arg-type]
            soak.seen.note(f"{method} {page}", time.perf_counter() - begun, answer.status_code)
            return answer

        proof = re.search(r'name="form" content="([^"]*)"', client.get("/incidents").text)
        client.headers["x-marsad-form"] = proof[1] if proof else ""
        while not soak.over.wait(pause):
            try:
                act(client, once)
            except httpx.HTTPError as fault:
                soak.seen.faults.append(f"a client: {type(fault).__name__}: {fault}")


def looking(soak: Soak, here: str) -> None:
    """Look at lists, incidents, the map and what a search finds."""

    def look(_: httpx.Client, once: Callable[..., httpx.Response]) -> None:
        found = re.findall(r'href="/incidents/([0-9a-f]{16})"', once("/incidents").text)
        if found:
            once("/incidents/{id}", path=f"/incidents/{soak.chance.choice(found)}")
        once("/map")
        once("/map/cells")
        once("/search", path="/search?q=قصف")
        once("/documents")
        once("/api/v1/incidents")

    visitor(soak, here, look, 0.5)


def deciding(soak: Soak, here: str) -> None:
    """Take what the queue gives and accept it, or take the last decision back."""

    def decide(_: httpx.Client, once: Callable[..., httpx.Response]) -> None:
        page = once("/review").text
        claim = re.search(r'name="subject" value="([0-9a-f]+)"', page)
        seen = re.search(r'name="seen" value="(\d+)"', page)
        if claim and seen:
            once("/judgements", "POST", data={"verdict": "accept", "subject": claim[1], "seen": seen[1]})
        else:
            soak.seen.faults.append("a client: the queue gives nothing to judge")

    visitor(soak, here, decide, 1.5)


def uploading(soak: Soak, here: str) -> None:
    """Upload a report now and then."""

    def upload(_: httpx.Client, once: Callable[..., httpx.Response]) -> None:
        report = soak.report("upload")
        once("/add/files", "POST", files={"files": (f"{report['id']}.jsonl", line_of(report).encode())})

    visitor(soak, here, upload, 7)


def reading(soak: Soak) -> None:
    """Run a second `marsad read` at random moments."""
    number = 0
    while not soak.over.wait(soak.chance.uniform(15, 60)):
        number += 1
        path = soak.folder / f"more-{number}.jsonl"
        path.write_text("".join(line_of(soak.report("read")) for _ in range(5)), encoding="utf-8")
        begun = time.perf_counter()
        done = subprocess.run(  # noqa: S603
            command("read", str(path), "--store", soak.store), cwd=ROOT, capture_output=True, text=True, check=False
        )
        soak.seen.note("marsad read", time.perf_counter() - begun, done.returncode)
        if done.returncode:
            soak.seen.faults.append(f"marsad read: {done.stderr.strip()[-300:]}")


def sampling(soak: Soak, running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Take the memory of each program and what it started, in MB."""
    while not soak.over.wait(EVERY):
        for name, process in running.items():
            if process.poll() is not None:
                soak.seen.faults.append(f"marsad {name} ended with {process.returncode}")
                continue
            used = memory(process.pid)
            soak.seen.memory.setdefault(name, []).append((time.monotonic() - soak.begun, used))


def memory(pid: int) -> float:
    """Give the memory of a program alone, in MB: what it started comes and goes."""
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def arrived(soak: Soak, running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until all that was given is in the record, or no more comes."""
    last, since = 0, time.monotonic()
    while time.monotonic() < since + _PATIENCE and running["watch"].poll() is None:
        here = len(kept(soak.store) & soak.seen.given.keys())
        if here == len(soak.seen.given):
            return
        if here > last:
            last, since = here, time.monotonic()
        time.sleep(2)


def kept(store: str) -> set[str]:
    """Give the texts that the record holds, without their titles."""
    with connected(store) as connection:
        return {row[0].rpartition("\n\n")[2] for row in connection.execute(text("SELECT text FROM documents"))}


def told(soak: Soak, given: argparse.Namespace) -> bool:
    """Print what was seen, write it as JSON Lines, and say whether it is as it must be."""
    seen = soak.seen
    with connected(soak.store) as connection:
        rows = [row[0].rpartition("\n\n")[2] for row in connection.execute(text("SELECT text FROM documents"))]
    lost, doubled = seen.given.keys() - set(rows), [each for each, times in Counter(rows).items() if times > 1]
    words = command("verify", "--store", soak.store)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    lines: list[dict[str, object]] = [
        {"what": "record", "given": dict(seen.ways), "kept": len(rows), "lost": len(lost), "lost_by": dict(Counter(seen.given[each] for each in lost)), "doubled": len(doubled), "verify": done.stdout.strip()},
        *({"what": "page", "page": page, "times": len(took), "p50": round(statistics.median(took)), "p95": round(late(took))} for page, took in sorted(seen.took.items())),
        *({"what": "memory", "program": name, **slope(samples)} for name, samples in seen.memory.items()),
        {"what": "statuses", **dict(sorted(seen.statuses.items()))},
        {"what": "complaints", "programs": complaints(soak), "clients": dict(Counter(seen.faults))},
    ]  # fmt: skip
    for line in lines:
        print("  ".join(f"{key}={value}" for key, value in line.items()))
    if given.output:
        given.output.write_text(
            "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8"
        )
    failed = [key for key in seen.statuses if re.search(r" 5\d\d$", key) or key == "marsad read 1"]
    return not (lost or doubled or done.returncode or failed or seen.faults or complaints(soak))


def late(took: list[float]) -> float:
    """Give the 95th percentile."""
    return sorted(took)[math.ceil(len(took) * 0.95) - 1]


def slope(samples: list[tuple[float, float]]) -> dict[str, object]:
    """Give how memory grows after the first third: the median of all slopes, in MB an hour, and the interval of 95 %."""
    settled = samples[len(samples) // 3 :]
    steep = sorted((b[1] - a[1]) / (b[0] - a[0]) * 3600 for a, b in combinations(settled, 2))
    if not steep:
        return {"samples": len(samples)}
    number = len(settled)
    wide = 1.96 * math.sqrt(number * (number - 1) * (2 * number + 5) / 18)
    low, high = max(0, int((len(steep) - wide) / 2)), min(len(steep) - 1, math.ceil((len(steep) + wide) / 2))
    found = {"mb_per_hour": statistics.median(steep), "low": steep[low], "high": steep[high]}
    ends = {"first_mb": settled[0][1], "last_mb": settled[-1][1], "most_mb": max(each for _, each in samples)}
    return {"samples": number, **{key: round(value, 1) for key, value in {**found, **ends}.items()}}


def complaints(soak: Soak) -> list[str]:
    """Give what the programs said that is no account of a round."""
    found = []
    for name in ("serve", "watch"):
        lines = (soak.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        found += [f"{name}: {line}" for line in lines if line and "UTC:" not in line and "is open at" not in line]
    return found[:40]


def asked() -> argparse.Namespace:
    """Read the command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--rate", type=float, default=0.5, help="reports a second")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--store", default="", help="an empty record of yours; a file of the trial's own without")
    arguments.add_argument("--output", type=Path)
    return arguments.parse_args()


if __name__ == "__main__":
    main()
