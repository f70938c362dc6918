"""The letter zero (NUL) in a text: SQLite would store it and PostgreSQL does not, so it is refused before either is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from records import FIRST, Clock, reading, report
from sqlalchemy import func, select

from marsad.errors import RefusedError, StoreError
from marsad.model.person import Person
from marsad.store import Store, put_reading
from marsad.store.people import put_account
from marsad.store.schema import SEALED, log
from marsad.store.schema_work import feeds, people
from marsad.store.search import search
from marsad.store.writing import Writing

ODD = "half\0and half"


def entered(writing: Writing) -> None:
    writing.enter("EXPORT", ODD)


def entered_in_detail(writing: Writing) -> None:
    put_account(writing, Person("amal", ODD, "administrator"), None)


def kept(writing: Writing) -> None:
    put_reading(writing, reading(replace(report(FIRST), url=f"http://host/{ODD}")))


def written_at_once(writing: Writing) -> None:
    writing.add_new(people, [{"name": ODD, "shown": "x", "role": "reader", "active": 1, "made": "", "secret": None}])


def added(writing: Writing) -> None:
    row = {"url": ODD, "etag": None, "modified": None, "checked": "2026", "failures": 0, "due": None}
    writing.add(feeds, [row | {"url": "http://host/"}, row])


@pytest.mark.parametrize("write", [entered, entered_in_detail, kept, written_at_once, added])
def test_a_text_with_the_letter_zero_is_refused_and_nothing_is_written(
    url: str, write: Callable[[Writing], None]
) -> None:
    with Store.open(url, Clock()) as store:
        with (
            pytest.raises(StoreError, match="the letter zero can't be stored") as caught,
            store.transaction("amal") as one,
        ):
            write(one)
        assert caught.value.args[0].isprintable()
        assert empty(store)


def test_so_is_the_log_of_a_refusal(url: str) -> None:
    with Store.open(url, Clock()) as store:
        with pytest.raises(StoreError, match="the letter zero can't be stored"), store.transaction("amal"):
            raise RefusedError("RECEIVE", ODD, "not taken in")
        assert empty(store)


def test_bytes_may_have_zeros_and_a_search_for_one_finds_nothing(url: str) -> None:
    with Store.open(url, Clock()) as store:
        with store.transaction("amal") as writing:
            put_reading(writing, reading(replace(report(FIRST), original=b"half\0and half")))
        with store.reading() as connection:
            assert search(connection, "half\0half") == ()


def empty(store: Store) -> bool:
    with store.reading() as connection:
        numbers = [
            connection.execute(select(func.count()).select_from(each)).scalar()
            for each in (*SEALED, log, people, feeds)
        ]
    return not any(numbers)
