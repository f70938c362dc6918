"""What the verbs ask of a record: incidents with what they rest on, a judgement that takes effect at once, and the tallies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from marsad import __version__
from marsad.errors import StoreError
from marsad.export.entry import Entry
from marsad.model.account import Account
from marsad.model.codec import pack
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.model.tally import Check, Tally
from marsad.reconcile.tallies import compare
from marsad.reconcile.weights import VERSION
from marsad.record.filed import loaded
from marsad.record.refiling import check, refile
from marsad.record.refresh import refresh
from marsad.store import Store, Writing
from marsad.store.accounts import accounts_of_claims, full_id, ids_like
from marsad.store.batches import batches
from marsad.store.incidents import current_incidents, current_tallies, incident
from marsad.store.judged import judgements_by_id
from marsad.store.judgements import put_judgement
from marsad.store.view import Changes, Run, last_run

_AT_ONCE = 200
_WHOLE = 16


def run_of(knowledge: str) -> Run:
    """Name what makes a view: the program, the knowledge and the way of linking."""
    return Run(f"marsad {__version__}", knowledge, pack({"linking": VERSION}))


def entries(connection: Connection, found: Iterable[Incident] | None = None) -> Iterator[Entry]:
    """Give incidents with their claims and documents, all of the record or some, in their order."""
    for batch in batches(current_incidents(connection) if found is None else found, _AT_ONCE):
        accounts = {each.id: each for each in loaded(connection, (key for one in batch for key in one.accounts))}
        for one in batch:
            yield entry(one, [accounts[key] for key in one.accounts])


def entry(found: Incident, told: Iterable[Account]) -> Entry:
    """Put an incident and its accounts together."""
    accounts = tuple(told)
    return Entry(
        found,
        {claim.id: claim for account in accounts for claim in account.claims},
        {account.provenance.document: account.provenance for account in accounts},
    )


def judge(store: Store, judgement: Judgement, run: Run) -> Changes:
    """Keep a judgement and bring what it touches up to date, in one transaction."""
    with store.transaction(judgement.by) as writing:
        return judge_within(writing, judgement, run)


def judge_within(writing: Writing, judgement: Judgement, run: Run) -> Changes:
    """Keep a judgement and bring what it touches up to date, within a transaction."""
    keep(writing, judgement)
    return refresh(writing, run, touched_by(writing.connection, judgement))


def keep(writing: Writing, judgement: Judgement) -> bool:
    """Keep a judgement that makes sense, and file the report that it speaks of anew; say whether it is new."""
    check(writing.connection, judgement)
    new = put_judgement(writing, judgement)
    if new:
        refile(writing, judgement)
    return new


def touched_by(connection: Connection, judgement: Judgement) -> tuple[str, ...]:
    """Give the accounts that a judgement is about; one that is taken back touches what the first did."""
    if judgement.verdict in ("same", "different"):
        return judgement.subjects
    if judgement.verdict == "withdraw":
        from_first = _judged(connection, judgement.subjects)
        return tuple(each for first in from_first for each in touched_by(connection, first))
    if judgement.verdict == "add":
        return ()
    return accounts_of_claims(connection, judgement.subjects)


def _judged(connection: Connection, ids: Iterable[str]) -> list[Judgement]:
    return [each.judgement for each in judgements_by_id(connection, ids)]


def found(connection: Connection, key: str) -> Incident:
    """Give the incident that an id, or the first letters of one, leads to."""
    full = key if len(key) == _WHOLE else None
    if full is None:
        like = ids_like(connection, key)
        if len(like) != 1:
            raise StoreError(
                f"{key}: {'no' if not like else len(like)} incidents or accounts have an id that begins so"
            )
        full = like[0]
    return incident(connection, full)


def between(incidents: Iterable[Incident], since: date | None, until: date | None) -> Iterator[Incident]:
    """Pass on the incidents of some days; one without a day is passed on where no days are asked for."""
    for each in incidents:
        if (since is None and until is None) or (
            each.dating and each.dating.end >= (since or date.min) and each.dating.start <= (until or date.max)
        ):
            yield each


def newest_run(connection: Connection) -> Run:
    """Give what made the view last, so that a judgement does not change its versions."""
    return last_run(connection) or run_of("none")


def subjects_of(connection: Connection, verdict: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Give the full ids of what is judged; an incident stands for its first account."""
    if verdict in ("same", "different"):
        return tuple(found(connection, key).accounts[0] if len(key) < _WHOLE else key for key in keys)
    if verdict == "add":
        return tuple(keys)
    return tuple(full_id(connection, key, "judgement" if verdict == "withdraw" else "claim") for key in keys)


def compared(connection: Connection) -> Iterator[tuple[Tally, Check | None]]:
    """Give the tallies, each with its comparison with the incidents of the same window, place and group."""
    incidents = tuple(current_incidents(connection))
    for tally in current_tallies(connection):
        yield tally, compare(tally, incidents)
