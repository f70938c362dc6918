"""The chain: every change has its entry, in its own transaction; nobody forks it, and the database refuses to edit it."""

from __future__ import annotations

import threading
from collections.abc import Generator
from datetime import UTC, datetime

import pytest
from records import FIRST, SECOND, THIRD, Clock, administrator, reading, report
from sqlalchemy import text

from marsad.errors import RefusedError, StoreError
from marsad.store import Store, put_reading
from marsad.store.log import START, Entry, entries, entry_hash, head
from marsad.store.verify import verify


def logged(store: Store) -> list[Entry]:
    with store.reading() as connection:
        return list(entries(connection))


def test_each_entry_holds_the_hash_of_the_one_before(store: Store) -> None:
    with store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
    with store.transaction("basil") as writing:
        put_reading(writing, reading(report(SECOND)))
    before = START
    for number, entry in enumerate(logged(store), start=1):
        parts = (entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous)
        assert (entry.seq, entry.previous, entry.hash) == (number, before, entry_hash(parts))
        before = entry.hash
    assert [each.actor for each in logged(store)] == ["amal", "amal", "basil", "basil"]
    with store.reading() as connection:
        assert head(connection).hash == before
        assert [each.seq for each in entries(connection, report(SECOND).id)] == [3, 4]


def test_the_time_is_that_of_the_clock_in_utc(url: str) -> None:
    at = datetime(2026, 5, 1, 3, 30, tzinfo=UTC)
    with Store.open(url, lambda: at) as store:
        with store.transaction("amal") as writing:
            writing.enter("EXPORT", "incidents")
        assert [each.at for each in logged(store)] == ["2026-05-01T03:30:00.000000+00:00"]


def test_an_entry_holds_no_word_of_a_report_and_not_its_name(store: Store) -> None:
    given = report(FIRST, "شهادة أحمد.txt")
    with store.transaction("amal") as writing:
        put_reading(writing, reading(given))
    said = " ".join(str(each) for each in logged(store))
    assert not any(word in said for word in (*FIRST.split(), "أحمد"))


def put_and_fail(store: Store, fault: Exception) -> None:
    with store.transaction("mallory") as writing:
        put_reading(writing, reading(report(FIRST)))
        raise fault


def test_what_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        put_and_fail(store, ZeroDivisionError())
    assert logged(store) == []
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar() == 0


def test_if_the_log_fails_the_change_fails(store: Store, url: str) -> None:
    with administrator(url) as connection:
        connection.execute(text("DROP TABLE log"))
        connection.execute(text("CREATE TABLE log (seq INTEGER, hash TEXT, odd TEXT NOT NULL)"))
    with pytest.raises(StoreError), store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM documents")).scalar() == 0


def test_rows_that_no_entry_vouches_for_are_never_written(store: Store) -> None:
    from marsad.store.schema import runs

    with pytest.raises(RuntimeError, match="runs"), store.transaction("amal") as writing:
        writing.keep(runs, [{"program": "1", "knowledge": "k", "settings": b"{}"}])
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM runs")).scalar() == 0


@pytest.mark.parametrize("change", ["UPDATE log SET actor = 'nobody'", "DELETE FROM log"])
def test_the_database_refuses_to_change_the_log(store: Store, change: str) -> None:
    with store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
    with pytest.raises(StoreError, match="only be added to"), store.transaction("mallory") as writing:
        writing.connection.execute(text(change))
    assert [each.actor for each in logged(store)] == ["amal", "amal"]


def test_a_refused_attempt_is_logged_though_its_change_is_not(store: Store) -> None:
    with pytest.raises(RefusedError):
        put_and_fail(store, RefusedError("EXPUNGE", "doc", "two people must approve"))
    (entry,) = logged(store)
    assert (entry.actor, entry.action, entry.subject) == ("mallory", "REFUSED", "doc")
    assert '"attempt":"EXPUNGE"' in entry.detail
    with store.reading() as connection:
        assert not verify(connection)


def test_writers_side_by_side_never_fork_the_chain(url: str) -> None:
    reports = [report(f"{text} {number}.") for number in range(6) for text in (FIRST, SECOND, THIRD)]
    reads = [reading(each) for each in reports]

    def write(part: list[int]) -> None:
        with Store.open(url, Clock()) as own:
            for number in part:
                with own.transaction(f"writer{number % 3}") as writing:
                    put_reading(writing, reads[number])

    Store.open(url).close()
    threads = [threading.Thread(target=write, args=([*range(first, len(reads), 3)],)) for first in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(url) as store, store.reading() as connection:
        assert head(connection).seq == 2 * len(reads)
        assert not verify(connection)


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    def written() -> Generator[int]:
        with store.reading() as connection:
            yield head(connection).seq
            yield head(connection).seq

    seen = written()
    before = next(seen)
    with store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
    assert next(seen) == before == 0
    seen.close()
