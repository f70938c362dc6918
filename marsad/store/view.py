"""Replacing the view: what changed is written, nothing else, and an id that goes leads to what took its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, bindparam, select, update

from marsad.model.codec import unpack
from marsad.model.incident import Incident
from marsad.model.tally import Tally
from marsad.store.batches import batches
from marsad.store.incidents import IncidentRecord, incident_record, no_incident_row, no_tally_row, tally_row
from marsad.store.schema import accounts, aliases, incidents, runs, tallies
from marsad.store.seal import Row, row_hash
from marsad.store.writing import Writing

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Run:
    """What made a view: the program, the version of the knowledge, and the settings as JSON (rules with their versions)."""

    program: str
    knowledge: str
    settings: bytes = b"{}"


@dataclass(frozen=True, slots=True)
class Scope:
    """The incidents and tallies, by id, that a view is to replace; what it holds beside them is new or rewritten."""

    incidents: frozenset[str] = frozenset()
    tallies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """Incidents and tallies as they were computed, each in any order; incidents may be made ready to be kept already."""

    run: Run
    incidents: Iterable[Incident | IncidentRecord] = ()
    tallies: Iterable[Tally] = ()


@dataclass(slots=True)
class Changes:
    """What replacing a view changed, by id."""

    written: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    tallies: int = 0


def put_view(writing: Writing, view: View, scope: Scope | None = None) -> Changes:
    """Replace the view within a scope, or the whole of it (None); a view that is there already changes nothing."""
    writing.flush()
    changes = Changes()
    before = _current(writing.connection, incidents, scope.incidents if scope else None)
    made = (each if isinstance(each, IncidentRecord) else incident_record(each) for each in view.incidents)
    here = {key for batch in batches(made, _BATCH) for key in _write(writing, batch, changes)}
    changes.gone = sorted(before.keys() - here)
    left = dict(_last_seen(writing.connection, changes.gone))
    _rewrite(writing, incidents, [no_incident_row(key) for key in changes.gone])
    _let_go(writing.connection, changes.gone)
    _settle(writing.connection, scope)
    _alias(writing, changes, left)
    changes.tallies = _put_tallies(writing, view.tallies, scope)
    if writing.changed:
        run = view.run
        writing.keep(runs, [{"program": run.program, "knowledge": run.knowledge, "settings": run.settings}])
        writing.enter("RECONCILE", "view")
        writing.flush()
    return changes


def _current(connection: Connection, table: Table, keys: Iterable[str] | None) -> dict[str, str]:
    """Give the hash of the current version of each row, or of some, by id."""
    asked = select(table.c.id, table.c.sha256).where(table.c.current == 1)
    if keys is None:
        return {row.id: row.sha256 for row in connection.execute(asked)}
    parts = batches(sorted(set(keys)), _BATCH)
    return {row.id: row.sha256 for part in parts for row in connection.execute(asked.where(table.c.id.in_(part)))}


def _rewrite(writing: Writing, table: Table, rows: Sequence[Row]) -> list[str]:
    """Write a new version of each row that differs from the current one; give their ids."""
    written: list[str] = []
    for batch in batches(rows, _BATCH):
        held = _current(writing.connection, table, [row["id"] for row in batch])
        for row in batch:
            row["sha256"] = row_hash(table, row)
        changed = [row for row in batch if held.get(row["id"]) != row["sha256"]]
        keys = [row["id"] for row in changed]
        if held:
            there = table.c.id.in_(keys) & (table.c.current == 1)
            writing.connection.execute(update(table).where(there).values(current=0))
        writing.keep(table, changed)
        written += keys
    return written


def _write(writing: Writing, batch: Sequence[IncidentRecord], changes: Changes) -> list[str]:
    """Write what changed of some incidents, and lead their accounts to them; give the ids of all."""
    written = set(_rewrite(writing, incidents, [each.row for each in batch]))
    _let_go(writing.connection, written)
    moved = [{"key": key, "to": each.row["id"]} for each in batch if each.row["id"] in written for key in each.accounts]
    if moved:
        there = (accounts.c.id == bindparam("key")) & (accounts.c.current == 1)
        writing.connection.execute(update(accounts).where(there).values(incident=bindparam("to")), moved)
    changes.written += sorted(written)
    return [each.row["id"] for each in batch]


def _let_go(connection: Connection, keys: Iterable[str]) -> None:
    """Take the accounts out of incidents that are written anew or are no more."""
    for part in batches(sorted(keys), _BATCH):
        connection.execute(update(accounts).where(accounts.c.incident.in_(part)).values(incident=None))


def _settle(connection: Connection, scope: Scope | None) -> None:
    """Take accounts that are no more out of the incidents of the scope: these have been computed without them."""
    retired = update(accounts).where(accounts.c.current == 0, accounts.c.incident.is_not(None)).values(incident=None)
    if scope is None:
        connection.execute(retired)
        return
    for part in batches(sorted(scope.incidents), _BATCH):
        connection.execute(retired.where(accounts.c.incident.in_(part)))


def _last_seen(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[str, Incident]]:
    """Give the incidents that are about to go as they were."""
    asked = select(incidents.c.id, incidents.c.payload).where(incidents.c.current == 1)
    for part in batches(keys, _BATCH):
        for row in connection.execute(asked.where(incidents.c.id.in_(part))):
            yield row.id, unpack(Incident, row.payload)


def _alias(writing: Writing, changes: Changes, left: Mapping[str, Incident]) -> None:
    """Let every id lead to itself, to what took its place, or to the reason why there is nothing."""
    wanted: dict[str, tuple[str | None, str]] = {key: (key, "itself") for key in changes.written}
    for part in batches(changes.gone, _BATCH):
        led = {key: _heir(writing.connection, left[key]) for key in part}
        wanted |= {key: (heir, "joined" if heir else "no account of it is left") for key, heir in led.items()}
        asked = select(aliases.c.id, aliases.c.incident).where(aliases.c.current == 1, aliases.c.incident.in_(part))
        for key, through in writing.connection.execute(asked):
            wanted.setdefault(key, wanted[through])
    rows = [{"id": key, "incident": to, "reason": why, "current": 1} for key, (to, why) in sorted(wanted.items())]
    _rewrite(writing, aliases, rows)


def _heir(connection: Connection, gone: Incident) -> str | None:
    """Find the incident that has the first of the accounts of one that is gone, or all that its documents tell now."""
    live = (accounts.c.current == 1) & accounts.c.incident.is_not(None)
    told = select(accounts.c.id, accounts.c.incident).where(live, accounts.c.id.in_(gone.accounts))
    now: dict[str, str] = {row.id: row.incident for row in connection.execute(told)}
    heir = next((now[key] for key in gone.accounts if key in now), None)
    if heir:
        return heir
    retold = select(accounts.c.incident).where(live, accounts.c.document.in_(gone.documents)).distinct()
    found = connection.execute(retold).scalars().all()
    return str(found[0]) if len(found) == 1 else None


def _put_tallies(writing: Writing, found: Iterable[Tally], scope: Scope | None) -> int:
    """Replace the tallies of a scope; give the number of those that changed."""
    before = _current(writing.connection, tallies, scope.tallies if scope else None)
    rows = [tally_row(each) for each in found]
    gone = sorted(before.keys() - {row["id"] for row in rows})
    return len(_rewrite(writing, tallies, rows)) + len(_rewrite(writing, tallies, [no_tally_row(key) for key in gone]))


def last_run(connection: Connection) -> Run | None:
    """Give what made the view last."""
    row = connection.execute(select(runs).order_by(runs.c.seq.desc()).limit(1)).mappings().first()
    return Run(row["program"], row["knowledge"], bytes(row["settings"])) if row else None
