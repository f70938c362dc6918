"""Bringing the incidents up to date: all of them anew, or those alone that new accounts and judgements can touch.

Both give the same. An account can change only the incidents of the accounts that it can be linked to, directly or through others;
these are found in the store by place and day, and the rest is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from marsad.model.judgement import Judgement
from marsad.reconcile.block import links
from marsad.reconcile.cluster import cluster
from marsad.reconcile.decisions import verdicts
from marsad.reconcile.overlay import overlay
from marsad.record.building import built
from marsad.record.filed import drawn
from marsad.record.neighbours import Neighbourhood
from marsad.record.totals import totals
from marsad.store import Writing
from marsad.store.accounts import current_accounts, incidents_of, stale_incidents, unsettled
from marsad.store.documents import new_documents
from marsad.store.judgements import all_judgements
from marsad.store.log import last_of
from marsad.store.running import SERIES, series_of
from marsad.store.view import Changes, Run, Scope, View, put_view


def refresh(writing: Writing, run: Run, seeds: Iterable[str] = (), processes: int = 1) -> Changes:
    """Bring up to date what changed since the last time; `seeds` are accounts that a judgement touched.

    Where there is much to do, as many `processes` as are given may share it.
    """
    writing.flush()
    connection = writing.connection
    judged = tuple(all_judgements(connection))
    around = Neighbourhood(connection, verdicts(judged))
    around.grow({*seeds, *unsettled(connection)})
    touched = incidents_of(connection, around.sketches) | stale_incidents(connection)
    groups = cluster(around.sketches, around.linked, around.verdicts)
    series = series_of(connection, new_documents(connection, 0 if seeds else last_of(connection, "RECONCILE")))
    scope = Scope(touched, frozenset(each.removeprefix(SERIES) for each in series))
    found = built(connection, groups, overlay(judged), processes)
    return put_view(writing, View(run, found, totals(connection, series, judged)), scope)


def rebuild(writing: Writing, run: Run, processes: int = 1) -> Changes:
    """Compute every incident anew from the accounts and the judgements, in as many `processes` as may share the work."""
    writing.flush()
    connection = writing.connection
    judged = tuple(all_judgements(connection))
    found = built(connection, _groups(connection, judged), overlay(judged), processes)
    return put_view(writing, View(run, found, totals(connection, series_of(connection, None), judged)))


def _groups(connection: Connection, judged: Iterable[Judgement]) -> list[tuple[str, ...]]:
    """Group all accounts by what they tell of; what linking needs of them is held no longer than that takes."""
    sketches = {kept.id: drawn(kept) for kept in current_accounts(connection)}
    return cluster(sketches, links(sketches), verdicts(judged))
