"""What is read goes in once: the same again changes nothing, a newer reading sets the older aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from records import DAY, FIRST, SECOND, THIRD, account_of, claims_in, reading, report
from sqlalchemy import Connection, func, select

from marsad.errors import SpanError, StoreError
from marsad.model.span import Span
from marsad.store import AccountRecord, Cell, Read, Store, put_reading, put_readings
from marsad.store.accounts import accounts_by_id, accounts_of, current_accounts, near
from marsad.store.claims import claim, claims_of, current_claims, speakers
from marsad.store.documents import all_documents, document, quote, receipts_of
from marsad.store.log import entries, head
from marsad.store.schema import SEALED, claims, mentions, metadata
from marsad.store.schema_work import WORK
from marsad.store.verify import verify


def counts(connection: Connection) -> dict[str, int]:
    return {
        str(table.name): connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    given = report(FIRST, outlet="وكالة", title="قصف على حلب")
    with store.transaction("amal") as writing:
        assert put_reading(writing, reading(given)) == "new"
    with store.reading() as connection:
        found = document(connection, given.id)
        assert found == given
        assert (found.original, found.media) == (given.original, given.media)
        assert quote(connection, given.id, Span(0, 3)).text == "قصف"
        with pytest.raises(SpanError):
            quote(connection, given.id, Span(0, 9999))
        with pytest.raises(StoreError, match="there is no document nothing"):
            document(connection, "nothing")


def test_claims_and_accounts_come_back_in_the_order_of_their_ids(store: Store) -> None:
    reads = [reading(report(text)) for text in (FIRST, SECOND, THIRD)]
    with store.transaction("amal") as writing:
        assert put_readings(writing, iter(reads)) == ("new", "new", "new")
    told = sorted((each for read in reads for each in claims_in(read.claims)), key=lambda one: one.id)
    with store.reading() as connection:
        assert list(current_claims(connection)) == told
        assert [each.id for each in all_documents(connection)] == sorted(read.document.id for read in reads)
        assert [each.payload for each in current_accounts(connection)] == [
            each.payload for each in sorted((read.accounts[0] for read in reads), key=lambda one: one.id)
        ]
        assert claim(connection, told[0].id) == told[0]
        key = reads[0].document.id
        assert claims_of(connection, key) == tuple(each for each in told if each.document == key)
        assert [each.document for each in accounts_of(connection, [key, "none"])] == [key]
        with pytest.raises(StoreError, match="claim none"):
            claim(connection, "none")


def test_the_same_again_changes_nothing_not_even_the_log(store: Store) -> None:
    with store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST)))
    with store.reading() as connection:
        before, end = counts(connection), head(connection)
    with store.transaction("basil") as writing:
        assert put_readings(writing, [reading(report(FIRST))] * 2) == ("known", "known")
    with store.reading() as connection:
        assert (counts(connection), head(connection)) == (before, end)


def test_the_same_report_twice_in_one_batch_is_kept_once(store: Store) -> None:
    with store.transaction("amal") as writing:
        assert put_readings(writing, [reading(report(FIRST))] * 2) == ("new", "known")
    with store.reading() as connection:
        assert counts(connection)["documents"] == 1
        assert not verify(connection)


def test_the_same_report_under_another_name_is_another_receipt(store: Store) -> None:
    one, other = report(FIRST, "a.txt"), report(FIRST, "b.txt")
    with store.transaction("amal") as writing:
        put_reading(writing, reading(one))
        assert put_reading(writing, replace(reading(one), document=other)) == "known"
    with store.reading() as connection:
        assert [each.name for each in receipts_of(connection, one.id)] == ["a.txt", "b.txt"]
        assert document(connection, one.id).name == "a.txt"
        assert [each.action for each in entries(connection)] == ["RECEIVE", "READ", "RECEIVE"]
        assert counts(connection)["originals"] == 1


def test_one_report_in_other_bytes_keeps_both(store: Store) -> None:
    one = report(FIRST)
    other = replace(one, original=FIRST.encode())
    with store.transaction("amal") as writing:
        put_reading(writing, reading(one))
        put_reading(writing, replace(reading(one), document=other))
    with store.reading() as connection:
        assert counts(connection)["originals"] == len(receipts_of(connection, one.id)) == 2
        assert document(connection, one.id).original == one.original


def test_two_outlets_with_one_text_are_two_documents(store: Store) -> None:
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(report(FIRST, outlet=outlet)) for outlet in ("one", "two")])
    with store.reading() as connection:
        assert counts(connection)["documents"] == 2


def test_newer_knowledge_sets_the_older_reading_aside_and_loses_nothing(store: Store) -> None:
    given = report(FIRST)
    old, new = reading(given, "k1"), reading(given, "k2")
    for read, said in ((old, "new"), (new, "again"), (new, "known")):
        with store.transaction("amal") as writing:
            assert put_reading(writing, read) == said
    with store.reading() as connection:
        assert {each.knowledge for each in current_claims(connection)} == {"k2"}
        for each in (*old.claims.harms, *new.claims.harms):
            assert claim(connection, each.id) == each
        assert len(list(current_accounts(connection))) == 1
        assert not verify(connection)


def test_speakers_are_counted_by_their_current_claims(store: Store) -> None:
    with store.transaction("amal") as writing:
        put_reading(writing, reading(report(FIRST), "k1"))
        put_reading(writing, reading(report(FIRST), "k2"))
    with store.reading() as connection:
        found = {source.name: number for source, number in speakers(connection)}
    told = reading(report(FIRST), "k2").claims
    named = [said.source.name for each in claims_in(told) for said in each.statement.sources]
    assert found == {name: named.count(name) for name in named}


def test_accounts_are_found_by_cell_and_day(store: Store) -> None:
    given = report(FIRST)
    with store.transaction("amal") as writing:
        put_reading(writing, reading(given))
    day = DAY.toordinal()
    with store.reading() as connection:
        assert near(connection, ["0:0", "36:37"], day + 1, day + 9) == (account_of(given),)
        assert near(connection, ["36:37"], day + 2, day + 9) == ()
        assert near(connection, ["36:38"], day, day) == ()
        assert [each.id for each in accounts_by_id(connection, [account_of(given), "none"])] == [account_of(given)]


def test_an_account_that_is_read_otherwise_is_found_where_it_lies_now(store: Store) -> None:
    old = reading(report(FIRST), "k1")
    moved = replace(old.accounts[0], cells=(Cell("1:1", 5),), lat=None, lon=None, day_first=None)
    with store.transaction("amal") as writing:
        put_reading(writing, old)
        put_reading(writing, replace(old, accounts=(moved,)))
    with store.reading() as connection:
        assert near(connection, ["36:37"], 0, 10**6) == ()
        assert near(connection, ["1:1"], 5, 5) == (moved.id,)
        assert not verify(connection)


def test_a_report_of_nothing_is_kept_too(store: Store) -> None:
    given = report("افتتح الوزير معرض الكتاب في المدينة.")
    with store.transaction("amal") as writing:
        put_reading(writing, replace(reading(given), accounts=()))
    with store.reading() as connection:
        assert counts(connection)["claims"] == 0
        assert not verify(connection)


def test_what_queries_ask_for_stands_beside_the_bytes(store: Store) -> None:
    read = reading(report(FIRST))
    with store.transaction("amal") as writing:
        put_reading(writing, read)
    killed = next(each for each in read.claims.harms if each.outcome == "killed")
    with store.reading() as connection:
        row = connection.execute(select(claims).where(claims.c.id == killed.id)).mappings().one()
        assert (row["kind"], row["type"], row["low"], row["high"]) == ("harm", "killed", 3, 3)
        assert row["day_first"] == date(2019, 1, 8).isoformat()
        assert row["account"] == read.accounts[0].id
        stored = select(mentions.c.start, mentions.c.end, mentions.c.rule).order_by(mentions.c.position)
        found = [tuple(each) for each in connection.execute(stored)]
    assert found == [(each.span.start, each.span.end, each.rule) for each in read.mentions]


def test_readings_are_taken_one_by_one_as_they_come(store: Store) -> None:
    def coming() -> Iterator[Read]:
        yield reading(report(FIRST))
        raise StoreError("the second can't be read")

    with pytest.raises(StoreError, match="second"), store.transaction("amal") as writing:
        put_readings(writing, coming())
    with store.reading() as connection:
        assert not any(counts(connection).values())


def test_letters_that_no_database_holds_are_refused_in_a_sentence(url: str) -> None:
    given = replace(report(FIRST), outlet="half \ud800")
    with Store.open(url) as opened:
        with pytest.raises(StoreError, match="can't be stored"), opened.transaction("amal") as writing:
            put_reading(writing, replace(reading(report(FIRST)), document=given))
        with opened.reading() as connection:
            assert head(connection).seq == 0


def test_every_table_of_evidence_is_sealed() -> None:
    derived = {"cells", "sources", "claim_sources", "log", *(str(table.name) for table in WORK)}
    assert {str(table.name) for table in SEALED} == {str(name) for name in metadata.tables} - derived


def test_an_account_without_place_or_day_is_kept(store: Store) -> None:
    read = reading(report(FIRST))
    bare = AccountRecord("bare", read.document.id, (), b"{}", foreground=False)
    with store.transaction("amal") as writing:
        put_reading(writing, replace(read, accounts=(bare,)))
    with store.reading() as connection:
        assert [each.id for each in current_accounts(connection)] == ["bare"]
        assert not verify(connection)
