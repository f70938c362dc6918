"""The view: only what changed is written, every version stays, and an id that was given out once always leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from records import DAY, FIRST, SECOND, THIRD, account_of, incident_of, reading, report
from sqlalchemy import func, select

from marsad.errors import StoreError
from marsad.model.incident import Incident
from marsad.model.tally import Tally, TallyState
from marsad.model.value import Count
from marsad.store import Store, put_reading, put_readings
from marsad.store.accounts import accounts_in, current_accounts, stale_incidents, unsettled
from marsad.store.incidents import (
    Resolution,
    current_incidents,
    current_tallies,
    history,
    incident,
    resolve,
)
from marsad.store.log import head
from marsad.store.schema import incidents, runs
from marsad.store.verify import verify
from marsad.store.view import Changes, Run, Scope, View, last_run, put_view

A, B, C = (report(text) for text in (FIRST, SECOND, THIRD))
RUN = Run("0.1.0", "k1", b'{"rules":["majority@1"]}')


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(each) for each in (A, B, C)])
    return store


def put(store: Store, *found: Incident, tallies: tuple[Tally, ...] = (), scope: Scope | None = None) -> Changes:
    with store.transaction("amal") as writing:
        changes = put_view(writing, View(RUN, found, tallies), scope)
    with store.reading() as connection:
        assert verify(connection) == ()
    return changes


def tally(low: int) -> Tally:
    state = TallyState(DAY, Count(low, low, "exact"), "claim", A.id)
    return Tally("tally-1", None, None, "killed", "civilian", None, None, None, date(2018, 9, 10), (state,))


def test_incidents_come_back_in_the_order_of_their_ids_with_what_made_them(filled: Store) -> None:
    one, two = sorted((incident_of(A, B), incident_of(C)), key=lambda each: each.id)
    assert put(filled, two, one).written == [one.id, two.id] or put(filled, two, one).written == []
    with filled.reading() as connection:
        assert list(current_incidents(connection)) == [one, two]
        assert incident(connection, one.id) == one
        assert last_run(connection) == RUN
        assert [each.id for each in accounts_in(connection, [incident_of(A, B).id])] == sorted(map(account_of, (A, B)))


def test_the_same_view_again_changes_nothing_not_even_the_log(filled: Store) -> None:
    put(filled, incident_of(A, B), incident_of(C), tallies=(tally(3),))
    with filled.reading() as connection:
        before = head(connection)
    changes = put(filled, incident_of(C), incident_of(A, B), tallies=(tally(3),))
    assert (changes.written, changes.gone, changes.tallies) == ([], [], 0)
    with filled.reading() as connection:
        assert head(connection) == before
        assert connection.execute(select(func.count()).select_from(runs)).scalar() == 1


def test_only_what_changed_is_written_and_the_old_version_stays(filled: Store) -> None:
    old, other = incident_of(A, B), incident_of(C)
    put(filled, old, other)
    new = incident_of(A, B, place="Azaz")
    assert put(filled, new, other).written == [new.id]
    with filled.reading() as connection:
        assert [each.incident for each in history(connection, old.id)] == [old, new]
        assert [each.incident for each in history(connection, other.id)] == [other]
        row = connection.execute(select(incidents).where(incidents.c.current == 1, incidents.c.id == new.id)).one()
        assert (row.place, row.day_first, row.type) == ("Azaz", DAY.isoformat(), "Shelling/artillery/missile attack")


def test_an_incident_that_joins_another_leads_there(filled: Store) -> None:
    put(filled, incident_of(A), incident_of(B), incident_of(C))
    joined = incident_of(A, B)
    assert put(filled, joined, incident_of(C)).gone == [incident_of(B).id]
    with filled.reading() as connection:
        assert resolve(connection, incident_of(B).id) == Resolution(incident_of(B).id, joined.id, "joined")
        assert incident(connection, incident_of(B).id) == joined
        assert incident(connection, account_of(B)) == joined
        assert history(connection, incident_of(B).id)[-1].incident is None


def test_ids_lead_on_through_a_second_joining_and_back_after_a_split(filled: Store) -> None:
    put(filled, incident_of(A), incident_of(B), incident_of(C))
    put(filled, incident_of(B, C), incident_of(A))
    put(filled, incident_of(A, B, C))
    with filled.reading() as connection:
        assert {resolve(connection, incident_of(each).id).incident for each in (A, B, C)} == {incident_of(A).id}
    put(filled, incident_of(A), incident_of(B), incident_of(C))
    with filled.reading() as connection:
        for each in (A, B, C):
            assert resolve(connection, incident_of(each).id) == Resolution(
                incident_of(each).id, incident_of(each).id, "itself"
            )


def test_an_incident_without_accounts_leaves_a_reason(filled: Store) -> None:
    put(filled, incident_of(A), incident_of(B))
    put(filled, incident_of(A))
    with filled.reading() as connection:
        found = resolve(connection, incident_of(B).id)
        assert (found.incident, found.reason) == (None, "no account of it is left")
        with pytest.raises(StoreError, match="leads to no incident"):
            incident(connection, incident_of(B).id)
        with pytest.raises(StoreError, match="no incident or account nothing"):
            resolve(connection, "nothing")
        assert resolve(connection, account_of(C)).reason == "not reconciled"


def test_a_scope_leaves_all_else_alone(filled: Store) -> None:
    put(filled, incident_of(A), incident_of(B), incident_of(C), tallies=(tally(3),))
    joined = incident_of(B, C)
    changes = put(filled, joined, scope=Scope(frozenset({incident_of(B).id, incident_of(C).id})))
    assert (changes.written, changes.gone, changes.tallies) == ([joined.id], [incident_of(C).id], 0)
    with filled.reading() as connection:
        assert {each.id for each in current_incidents(connection)} == {incident_of(A).id, joined.id}
        assert list(current_tallies(connection)) == [tally(3)]


def test_tallies_are_kept_in_versions_too(filled: Store) -> None:
    put(filled, tallies=(tally(3),))
    assert put(filled, tallies=(tally(4),)).tallies == 1
    with filled.reading() as connection:
        assert list(current_tallies(connection)) == [tally(4)]
    assert put(filled).tallies == 1
    with filled.reading() as connection:
        assert list(current_tallies(connection)) == []


def test_what_is_read_again_is_found_to_need_reconciling_until_it_was(filled: Store) -> None:
    whole = incident_of(A, B)
    put(filled, whole, incident_of(C))
    moved = reading(A, "k2")
    with filled.transaction("amal") as writing:
        put_reading(writing, replace(moved, accounts=(replace(moved.accounts[0], id="another"),)))
    with filled.reading() as connection:
        assert verify(connection) == ()
        assert stale_incidents(connection) == {whole.id}
        assert unsettled(connection) == tuple(sorted((account_of(B), "another")))
    told = replace(incident_of(B, key=incident_of(B).id))
    fresh = replace(incident_of(A, key="incident-another"), accounts=("another",))
    put(filled, told, fresh, scope=Scope(frozenset({whole.id})))
    with filled.reading() as connection:
        assert stale_incidents(connection) == frozenset()
        assert unsettled(connection) == ()
        assert resolve(connection, whole.id).incident == told.id
        assert {each.incident for each in current_accounts(connection)} == {told.id, fresh.id, incident_of(C).id}


def test_an_incident_whose_documents_are_all_told_in_one_leads_there(filled: Store) -> None:
    put(filled, incident_of(A), incident_of(B), incident_of(C))
    moved = reading(A, "k2")
    with filled.transaction("amal") as writing:
        put_reading(writing, replace(moved, accounts=(replace(moved.accounts[0], id="another"),)))
    fresh = replace(incident_of(A, key="incident-another"), accounts=("another",))
    put(filled, fresh, incident_of(B), incident_of(C))
    with filled.reading() as connection:
        assert resolve(connection, incident_of(A).id).incident == fresh.id
