"""Expunging: the words go, from every table and every byte of the file; a hash, a reason and two names stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from records import DAY, FIRST, SECOND, Clock, account_of, incident_of, opinion_of, reading, report
from sqlalchemy import text

from marsad.errors import RefusedError, StoreError
from marsad.model.tally import Tally, TallyState
from marsad.model.value import Count
from marsad.store import Store, put_reading, put_readings
from marsad.store.accounts import near, unsettled
from marsad.store.claims import claim, current_claims
from marsad.store.documents import content_of, document, receipts_of, tombstone
from marsad.store.expunge import Order, expunge
from marsad.store.incidents import current_incidents, current_tallies, history, incident, resolve
from marsad.store.log import entries
from marsad.store.opinions import opinions_of, put_opinion
from marsad.store.schema import metadata
from marsad.store.search import search
from marsad.store.verify import verify
from marsad.store.view import Run, Scope, View, put_view

A, B = report(FIRST, "شهادة سعاد.txt", outlet="شبكة الجسر"), report(SECOND)
TALLY = Tally(
    "tally-1", None, "شبكة الجسر", "killed", "civilian", None, None, None, DAY,
    (TallyState(DAY, Count(3, 3, "exact"), "claim", A.id),),
)  # fmt: skip
ORDER = Order(A.id, "safety", ("Amal", "Basil"))


def fill(store: Store) -> None:
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(A), reading(B), reading(A, "k2")])
        assert put_opinion(writing, opinion_of(A))
        assert put_opinion(writing, opinion_of(B))
        put_view(writing, View(Run("0.1.0", "k"), [incident_of(A, B)], [TALLY]))


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def expunged(store: Store, order: Order = ORDER) -> tuple[str, ...]:
    with store.transaction("amal") as writing:
        return expunge(writing, order)


def test_a_tombstone_is_left_and_the_record_is_clean(filled: Store) -> None:
    assert expunged(filled) == (incident_of(A, B).id,)
    with filled.reading() as connection:
        assert verify(connection) == ()
        left = tombstone(connection, A.id)
        assert left
        assert (left.content, left.reason, left.approvers) == (content_of(A), "safety", ("Amal", "Basil"))
        with pytest.raises(StoreError, match="was expunged on 2026-03-01"):
            document(connection, A.id)
        with pytest.raises(StoreError, match=f"its document {A.id} was expunged"):
            claim(connection, reading(A).claims.harms[0].id)
        assert receipts_of(connection, A.id) == ()
        assert [each.action for each in entries(connection, A.id)][-1] == "EXPUNGE"


def test_nothing_of_it_is_found_any_more(filled: Store) -> None:
    expunged(filled)
    with filled.reading() as connection:
        assert {each.document for each in current_claims(connection)} == {B.id}
        assert near(connection, ["36:37"], 0, 10**6) == (account_of(B),)
        assert [hit.document for hit in search(connection, "في")] == [B.id]
        assert list(current_incidents(connection)) == []
        assert list(current_tallies(connection)) == []
        assert set(opinions_of(connection, [A.id, B.id])) == {B.id}
        assert [each.incident for each in history(connection, incident_of(A, B).id)] == [None]
        assert resolve(connection, incident_of(A, B).id).reason == "expunged"
        assert resolve(connection, account_of(A)).reason == "expunged"
        assert unsettled(connection) == (account_of(B),)


def test_what_it_leaves_behind_is_reconciled_again(filled: Store) -> None:
    with filled.transaction("amal") as writing:
        touched = expunge(writing, ORDER)
        put_view(writing, View(Run("0.1.0", "k"), [incident_of(B)]), Scope(frozenset(touched)))
    with filled.reading() as connection:
        assert incident(connection, account_of(B)) == incident_of(B)
        assert verify(connection) == ()


def test_no_word_of_it_stays_in_any_table(filled: Store) -> None:
    expunged(filled)
    with filled.reading() as connection:
        kept = " ".join(
            str(bytes(value).decode("cp1256", "replace") + bytes(value).decode("utf-8", "replace"))
            if isinstance(value, bytes | memoryview)
            else str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(table.select())
            for value in row
        )
    assert not any(word in kept for word in ("حلب", "سعاد", "الجسر", "المرصد"))
    assert "Observatory" not in kept


def test_no_byte_of_it_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    with Store.open(str(path), Clock()) as store:
        fill(store)
        assert any(FIRST[:20].encode() in each.read_bytes() for each in tmp_path.iterdir())
        expunged(store)
        left = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    for word in ("حلب", "سعاد", "الجسر", "Observatory"):
        assert word.encode() not in left
    assert FIRST.encode("cp1256")[:20] not in left
    assert SECOND[:20].encode() in left


def test_what_was_expunged_does_not_come_back(filled: Store) -> None:
    expunged(filled)
    with filled.transaction("basil") as writing:
        assert put_reading(writing, reading(A)) == "expunged"
    with filled.reading() as connection:
        assert list(entries(connection))[-1].action == "REFUSED"
        assert verify(connection) == ()
        with pytest.raises(StoreError, match="expunged"):
            document(connection, A.id)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (Order("nothing", "legal", ("Amal", "Basil")), "no document nothing"),
        (Order(A.id, "legal", ("Amal", " amal ")), "two different people"),
        (Order(A.id, "legal", ("Amal", " ")), "two different people"),
        (Order(A.id, "whim", ("Amal", "Basil")), "is no reason"),  # type: ignore[arg-type]
    ],
)
def test_an_order_that_is_not_in_order_is_refused_and_logged(filled: Store, order: Order, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        expunged(filled, order)
    with filled.reading() as connection:
        assert document(connection, A.id) == A
        assert list(entries(connection))[-1].action == "REFUSED"


def test_an_opinion_that_comes_after_its_report_was_expunged_is_not_kept(filled: Store) -> None:
    expunged(filled)
    with filled.transaction("llm:small@127.0.0.1") as writing:
        assert not put_opinion(writing, opinion_of(A, "another"))
    with filled.reading() as connection:
        assert opinions_of(connection, [A.id]) == {}
        assert verify(connection) == ()


def test_a_document_is_expunged_once(filled: Store) -> None:
    expunged(filled)
    with pytest.raises(RefusedError, match="already"):
        expunged(filled)


def test_both_documents_of_an_incident_can_go_one_after_the_other(filled: Store) -> None:
    expunged(filled)
    expunged(filled, Order(B.id, "legal", ("Amal", "Basil")))
    with filled.reading() as connection:
        assert verify(connection) == ()
        assert list(current_claims(connection)) == []
        assert connection.execute(text("SELECT count(*) FROM sources")).scalar() == 0
