"""The store when the world fails: a disk that is full, a server that goes away, a clock that is set back, two who read at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import httpx
import postgresql
import pytest
from records import FIRST, Clock, administrator, claims_in, reading, report
from sqlalchemy import event, text
from workbench import SECRET, serving

from benchmarks import recombined
from benchmarks.store_faults import Contents, contents
from marsad import ingest
from marsad.errors import AwayError, StoreError
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.model.person import Person
from marsad.reconcile.overlay import standing
from marsad.record.board import bring_up
from marsad.record.decision import Decision, signed
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import refresh
from marsad.serve.bench import Bench
from marsad.serve.passwords import hashed
from marsad.store import Store, put_reading
from marsad.store.judgements import all_judgements, put_judgement, signing_time
from marsad.store.locks import LASTS, locks_on, take
from marsad.store.people import put_account
from marsad.store.publications import approve_publication, begin_publication, end_publication, last_approved
from marsad.store.sessions import failed, paused_until, person_of, start_session
from marsad.store.verify import verify

NUMBER = 40
DAY = timedelta(days=1)
Tick = Callable[[str], None]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    with resources.as_file(resources.files("marsad") / "examples") as folder:
        path = recombined.write(folder / "others.jsonl", tmp_path_factory.mktemp("reports") / "many.jsonl", NUMBER, 7)
    return [each for each in ingest.read([str(path)]) if isinstance(each, Document)]


@pytest.fixture(scope="module")
def undisturbed(reports: list[Document], known: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    url = str(tmp_path_factory.mktemp("whole") / "marsad.db")
    with Store.open(url, Clock()) as store:
        read(store, reports, known)
    return contents(url)


@pytest.fixture(scope="module")
def fragile() -> Iterator[postgresql.Server]:
    """Give a server of one's own, which may be stopped."""
    programs = postgresql.binaries()
    if programs is None:
        pytest.skip(postgresql.MISSING)
    with postgresql.server(programs, lasting=True) as running:
        yield running


def read(store: Store, reports: list[Document], known: Knowledge, tick: Tick = lambda _: None) -> None:
    """Do what `marsad read` does."""
    take_in(store, reports, known, "amal", tick)
    with store.transaction("amal") as writing:
        refresh(writing, run_of(known.version))


def at_report(number: int, act: Callable[[], object]) -> Tick:
    """Give what acts when so many reports were begun."""
    begun = [0]

    def tick(_: str) -> None:
        begun[0] += 1
        if begun[0] == number:
            act()

    return tick


def whole(url: str, reports: list[Document], known: Knowledge) -> Contents:
    """Read the reports once more, verify, and give what is there."""
    with Store.open(url, Clock()) as store:
        read(store, reports, known)
        with store.reading() as connection:
            assert verify(connection) == ()
    return contents(url)


@pytest.mark.parametrize("moment", [(signal.SIGINT, 15), (signal.SIGQUIT, 30), (signal.SIGKILL, 30)])
def test_a_server_that_goes_away_is_a_sentence_and_the_rest_is_read_later(
    fragile: postgresql.Server,
    reports: list[Document],
    known: Knowledge,
    undisturbed: Contents,
    moment: tuple[signal.Signals, int],
) -> None:
    url, (how, number) = fragile.database(), moment
    with Store.open(url, Clock()) as store:
        try:
            with pytest.raises(AwayError, match="the server can't be reached") as caught:
                read(store, reports, known, at_report(number, lambda: fragile.stop(how)))
        finally:
            fragile.start()
        assert "\n" not in str(caught.value)
        with store.reading() as connection:  # the same program goes on when the server is back
            assert connection.execute(text("SELECT count(*) FROM documents")).scalar() == number // 20 * 20
    assert whole(url, reports, known) == undisturbed


def test_a_server_that_goes_away_within_a_transaction_leaves_nothing_of_it(
    fragile: postgresql.Server, reports: list[Document]
) -> None:
    url = fragile.database()
    with Store.open(url, Clock()) as store:
        try:
            with pytest.raises(AwayError):
                stopped_within(store, fragile)
        finally:
            fragile.start()
        with store.reading() as connection:
            assert verify(connection) == ()
            assert connection.execute(text("SELECT count(*) FROM log")).scalar() == 0


def stopped_within(store: Store, server: postgresql.Server) -> None:
    with store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
        writing.flush()
        server.stop(signal.SIGQUIT)
        writing.connection.execute(text("SELECT 1"))


def test_a_disk_that_is_full_is_a_sentence_and_the_rest_is_read_later(
    tmp_path: Path, reports: list[Document], known: Knowledge, undisturbed: Contents
) -> None:
    url = str(tmp_path / "marsad.db")
    with Store.open(url, Clock()) as store:

        @event.listens_for(store.engine, "begin")
        def limit(connection: object) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count=200")  # type: ignore[attr-defined]

        with pytest.raises(AwayError, match="there is no space left to write to"):
            read(store, reports, known)
    assert whole(url, reports, known) == undisturbed


def test_two_may_read_the_same_at_once(
    tmp_path: Path, reports: list[Document], known: Knowledge, undisturbed: Contents
) -> None:
    url = str(tmp_path / "marsad.db")
    Store.open(url).close()
    faults: list[BaseException] = []

    def reader() -> None:
        try:
            with Store.open(url) as store:
                read(store, reports, known)
        except BaseException as fault:  # noqa: BLE001  a thread tells nobody else
            faults.append(fault)

    threads = [threading.Thread(target=reader) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert whole(url, reports, known) == undisturbed


class Jumping(Clock):
    """A clock that is set back by a day when it is told to."""

    back = timedelta()

    def __call__(self) -> datetime:
        return super().__call__() - self.back

    def jump(self) -> None:
        self.back += DAY


def test_the_log_says_what_the_clock_said_in_the_order_in_which_things_were_done(
    url: str, reports: list[Document], known: Knowledge, undisturbed: Contents
) -> None:
    clock = Jumping()
    with Store.open(url, clock) as store:
        read(store, reports, known, at_report(30, clock.jump))
        with store.reading() as connection:
            assert verify(connection) == ()
            times = list(connection.execute(text("SELECT at FROM log ORDER BY seq")).scalars())
    assert times != sorted(times)
    assert contents(url) == undisturbed


def test_the_later_of_two_judgements_stands_whatever_the_clock_says(url: str) -> None:
    clock = Jumping()
    with Store.open(url, clock) as store, store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
        claim = claims_in(reading(report(FIRST)).claims)[0].id
        accepted = sign(writing, Decision("accept", (claim,), 0))
        clock.jump()
        withdrawn = sign(writing, Decision("withdraw", (accepted,), 0))
        told = list(all_judgements(writing.connection))
    assert [each.id for each in told] == [accepted, withdrawn]
    assert standing(told) == []


def sign(writing: object, decision: Decision) -> str:
    from marsad.store import Writing

    assert isinstance(writing, Writing)
    judgement = signed(decision, "amal", signing_time(writing.connection, writing.clock()), {})
    put_judgement(writing, judgement)
    return judgement.id


def test_what_holds_for_a_while_does_not_hold_a_day_longer(url: str) -> None:
    clock = Jumping()
    with Store.open(url, clock) as store, store.transaction("amal") as writing:
        take(writing, "a claim", "amal")
        token = start_session(writing, "amal")
        for _ in range(5):
            failed(writing, "basil")
        connection = writing.connection
        assert locks_on(connection, ["a claim"], clock())
        assert (person_of(connection, token, clock()), paused_until(connection, "basil", clock()) is None) == (
            "amal",
            False,
        )
        clock.jump()
        assert locks_on(connection, ["a claim"], clock()) == {}
        assert (person_of(connection, token, clock()), paused_until(connection, "basil", clock())) == (None, None)
        assert take(writing, "a claim", "basil").until <= clock() + LASTS


def test_the_last_approval_is_the_last_whatever_the_clock_says(url: str) -> None:
    clock = Jumping()
    with Store.open(url, clock) as store:
        for key in ("first", "second"):
            with store.transaction("amal") as writing:
                begin_publication(writing, key, "{}")
                end_publication(writing, key, "prepared", "{}")
            with store.transaction("basil") as writing:
                approve_publication(writing, key)
            clock.jump()
        with store.reading() as connection:
            last = last_approved(connection)
    assert last is not None
    assert last.id == "second"


@pytest.mark.parametrize("owner", ["amal", None])
def test_the_workbench_says_that_its_database_is_away_and_goes_on_when_it_is_back(
    fragile: postgresql.Server, known: Knowledge, tmp_path: Path, owner: str | None
) -> None:
    url = fragile.database()
    with Store.open(url, lambda: datetime.now(UTC)) as store:
        with store.transaction("amal") as writing:
            put_account(writing, Person("amal", "Amal", "administrator"), hashed(SECRET))
        bring_up(store)
        with serving(Bench(store, tmp_path, lambda: known, owner)) as address, httpx.Client(base_url=address) as client:
            if owner is None:
                given = client.post("/api/v1/session", json={"name": "amal", "secret": SECRET}).json()["token"]
                client.headers["authorization"] = f"Bearer {given}"
                client.cookies.set("marsad_session", given)
            assert client.get("/incidents").status_code == 200
            fragile.stop(signal.SIGQUIT)
            try:
                away = client.get("/incidents")
                told = client.get("/api/v1/incidents")
            finally:
                fragile.start()
            assert (away.status_code, away.headers["retry-after"], away.headers["x-frame-options"]) == (
                503,
                "5",
                "DENY",
            )
            assert away.text.count('role="alert"') == 1
            assert "can't be reached just now" in away.text.replace("&#39;", "'")
            assert (told.status_code, told.json()) == (503, {"error": "away", "detail": ""})
            assert [client.get(page).status_code for page in ("/incidents", "/api/v1/incidents")] == [200, 200]


def test_the_workbench_says_that_another_program_is_writing(filled: Path, known: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    path.write_bytes(filled.read_bytes())
    with (
        Store.open(str(path), wait=0.1) as store,
        serving(Bench(store, tmp_path, lambda: known, None)) as address,
        administrator(str(path)) as other,
        httpx.Client(base_url=address) as client,
    ):
        other.execute(text("UPDATE board SET seq = seq"))
        answer = client.post("/api/v1/session", json={"name": "analyst", "secret": SECRET})
        assert (answer.status_code, answer.json()["error"]) == (503, "away")


def test_a_record_that_may_not_be_written_to_is_a_sentence(filled: Path, tmp_path: Path, known: Knowledge) -> None:
    path = tmp_path / "marsad.db"
    path.write_bytes(filled.read_bytes())
    with Store.open(str(path)) as store:

        @event.listens_for(store.engine, "begin")
        def limit(connection: object) -> None:
            connection.exec_driver_sql("PRAGMA query_only=ON")  # type: ignore[attr-defined]

        with pytest.raises(StoreError, match="can't be written to; check the rights"):
            read(store, [report(FIRST)], known)
