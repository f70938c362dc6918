"""One flipped bit in any column of any row of a record on PostgreSQL: `verify` names the row, or what hangs on it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import postgresql
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from records import (
    FIRST,
    SECOND,
    THIRD,
    Clock,
    account_of,
    administrator,
    claims_in,
    incident_of,
    opinion_of,
    reading,
    report,
)
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    Table,
    and_,
    func,
    literal,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import NullType

from marsad.errors import RefusedError
from marsad.model.judgement import Judgement
from marsad.model.tally import Tally, TallyState
from marsad.model.value import Count
from marsad.store import Store, put_readings
from marsad.store.expunge import Order, expunge
from marsad.store.fault import Fault
from marsad.store.judgements import put_judgement
from marsad.store.opinions import put_opinion
from marsad.store.schema import metadata
from marsad.store.schema_work import WORK
from marsad.store.stamps import Stamp, put_stamp
from marsad.store.verify import verify
from marsad.store.view import Run, View, put_view

TABLES = sorted(set(metadata.tables) - {str(table.name) for table in WORK})


@pytest.fixture(scope="module")
def full(server: postgresql.Server) -> str:
    """Give a record with rows in every table: three reports, one of them expunged, joined incidents, a tally, a judgement, an opinion."""
    url = server.database()
    with Store.open(url, Clock()) as store:
        fill(store)
        with store.reading() as connection:
            assert verify(connection) == ()
    return url


def fill(store: Store) -> None:
    one, two, three = (report(words) for words in (FIRST, SECOND, THIRD))
    run, total = Run("marsad 1", "k1"), tally()
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(each) for each in (one, two, three)])
        put_view(writing, View(run, [incident_of(each) for each in (one, two, three)], [total]))
    with store.transaction("basil") as writing:
        put_readings(writing, [reading(one, "k2")])
        assert put_opinion(writing, opinion_of(one))
        pair = (account_of(one), account_of(two))
        put_judgement(writing, Judgement("j1", "same", pair, "basil", Clock()(), "one strike"))
        put_view(writing, View(run, [incident_of(one, two), incident_of(three)], [total]))
    with store.transaction("amal") as writing:
        expunge(writing, Order(three.id, "safety", ("Amal", "Basil")))
        put_stamp(writing, Stamp("0" * 64, "https://tsa.example/", "2026-03-01T12:00:00+00:00", b"token", one.id))
    with pytest.raises(RefusedError), store.transaction("mallory") as writing:
        expunge(writing, Order(one.id, "safety", ("Mallory", "mallory ")))


def tally() -> Tally:
    told = claims_in(reading(report(FIRST)).claims)[0]
    state = TallyState(None, Count(3, 3, "exact"), told.id, report(FIRST).id)
    return Tally("t1", None, None, "killed", "unknown", None, None, None, None, (state,))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=st.sampled_from(TABLES), pick=st.randoms(use_true_random=False))
def test_one_flipped_bit_is_named(full: str, name: str, pick: Any) -> None:
    table = metadata.tables[name]
    with administrator(full) as connection:
        rows = list(connection.execute(select(*raw(table)).order_by(*table.primary_key.columns)).mappings())
        row = pick.choice(rows)
        column = pick.choice([each for each in table.columns if row[each.name] is not None])
        flipped = flip(row[column.name], pick)
        assume(flipped is not None)
        unguard(connection)
        try:
            write(connection, table, column, row, flipped)
        except (IntegrityError, DataError):
            reject()  # the database itself won't have it: the key of another row, a number too large
        found = verify(connection)
        connection.rollback()
    assert any(names(fault, name, row) for fault in found), (name, column.name, row[column.name], flipped, found)


def raw(table: Table) -> Iterator[Any]:
    return (type_coerce(column, NullType()).label(column.name) for column in table.columns)


def flip(value: Any, pick: Any) -> Any:
    """Flip one bit; None where what comes out can't be stored in its column at all."""
    if isinstance(value, int):
        return value ^ 1 << pick.randrange(8)
    if isinstance(value, float):
        changed: float = struct.unpack("d", flip(struct.pack("d", value), pick))[0]
        return changed if abs(changed) < 1e300 else None
    data = bytearray(value.encode() if isinstance(value, str) else value)
    if not data:
        return None
    data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    return data.decode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(data)


def unguard(connection: Connection) -> None:
    """Do as somebody with every right would: switch off what guards the tables."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))


def write(connection: Connection, table: Table, column: Column[Any], row: Any, value: Any) -> None:
    there = and_(*(key == row[key.name] for key in table.primary_key.columns))
    if not isinstance(value, str):
        connection.execute(update(table).where(there).values({column: value}))
        return
    data = value.encode("utf-8", "surrogateescape")
    assume("\0" not in value and data.decode("utf-8", "ignore") == value)  # the server takes no other text
    stored = func.convert_from(literal(data, LargeBinary), "UTF8")
    connection.execute(update(table).where(there).values({column: stored}))


def names(fault: Fault, table: str, row: Any) -> bool:
    """Say whether a fault is of the table, or names the row by a key of its own."""
    keys = [str(row[key]) for key in ("id", "document", "account", "claim") if row.get(key)]
    return fault.table == table or any(key in fault.message for key in keys)
