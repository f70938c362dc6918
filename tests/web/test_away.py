"""The workbench while its record is busy, gone or damaged: whoever asks gets a page at once, and strangers learn nothing of the database."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from records import administrator
from sqlalchemy import Connection, event, text
from workbench import SECRET, Served, Tab, proof, serving, signed_in

from marsad.knowledge.known import Knowledge
from marsad.model.person import Person
from marsad.record.board import bring_up
from marsad.serve.bench import Bench
from marsad.serve.gate import COOKIE
from marsad.serve.passwords import hashed
from marsad.serve.typed import spelled
from marsad.store import Store
from marsad.store.people import put_account
from marsad.store.publications import Publication, begin_publication, publication
from marsad.store.sessions import start_session
from marsad.store.sqlite import WRITES

WAIT = 3.0  # seconds that the store of these tests waits for another writer
SOON = 1.5  # seconds within which what does not write has answered, also on a busy machine
ODD = ("x\0y", "amal\n", "\x1b[2J", "a\x85b")


class Later:
    """A clock that may be put forward, so that a session has been silent for a while."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


@contextmanager
def small(url: str, known: Knowledge, folder: Path) -> Iterator[tuple[Served, Later, str]]:
    """Serve an empty record in which one administrator is signed in."""
    clock = Later()
    with Store.open(url, clock, wait=WAIT) as store:
        with store.transaction("amal") as writing:
            put_account(writing, Person("amal", "Amal", "administrator"), hashed(SECRET))
            token = start_session(writing, "amal")
        bring_up(store)
        bench = Bench(store, folder / "published", lambda: known, None)
        with serving(bench) as address:
            yield Served(address, store, bench), clock, token


@contextmanager
def busy(url: str) -> Iterator[None]:
    """Let another program write to a record, and be long about it."""
    with administrator(url) as other:
        if other.dialect.name == "postgresql":
            other.execute(text("SELECT pg_advisory_xact_lock(hashtext('marsad'))"))
        else:
            other.execute(text("UPDATE board SET seq = seq"))
        yield


def seconds(ask: Callable[[], httpx.Response]) -> tuple[int, float]:
    begun = time.monotonic()
    return ask().status_code, time.monotonic() - begun


def last_entry(store: Store) -> tuple[str, str, str]:
    with store.reading() as connection:
        row = connection.execute(text("SELECT actor, action, subject FROM log ORDER BY seq DESC LIMIT 1")).one()
    return (row.actor, row.action, row.subject)


@pytest.mark.parametrize("name", ODD)
def test_what_can_be_no_name_is_neither_looked_up_nor_logged(
    url: str, known: Knowledge, tmp_path: Path, name: str
) -> None:
    with small(url, known, tmp_path) as (served, _, _), httpx.Client(base_url=served.url) as client:
        told = client.post("/api/v1/session", json={"name": name, "secret": SECRET})
        assert (told.status_code, told.json()["detail"]) == (403, "wrong name or password")
        assert last_entry(served.store) == ("nobody", "REFUSED", "sign-in")
        form = proof(client.get("/sign-in").text)
        page = client.post("/sign-in", data={"form": form, "name": name, "secret": SECRET})
        assert (page.status_code, "marsad.db" in page.text, "postgresql" in page.text) == (403, False, False)
        with served.store.reading() as connection:
            keys = connection.execute(text("SELECT key FROM attempts")).scalars().all()
        assert all(key.isprintable() for key in keys)


def test_names_that_no_database_can_hold_get_into_no_circle_collection_or_log(shared: Served) -> None:
    with signed_in(shared, "administrator") as client:
        asked: list[tuple[str, dict[str, str]]] = [
            ("/people/circle", {"name": "ring\0", "persons": "reader"}),
            ("/people/circle", {"name": "ring", "collections": "closed\0shelf"}),
            ("/people/shelve", {"collection": "closed\0shelf", "documents": "0" * 16}),
            ("/people/shelve", {"collection": "closed", "documents": "0\0" * 8}),
            ("/people", {"name": "hind", "role": "reader", "secret": SECRET, "shown": "Hi\0nd"}),
            ("/add/report", {"text": "قتل مدنيان في قصف على بلدة قرب حلب.", "collection": "closed\0shelf"}),
        ]
        for path, form in asked:
            answer = client.post(path, data=form)
            assert (path, answer.status_code, "a control character" in answer.text) == (path, 422, True)
        assert client.post("/people/circle", data={"name": "حلقة حلب", "persons": "reader"}).status_code == 303
    with signed_in(shared, "reader") as client:
        assert client.post("/documents/a%00b/claims", data={}).status_code == 403
    assert last_entry(shared.store) == ("reader", "REFUSED", "/documents/a%00b/claims")


def test_a_path_is_logged_as_it_can_be_read() -> None:
    assert spelled("/documents/تقرير") == "/documents/تقرير"
    assert spelled("/a\0\n\u202eb") == "/a%00%0A%E2%80%AEb"


def test_a_page_that_only_reads_waits_for_no_writer(url: str, known: Knowledge, tmp_path: Path) -> None:
    with small(url, known, tmp_path) as (served, clock, token), busy(url):
        clock.by = timedelta(minutes=2)  # so that the session is to be noted as in use
        with httpx.Client(base_url=served.url, cookies={COOKIE: token}) as client:
            status, taken = seconds(lambda: client.get("/incidents"))
    assert status == 200
    assert taken < SOON


def test_a_session_is_noted_again_when_the_writer_is_done(url: str, known: Knowledge, tmp_path: Path) -> None:
    with small(url, known, tmp_path) as (served, clock, token):
        with httpx.Client(base_url=served.url, cookies={COOKIE: token}) as client:
            for silent in (90, 180):
                clock.by = timedelta(minutes=silent)
                assert client.get("/incidents").status_code == 200
        with busy(url), pytest.raises(Exception, match="another program is writing"), served.store.transaction("amal"):
            pytest.fail("two write at once")  # the short wait of noting a session was for that alone


def test_nothing_that_waits_for_a_writer_holds_up_the_others(url: str, known: Knowledge, tmp_path: Path) -> None:
    with (
        small(url, known, tmp_path) as (served, _, token),
        httpx.Client(base_url=served.url, cookies={COOKIE: token}) as client,
        ThreadPoolExecutor(4) as clicks,
    ):
        good = {"x-marsad-form": proof(client.get("/sign-in").text)}
        asked = [
            ("/people/circle", good, {"name": "ring", "persons": "amal"}),
            ("/people/circle", {"x-marsad-form": "0" * 64}, {"name": "ring"}),
        ]
        with busy(url):
            waiting = [
                clicks.submit(client.post, path, headers=proof_of, data=form, timeout=60)
                for path, proof_of, form in asked * 2
            ]
            slowest = 0.0
            while not all(each.done() for each in waiting):
                slowest = max(slowest, seconds(lambda: httpx.get(f"{served.url}/static/marsad.css"))[1])
                time.sleep(0.05)
        assert [each.result().status_code for each in waiting] == [503] * 4
        assert slowest < SOON


def gone(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def folder_gone(path: Path) -> None:
    shutil.rmtree(path.parent)


def damaged(path: Path) -> None:
    for each in path.parent.glob("marsad.db-*"):
        each.unlink()
    path.unlink()
    path.write_bytes(b"no database " * 1000)


@pytest.mark.parametrize("lost", [(fate, rested) for fate in (gone, folder_gone, damaged) for rested in (False, True)])
def test_a_record_that_is_lost_is_said_so_and_never_made_anew(
    filled: Path,
    known: Knowledge,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    lost: tuple[Callable[[Path], None], bool],
) -> None:
    fate, rested = lost
    path = tmp_path / "kept" / "marsad.db"
    path.parent.mkdir()
    shutil.copy(filled, path)
    with Store.open(str(path)) as store, serving(Bench(store, tmp_path, lambda: known, None)) as address:
        given = {"name": "reader", "secret": SECRET}
        token = httpx.post(f"{address}/api/v1/session", json=given).json()["token"]
        if rested:
            store.close()  # the connections of a pool come and go
        fate(path)
        with httpx.Client(base_url=address, cookies={COOKIE: token}) as client:
            pages = [client.get("/incidents"), client.get("/sign-in"), client.get("/publish/none")]
            programs = [
                client.get("/api/v1/incidents", headers={"authorization": f"Bearer {token}"}),
                client.post("/api/v1/session", json=given),
            ]
        said = [each.text for each in (*pages, *programs)]
        assert [each.status_code for each in (*pages, *programs)] == [503] * 5
        assert all(each.count('role="alert"') == 1 for each in said[:3])
        assert [each.json() for each in programs] == [{"error": "away", "detail": ""}] * 2
        assert not any(str(tmp_path) in each or "marsad.db" in each for each in said)
        assert not (fate is not damaged and path.exists())
    told = capfd.readouterr().err
    assert "Traceback" not in told
    assert str(path) in told


def test_a_job_says_what_is_wrong_and_not_where_the_record_lies(own: Served, tmp_path: Path) -> None:
    with httpx.Client(base_url=own.url, follow_redirects=True) as client:
        client.headers["x-marsad-form"] = proof(client.get("/add").text)
        gone(tmp_path / "marsad.db")
        begun = client.post("/add/report", data={"text": "قتل مدنيان في قصف على بلدة قرب حلب."})
        while "hx-trigger" in (told := client.get(begun.url).text):
            time.sleep(0.05)
    assert "it can&#39;t be opened or made" in told
    assert "what was read before is kept" in told
    assert str(tmp_path) not in told


def test_a_publication_says_what_is_wrong_and_not_where_the_record_lies(own: Served, tmp_path: Path) -> None:
    count = itertools.count(1)

    @event.listens_for(own.store.engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if next(count) == 2 else 'OFF'}")

    with httpx.Client(base_url=own.url) as client:
        client.headers["x-marsad-form"] = proof(client.get("/publish").text)
        where = client.post(
            "/publish", data={"title_ar": "سجل", "title_en": "Record", "formats": ["incidents-csv"]}
        ).headers["location"]
        key = where.rpartition("/")[2]
        while (found := published(own.store, key)).state == "making":
            time.sleep(0.05)
    assert (found.state, "check the rights" in found.made, str(tmp_path) in found.made) == ("failed", True, False)
    assert last_entry(own.store)[1:] == ("REFUSED", key)


def published(store: Store, key: str) -> Publication:
    with store.reading() as connection:
        return publication(connection, key)


def test_what_takes_the_place_of_a_record_is_worked_with_from_then_on(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    shutil.copy(filled, path)
    with Store.open(str(path)) as store:
        with store.transaction("amal") as writing:
            begin_publication(writing, "before", "{}")
        for each in tmp_path.glob("marsad.db*"):
            each.rename(tmp_path / each.name.replace("marsad", "before"))
        shutil.copy(filled, path)
        with store.transaction("amal") as writing:
            begin_publication(writing, "after", "{}")
    with administrator(str(path)) as connection:
        assert connection.execute(text("SELECT id FROM publications")).scalars().all() == ["after"]


def test_whoever_is_signed_in_keeps_the_way_back_from_a_page_that_is_not_there(shared: Served) -> None:
    with signed_in(shared, "reader") as client:
        answer = client.get("/nowhere")
    assert (answer.status_code, 'href="/incidents"' in answer.text) == (404, True)


def test_the_page_that_says_so_is_sound(shared: Served, tab: Tab, tmp_path: Path) -> None:
    gone(tmp_path / "marsad.db")
    tab.page.goto(f"{shared.url}/incidents")
    assert tab.page.get_by_role("alert").count() == 1
    assert tab.violations() == []
    tab.errors[:] = [each for each in tab.errors if "status of 503" not in each]
