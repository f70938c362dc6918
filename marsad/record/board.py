"""Bringing the board of the workbench up to date: what changed since the last time, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Connection

from marsad.export.entry import Claim, Entry
from marsad.record.desk import entries
from marsad.record.facets import facet
from marsad.record.queueing import Heard, Review, queue_row, queued, reviews
from marsad.record.second import doubted
from marsad.record.summing import put_sums, update_sums
from marsad.store import Store
from marsad.store.batches import batches
from marsad.store.board import (
    documents_since,
    drop_documents,
    drop_facets,
    incidents_since,
    incidents_telling,
    loose_claims,
    position,
    put_facets,
    put_queue,
    set_position,
    set_state,
)
from marsad.store.claims import claims_by_id
from marsad.store.documents import provenances
from marsad.store.incidents import incidents_by_id
from marsad.store.judged import file_judgements, judgements_about, things_judged
from marsad.store.log import head
from marsad.store.sums import put_counted
from marsad.store.writing import Writing

_AT_ONCE = 500
Tick = Callable[[str], None]


def bring_up(store: Store, tick: Tick = lambda _: None) -> None:
    """Bring the board up to date, if the log has gone on since."""
    with store.reading() as connection:
        behind = position(connection) < head(connection).seq
    if behind:
        with store.transaction("marsad") as writing:
            update_board(writing, tick)


def update_board(writing: Writing, tick: Tick = lambda _: None) -> None:
    """Bring the board up to date within a transaction."""
    writing.flush()
    connection = writing.connection
    done, last = position(connection), head(connection).seq
    if done == last:
        return
    here, gone = incidents_since(connection, done)
    documents = documents_since(connection, done)
    here = sorted({*here, *incidents_telling(connection, documents)})
    judged = file_judgements(connection, done)
    drop_facets(connection, gone)
    put_counted(connection, gone, ())
    update_sums(connection, done)
    drop_documents(connection, documents)
    for part in batches(here, _AT_ONCE):
        _put(connection, list(entries(connection, incidents_by_id(connection, part))))
        tick(part[-1])
    _put_loose(connection, loose_claims(connection, documents))
    for claim, review in _reviews(connection, things_judged(connection, judged)).items():
        set_state(connection, claim, review.state, review.by)
    set_position(connection, last)


def _reviews(connection: Connection, claims: Iterable[str]) -> dict[str, Review]:
    return reviews(judgements_about(connection, claims))


def _heard(connection: Connection, claims: Collection[Claim]) -> Heard:
    return Heard(_reviews(connection, (each.id for each in claims)), doubted(connection, claims))


def _put(connection: Connection, told: Iterable[Entry]) -> None:
    whole = tuple(told)
    heard = _heard(connection, [claim for each in whole for claim in each.told])
    put_facets(connection, [facet(each) for each in whole])
    put_sums(connection, [each.incident for each in whole])
    put_queue(connection, [row for each in whole for row in queued(each, heard)])


def _put_loose(connection: Connection, ids: list[str]) -> None:
    """Queue the claims that are of no incident: running totals."""
    for part in batches(ids, _AT_ONCE):
        found = claims_by_id(connection, part)
        heard = _heard(connection, found)
        whence = {each.document: each for each in provenances(connection, {claim.document for claim in found})}
        put_queue(connection, [queue_row(claim, whence[claim.document], None, heard) for claim in found])
