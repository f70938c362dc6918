"""Incidents as they are to be kept, made of what the store holds of their accounts: here, or in processes beside this one.

The incidents of different groups have nothing to do with each other, so they are made group by group out of the bytes that the store
holds, and come back as the bytes that it will keep. How many processes share the work makes no difference to what is made.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context

from sqlalchemy import Connection

from marsad.model.account import Account
from marsad.reconcile.accounts import assembled
from marsad.reconcile.overlay import Overlay
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.view import incident
from marsad.record.filed import filed
from marsad.settings import processors
from marsad.store.accounts import payloads_of
from marsad.store.batches import batches
from marsad.store.claims import ClaimPayload, payloads_in, to_claim
from marsad.store.incidents import IncidentRecord, incident_record

__all__ = ["Groups", "Portion", "accounts_of", "build", "built", "portion", "processors"]
_AT_ONCE = 500
_MANY = 4000
"""So many groups are worth the start of other processes, which takes them a second or two."""

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Portion:
    """Some groups of accounts, with the bytes that the store holds of the accounts and of their claims."""

    groups: Groups
    accounts: Mapping[str, bytes]
    claims: Mapping[str, Sequence[ClaimPayload]]


def built(connection: Connection, groups: Groups, judged: Overlay, processes: int = 1) -> Iterator[IncidentRecord]:
    """Give the incident of each group, in order, loading the accounts of some groups at a time."""
    portions = (portion(connection, batch) for batch in batches(groups, _AT_ONCE))
    if processes > 1 and len(groups) >= _MANY:
        return chain.from_iterable(_shared(portions, judged, processes))
    return chain.from_iterable(build(each, judged) for each in portions)


def portion(connection: Connection, groups: Groups) -> Portion:
    """Load what the store holds of some groups."""
    keys = [key for group in groups for key in group]
    claims: defaultdict[str, list[ClaimPayload]] = defaultdict(list)
    for key, payload in payloads_in(connection, keys):
        claims[key].append(payload)
    return Portion(groups, payloads_of(connection, keys), dict(claims))


def build(portion: Portion, judged: Overlay) -> list[IncidentRecord]:
    """Make the incidents of a portion, in the order of its groups."""
    return [_incident(group, portion, judged) for group in portion.groups]


def _incident(group: Sequence[str], portion: Portion, judged: Overlay) -> IncidentRecord:
    told, sketches = accounts_of(group, portion)
    return incident_record(incident(told, sketches, judged))


def accounts_of(group: Sequence[str], portion: Portion) -> tuple[list[Account], dict[str, Sketch]]:
    """Put the accounts of a group together again out of the bytes of its portion, with their sketches by id."""
    whole = {key: filed(portion.accounts[key]) for key in group}
    told = [
        assembled(
            key,
            each.provenance,
            [to_claim(*payload) for payload in portion.claims.get(key, ())],
            foreground=each.sketch.foreground,
            lead=each.sketch.lead,
        )
        for key, each in whole.items()
    ]
    return told, {key: each.sketch for key, each in whole.items()}


def _shared(portions: Iterator[Portion], judged: Overlay, processes: int) -> Iterator[list[IncidentRecord]]:
    """Have portions built by other processes, a few ahead of what is asked for; what they can't build is built here."""
    waiting: deque[tuple[Portion, Future[list[IncidentRecord]] | None]] = deque()
    # a process that is forked would share the connection to the database; one that is spawned knows nothing of it
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for each in portions:
            waiting.append((each, _handed(pool, each, judged)))
            if len(waiting) > 2 * processes:
                yield _fetched(*waiting.popleft(), judged)
        while waiting:
            yield _fetched(*waiting.popleft(), judged)


def _handed(pool: ProcessPoolExecutor, portion: Portion, judged: Overlay) -> Future[list[IncidentRecord]] | None:
    try:
        return pool.submit(build, portion, judged)
    except BrokenProcessPool:
        return None


def _fetched(portion: Portion, made: Future[list[IncidentRecord]] | None, judged: Overlay) -> list[IncidentRecord]:
    try:
        return made.result() if made else build(portion, judged)
    except BrokenProcessPool:  # no other process could be started, or one was killed
        return build(portion, judged)
