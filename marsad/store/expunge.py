"""Taking a document out of the record for good: its words go, its hashes, a reason and two names stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Table, delete, select, tuple_, update

from marsad.errors import RefusedError
from marsad.model.codec import pack
from marsad.store.batches import batches
from marsad.store.schema import (
    LASTING,
    accounts,
    aliases,
    cells,
    claim_sources,
    claims,
    documents,
    incidents,
    mentions,
    opinions,
    originals,
    readings,
    receipts,
    sealed_columns,
    sources,
    tallies,
    tombstones,
)
from marsad.store.seal import rows_digest, stub_hash
from marsad.store.streaming import stream
from marsad.store.writing import Writing

Reason = Literal["legal", "safety", "consent", "error"]
"""Why: a court or law demands it, somebody is in danger, somebody took consent back, it should never have come in."""
WIPED = (documents, originals, receipts, readings, claims, accounts, incidents, tallies, opinions)


@dataclass(frozen=True, slots=True)
class Order:
    """An order to expunge a document: the class of its reason, and the two people who approve."""

    document: str
    reason: Reason
    approvers: tuple[str, str]


def expunge(writing: Writing, order: Order) -> tuple[str, ...]:
    """Take a document's words out of the record; give the incidents that spoke of it, which are to be reconciled again."""
    writing.flush()
    content = _content(writing, order)
    touched = tuple(_view_rows(writing, order.document))
    current = _live(writing, {key for table, key, _ in touched if table is incidents})
    _forget(writing, order.document)
    _end_aliases(writing, current)
    first, second = (name.strip() for name in order.approvers)
    row = {"document": order.document, "content": content, "reason": order.reason, "at": writing.now()}
    writing.keep(tombstones, [row | {"first": first, "second": second}])
    wiped: defaultdict[str, list[str]] = defaultdict(list)
    for table, where in _places(order.document, touched):
        wiped[str(table.name)] += _wipe(writing, table, where)
    more = {"wiped": {name: rows_digest(hashes) for name, hashes in wiped.items() if hashes}}
    writing.enter("EXPUNGE", order.document, more)
    writing.flush()
    writing.scrub = True
    return current


def _content(writing: Writing, order: Order) -> str:
    """Check the order, and give the hash of the document's content."""
    first, second = (" ".join(name.split()).casefold() for name in order.approvers)
    asked = select(documents.c.content, documents.c.expunged).where(documents.c.id == order.document)
    held = writing.connection.execute(asked).first()
    if held is None:
        raise RefusedError("EXPUNGE", order.document, f"there is no document {order.document} in this record")
    if held.expunged is not None:
        raise RefusedError("EXPUNGE", order.document, f"document {order.document} was expunged already")
    if not first or not second or first == second:
        raise RefusedError("EXPUNGE", order.document, "expunging needs the names of two different people who approve")
    if order.reason not in get_args(Reason):
        reasons = ", ".join(get_args(Reason))
        raise RefusedError(
            "EXPUNGE", order.document, f"{order.reason!r} is no reason to expunge; give one of {reasons}"
        )
    return str(held.content)


def _view_rows(writing: Writing, document: str) -> Iterator[tuple[Table, str, int]]:
    """Find every version of an incident or tally that speaks of a document."""
    needle = pack(document)
    for table in (incidents, tallies):
        asked = select(table.c.id, table.c.seq, table.c.payload).where(table.c.payload.is_not(None))
        for key, seq, payload in stream(writing.connection, asked):
            if needle in bytes(payload):
                yield table, key, seq


def _live(writing: Writing, keys: set[str]) -> tuple[str, ...]:
    """Give those of some incidents that are in the view, sorted."""
    asked = select(incidents.c.id).where(incidents.c.current == 1)
    found = [
        key
        for part in batches(sorted(keys), 500)
        for key in writing.connection.execute(asked.where(_ids(part))).scalars()
    ]
    return tuple(sorted(found))


def _ids(keys: Sequence[str]) -> ColumnElement[bool]:
    return incidents.c.id.in_(keys)


def _forget(writing: Writing, document: str) -> None:
    """Delete what is looked up by the words of a document, and its mentions: a short row could be guessed from its hash."""
    own_accounts = select(accounts.c.id).where(accounts.c.document == document)
    own_readings = select(readings.c.seq).where(readings.c.document == document)
    run = writing.connection.execute
    run(delete(cells).where(cells.c.account.in_(own_accounts)))
    run(delete(claim_sources).where(claim_sources.c.seq.in_(own_readings)))
    run(delete(mentions).where(mentions.c.seq.in_(own_readings)))
    run(delete(sources).where(sources.c.key.not_in(select(claim_sources.c.source))))


def _end_aliases(writing: Writing, gone: Sequence[str]) -> None:
    """Let the ids of incidents that lose a document lead nowhere until they are reconciled again."""
    live = aliases.c.current == 1
    asked = select(aliases.c.id).where(live, aliases.c.incident.in_(gone))
    keys = sorted(set(writing.connection.execute(asked).scalars()))
    writing.connection.execute(update(aliases).where(live, aliases.c.id.in_(keys)).values(current=0))
    writing.keep(aliases, [{"id": key, "incident": None, "reason": "expunged", "current": 1} for key in keys])
    writing.connection.execute(update(accounts).where(accounts.c.incident.in_(gone)).values(incident=None))


def _places(document: str, touched: Sequence[tuple[Table, str, int]]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Give every table that holds words of a document, and where in it."""
    for table in WIPED:
        if table in (incidents, tallies):
            for part in batches([(key, seq) for found, key, seq in touched if found is table], 200):
                yield table, tuple_(table.c.id, table.c.seq).in_(part)
        else:
            yield table, (table.c.id if table is documents else table.c.document) == document


def _wipe(writing: Writing, table: Table, where: ColumnElement[bool]) -> list[str]:
    """Empty the rows of a table but for ids and hashes; give a hash of what each keeps."""
    fresh = where & table.c.expunged.is_(None)
    hashes = [stub_hash(table, row) for row in writing.connection.execute(select(table).where(fresh)).mappings()]
    empty: dict[str, Any] = {name: None for name in sealed_columns(table) if name not in LASTING}
    state = {name: value for name, value in (("current", 0), ("incident", None)) if name in table.c}
    values = empty | {name: value for name, value in state.items() if table.c[name].info.get("state")}
    writing.connection.execute(update(table).where(fresh).values(**values, expunged=writing.seq))
    return hashes
