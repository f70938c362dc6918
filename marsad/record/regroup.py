"""Joining and parting incidents: the judgements that it takes, what they will do, and signing them as one.

Joining says of all the accounts that they are one event. Parting says that the accounts taken out are one event, those that stay another,
and that the two differ; a pair across the two that somebody called the same before is called different by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from marsad.errors import RefusedError, StoreError
from marsad.model.codec import unpack
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement, Verdict
from marsad.reconcile.cluster import cluster, ordered
from marsad.reconcile.decisions import verdicts
from marsad.reconcile.overlay import overlay
from marsad.record.board import update_board
from marsad.record.building import built
from marsad.record.decision import Decision, signed
from marsad.record.desk import newest_run
from marsad.record.neighbours import Neighbourhood
from marsad.record.refresh import Touched, refresh
from marsad.store import Store
from marsad.store.accounts import incidents_of
from marsad.store.incidents import changed_at, incident, incidents_by_id
from marsad.store.judgements import all_judgements, put_judgement, signing_time

Step = tuple[Verdict, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What judgements would do: the incidents that they touch as they are, and as they would be."""

    before: tuple[Incident, ...]
    after: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done, on a page of which log entry, and why."""

    steps: tuple[Step, ...]
    by: str
    seen: int
    reason: str


def joined(found: Sequence[Incident]) -> tuple[Step, ...]:
    """Say of all the accounts of some incidents that they are one event."""
    return (("same", tuple(dict.fromkeys(key for each in found for key in each.accounts))),)


def parted(found: Incident, out: Iterable[str], judged: Iterable[Judgement]) -> tuple[Step, ...]:
    """Say that some accounts of an incident are another event than the rest."""
    wanted = set(out)
    chosen = tuple(each for each in found.accounts if each in wanted)
    rest = tuple(each for each in found.accounts if each not in wanted)
    if not chosen or not rest:
        raise StoreError("choose some of the accounts, and not all of them: those that are another event")
    apart = {ordered(chosen[0], rest[0])}
    across = {ordered(one, other) for one in chosen for other in rest}
    apart |= across & verdicts(judged).same
    alike: list[Step] = [("same", side) for side in (chosen, rest) if len(side) > 1]
    different: list[Step] = [("different", pair) for pair in sorted(apart)]
    return (*alike, *different)


def _signed(wish: Wish, at: datetime) -> list[Judgement]:
    told = (Decision(verdict, subjects, wish.seen, wish.reason.strip()) for verdict, subjects in wish.steps)
    return [signed(each, wish.by, at, {}) for each in told]


def preview(connection: Connection, wish: Wish, at: datetime) -> Preview:
    """Give what a wish would do, without doing it."""
    judged = (*all_judgements(connection), *_signed(wish, signing_time(connection, at)))
    around = Neighbourhood(connection, verdicts(judged))
    around.grow({key for _, subjects in wish.steps for key in subjects})
    groups = cluster(around.sketches, around.linked, around.verdicts)
    made = (unpack(Incident, each.row["payload"]) for each in built(connection, groups, overlay(judged)))
    after = {each.id: each for each in made}
    before = {each.id: each for each in incidents_by_id(connection, incidents_of(connection, around.sketches))}
    touched = {key for key in before.keys() | after.keys() if _members(before.get(key)) != _members(after.get(key))}
    return Preview(*(tuple(each[key] for key in sorted(touched & each.keys())) for each in (before, after)))


def _members(found: Incident | None) -> frozenset[str]:
    return frozenset(found.accounts) if found else frozenset()


def regroup(store: Store, wish: Wish, key: str) -> Incident:
    """Sign what a wish says about an incident and let it take effect, all of it or nothing; give the incident as it is then.

    It is refused where the incident changed after the page that it was wished on was made.
    """
    with store.transaction(wish.by) as writing:
        connection = writing.connection
        if changed_at(connection, key) > wish.seen:
            why = "this incident changed after the page was made: look at it again before you decide"
            raise RefusedError("JUDGE", key, why)
        for each in _signed(wish, signing_time(connection, writing.clock())):
            put_judgement(writing, each)
        refresh(
            writing, newest_run(connection), Touched(frozenset(each for _, subjects in wish.steps for each in subjects))
        )
        update_board(writing)
        return incident(connection, key)
