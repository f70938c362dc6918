"""Bringing the incidents up to date: all of them anew, or those alone that new accounts and judgements can touch.

Both give the same. An account can change only the incidents of the accounts that it can be linked to, directly or through others;
these are found in the store by place and day, and the rest is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.reconcile.block import candidates
from marsad.reconcile.cluster import Pair, cluster
from marsad.reconcile.compare import score
from marsad.reconcile.decisions import verdicts
from marsad.reconcile.overlay import overlay
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.view import incident
from marsad.reconcile.weights import DEFAULT
from marsad.record.filed import filed, loaded
from marsad.record.neighbours import Neighbourhood
from marsad.record.totals import totals
from marsad.store import Writing
from marsad.store.accounts import current_accounts, incidents_of, stale_incidents, unsettled
from marsad.store.batches import batches
from marsad.store.documents import new_documents
from marsad.store.judgements import all_judgements
from marsad.store.log import last_of
from marsad.store.running import SERIES, documents_of_series, series_of
from marsad.store.view import Changes, Run, Scope, View, put_view

_AT_ONCE = 500


def refresh(writing: Writing, run: Run, seeds: Iterable[str] = ()) -> Changes:
    """Bring up to date what changed since the last time; `seeds` are accounts that a judgement touched."""
    writing.flush()
    connection, seeds = writing.connection, frozenset(seeds)
    judged = tuple(all_judgements(connection))
    around = Neighbourhood(connection, verdicts(judged))
    around.grow({*seeds, *unsettled(connection)})
    touched = incidents_of(connection, around.sketches) | stale_incidents(connection)
    groups = cluster(around.sketches, around.linked, around.verdicts)
    series = series_of(connection, _retold(connection, seeds))
    scope = Scope(touched, frozenset(each.removeprefix(SERIES) for each in series))
    found = incidents(connection, groups, around.sketches, judged)
    return put_view(writing, View(run, found, totals(connection, series, judged)), scope)


def _retold(connection: Connection, seeds: frozenset[str]) -> frozenset[str] | None:
    """Give the documents whose running totals may have changed: new ones, and those that tell what a judgement touched."""
    new = new_documents(connection, last_of(connection, "RECONCILE"))
    return None if new is None else new | documents_of_series(connection, seeds)


def rebuild(writing: Writing, run: Run) -> Changes:
    """Compute every incident anew from the accounts and the judgements."""
    writing.flush()
    connection = writing.connection
    judged = tuple(all_judgements(connection))
    sketches = {kept.id: filed(kept).sketch for kept in current_accounts(connection)}
    groups = cluster(sketches, links(sketches), verdicts(judged))
    found = incidents(connection, groups, sketches, judged)
    return put_view(writing, View(run, found, totals(connection, series_of(connection, None), judged)))


def links(sketches: Mapping[str, Sketch]) -> dict[Pair, float]:
    """Give the pairs that link accounts, with their scores; what does not link is not kept, for there is much of it."""
    scored = ((pair, score(sketches[pair[0]], sketches[pair[1]])) for pair in candidates(sketches.values()))
    return {pair: found for pair, found in scored if found >= DEFAULT.join}


def incidents(
    connection: Connection,
    groups: Iterable[Sequence[str]],
    sketches: Mapping[str, Sketch],
    judged: Sequence[Judgement],
) -> Iterator[Incident]:
    """Give the incident of each group, loading the claims of some groups at a time."""
    stands = overlay(judged)
    for batch in batches(groups, _AT_ONCE):
        accounts = {each.id: each for each in loaded(connection, (each for group in batch for each in group))}
        for group in batch:
            yield incident([accounts[each] for each in group], sketches, stands)
