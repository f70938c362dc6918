"""A workbench to test on: the bundled reports in a real record, a real server, a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from marsad import ingest
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.model.person import Person, Role
from marsad.pipeline import prepare
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import refresh
from marsad.serve.app import create_app
from marsad.serve.bench import Bench
from marsad.serve.passwords import hashed
from marsad.store import Store
from marsad.store.people import put_account

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SECRET = "a long enough secret"  # noqa: S105  of people who exist in the tests alone
ROLES: tuple[Role, ...] = ("reader", "analyst", "reviewer", "administrator")


@pytest.fixture(scope="session")
def known() -> Knowledge:
    return prepare(imported=False)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, known: Knowledge) -> Path:
    """Give a record of the bundled reports, made once; copy it before writing to it."""
    path = tmp_path_factory.mktemp("filled") / "marsad.db"
    with resources.as_file(resources.files("marsad") / "examples") as folder:
        names = sorted(str(each) for each in folder.glob("*.jsonl"))
        reports = [each for each in ingest.read(names) if isinstance(each, Document)]
    with Store.open(str(path)) as store:
        take_in(store, reports, known, "tester", lambda _: None)
        with store.transaction("tester") as writing:
            refresh(writing, run_of(known.version))
        for role in ROLES:
            with store.transaction("tester") as writing:
                put_account(writing, Person(role, role.title(), role), hashed(SECRET))
        bring_up(store)
    return path


@dataclass(frozen=True, slots=True)
class Served:
    """A workbench that is being served: where, over which record, and the workbench itself."""

    url: str
    store: Store
    bench: Bench


@contextmanager
def serving(bench: Bench) -> Iterator[str]:
    """Serve a workbench on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(bench), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def _served(filled: Path, folder: Path, known: Knowledge, owner: str | None) -> Iterator[Served]:
    path = folder / "marsad.db"
    shutil.copy(filled, path)
    with Store.open(str(path)) as store:
        bench = Bench(store, folder / "published", lambda: known, owner)
        with serving(bench) as url:
            yield Served(url, store, bench)


@pytest.fixture
def own(filled: Path, tmp_path: Path, known: Knowledge) -> Iterator[Served]:
    """A workbench on one's own machine, without accounts."""
    yield from _served(filled, tmp_path, known, "amal")


@pytest.fixture
def shared(filled: Path, tmp_path: Path, known: Knowledge) -> Iterator[Served]:
    """A workbench with accounts; each role has somebody of its name, and their secret is SECRET."""
    yield from _served(filled, tmp_path, known, None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        missing = "no Chromium is installed, so the pages were not tested: install Debian's package 'chromium'"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@dataclass(slots=True)
class Tab:
    """A tab of the browser, with what its console complained of."""

    page: Page
    errors: list[str]

    def violations(self) -> list[str]:
        """Give what axe finds wrong with the page as it stands."""
        self.page.evaluate((Path(__file__).parent / "web/vendor/axe-core/axe.min.js").read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run({preload: false}).then(result => result.violations)")
        return [f"{each['id']}: {each['help']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]


@pytest.fixture(params=["ar", "en"])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Tab]:
    """A fresh tab of somebody who reads Arabic, and of somebody who reads English; no page may complain."""
    context = browser.new_context(locale=request.param, viewport={"width": 1360, "height": 900})
    page = context.new_page()
    opened = Tab(page, [])
    page.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: opened.errors.append(str(fault)))
    yield opened
    context.close()
    assert opened.errors == []


@contextmanager
def signed_in(served: Served, name: str) -> Iterator[httpx.Client]:
    """Give a client that somebody is signed in with; its `x-marsad-form` header proves its forms."""
    with httpx.Client(base_url=served.url) as client:
        client.headers["x-marsad-form"] = proof(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"name": name, "secret": SECRET, "then": "/sign-in"})
        assert answer.status_code == 303
        client.headers["x-marsad-form"] = proof(client.get("/sign-in").text)
        yield client


def proof(page: str) -> str:
    """Find the proof of a form in a page."""
    return page.partition('<meta name="form" content="')[2].partition('"')[0]
