"""Taking in what was read: documents, receipts and readings. Taking the same in twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection, Table, delete, select, update

from marsad.errors import RefusedError
from marsad.model.claim import Claims
from marsad.model.codec import pack_value
from marsad.model.document import Document
from marsad.model.mention import Mention
from marsad.store.accounts import AccountRecord, account_row, cell_rows
from marsad.store.batches import batches
from marsad.store.claims import Claim, claim_row, source_row
from marsad.store.documents import content_of, document_row, original_row, receipt_row
from marsad.store.running import SERIES
from marsad.store.schema import (
    accounts,
    cells,
    claim_sources,
    claims,
    documents,
    mentions,
    originals,
    readings,
    receipts,
    sources,
)
from marsad.store.seal import Row, digest, row_hash, rows_digest
from marsad.store.writing import Writing

Outcome = Literal["new", "again", "known", "expunged"]
"""What became of a reading: its document was new; it replaces an earlier one; it was there; its document was expunged."""
_BATCH = 250
_RETIRED: tuple[tuple[Table, Row], ...] = (
    (readings, {"current": 0}),
    (claims, {"current": 0}),
    (accounts, {"current": 0}),
)


@dataclass(frozen=True, slots=True)
class Read:
    """All that was read in one document, under one version of the knowledge; `series` names the tally of each running total."""

    document: Document
    knowledge: str
    claims: Claims
    mentions: tuple[Mention, ...] = ()
    accounts: tuple[AccountRecord, ...] = ()
    series: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Known:
    """What the record holds already of a batch of documents."""

    documents: dict[str, tuple[str, int | None]]
    originals: set[tuple[str, str]]
    receipts: set[tuple[str, str | None, str]]
    readings: dict[str, str]


def put_reading(writing: Writing, read: Read) -> Outcome:
    """Take in one reading."""
    return put_readings(writing, [read])[0]


def put_readings(writing: Writing, reads: Iterable[Read]) -> tuple[Outcome, ...]:
    """Take in readings, many at a time; say what became of each."""
    outcomes: list[Outcome] = []
    for batch in batches(reads, _BATCH):
        writing.flush()
        known = _known(writing.connection, sorted({read.document.id for read in batch}))
        outcomes += [_put(writing, known, read) for read in batch]
        writing.flush()
    return tuple(outcomes)


def _known(connection: Connection, keys: list[str]) -> _Known:
    held = connection.execute(
        select(documents.c.id, documents.c.content, documents.c.expunged).where(documents.c.id.in_(keys))
    )
    bytes_of = select(originals.c.document, originals.c.digest).where(originals.c.document.in_(keys))
    named = select(receipts.c.document, receipts.c.name, receipts.c.original).where(receipts.c.document.in_(keys))
    read = select(readings.c.document, readings.c.sha256).where(readings.c.document.in_(keys), readings.c.current == 1)
    return _Known(
        {key: (content, expunged) for key, content, expunged in held},
        {(key, found) for key, found in connection.execute(bytes_of)},
        {(key, name, found) for key, name, found in connection.execute(named)},
        {row.document: row.sha256 for row in connection.execute(read)},
    )


def _put(writing: Writing, known: _Known, read: Read) -> Outcome:
    document = read.document
    held, expunged = known.documents.get(document.id, ("", None))
    if held and held != content_of(document):
        why = f"document {document.id}: another report has this id; it was not taken in"
        raise RefusedError("RECEIVE", document.id, why)
    if expunged is not None:
        more = {"attempt": "RECEIVE", "why": "this document was expunged"}
        writing.enter("REFUSED", document.id, more)
        return "expunged"
    _receive(writing, known, document)
    rows = _Rows.of(read)
    if known.readings.get(document.id) == rows.reading["sha256"]:
        return "known"
    if document.id in known.readings:
        held_in = _retire(writing, document.id)
        for row in rows.accounts:
            row["incident"] = held_in.get(row["id"])
    known.readings[document.id] = rows.reading["sha256"]
    rows.write(writing)
    return "again" if held else "new"


def _receive(writing: Writing, known: _Known, document: Document) -> None:
    """Keep a document, or another receipt of one that is kept."""
    receipt, original = receipt_row(document), original_row(document)
    key = (document.id, document.name, receipt["original"])
    if key in known.receipts:
        return
    if document.id not in known.documents:
        row = document_row(document)
        known.documents[document.id] = (row["content"], None)
        writing.keep(documents, [row])
    if (document.id, original["digest"]) not in known.originals:
        known.originals.add((document.id, original["digest"]))
        writing.keep(originals, [original])
    known.receipts.add(key)
    writing.keep(receipts, [receipt])
    more = {"original": original["digest"], "text": digest(document.text.encode())}
    writing.enter("RECEIVE", document.id, more)


def _retire(writing: Writing, document: str) -> dict[str, str]:
    """Set aside the reading of a document that a newer one replaces; its claims stay in the record.

    Its accounts still point to their incidents, which is how those are found that must be reconciled again. Give these: an
    account that is read again stays where it was until then.
    """
    writing.flush()
    old = (accounts.c.document == document) & (accounts.c.current == 1)
    placed = select(accounts.c.id, accounts.c.incident).where(old, accounts.c.incident.is_not(None))
    held = {row.id: row.incident for row in writing.connection.execute(placed)}
    writing.connection.execute(delete(cells).where(cells.c.account.in_(select(accounts.c.id).where(old))))
    for table, state in _RETIRED:
        there = (table.c.document == document) & (table.c.current == 1)
        writing.connection.execute(update(table).where(there).values(state))
    return held


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one reading."""

    reading: Row
    mentions: list[Row]
    claims: list[Row]
    accounts: list[Row]
    cells: list[Row]
    heard: list[tuple[str, int, Row]]

    @classmethod
    def of(cls, read: Read) -> _Rows:
        told: tuple[Claim, ...] = (*read.claims.acts, *read.claims.harms)
        in_account = {claim: f"{SERIES}{key}" for claim, key in read.series.items()}
        in_account |= {claim: account.id for account in read.accounts for claim in account.claims}
        rows = cls(
            {},
            [_mention_row(read.document.id, place, each) for place, each in enumerate(read.mentions)],
            [claim_row(each, in_account.get(each.id)) for each in told],
            [account_row(each) for each in read.accounts],
            [row for each in read.accounts for row in cell_rows(each)],
            [(each.id, n, source_row(said.source)) for each in told for n, said in enumerate(each.statement.sources)],
        )
        rows.reading.update(_reading_row(read, rows))
        return rows

    def write(self, writing: Writing) -> None:
        """Log the reading with its rows, and write what is looked up by them."""
        writing.keep(readings, [self.reading])
        writing.keep(mentions, self.mentions)
        writing.keep(claims, self.claims)
        writing.keep(accounts, self.accounts)
        seq = writing.enter("READ", self.reading["document"])
        writing.add_new(sources, list({row["key"]: row for _, _, row in self.heard}.values()))
        heard = [{"seq": seq, "claim": claim, "position": n, "source": row["key"]} for claim, n, row in self.heard]
        writing.add(claim_sources, heard)
        writing.add(cells, self.cells)


def _reading_row(read: Read, rows: _Rows) -> Row:
    """Give the row of a reading; `content` is a hash of all that was read, by which it is known again."""
    parts = ((mentions, rows.mentions), (claims, rows.claims), (accounts, rows.accounts))
    for table, table_rows in parts:
        for row in table_rows:
            row["sha256"] = row_hash(table, row)
    row = {
        "document": read.document.id,
        "knowledge": read.knowledge,
        "relevant": int(read.claims.relevant),
        "content": rows_digest(row["sha256"] for _, table_rows in parts for row in table_rows),
        "current": 1,
    }
    return row | {"sha256": row_hash(readings, row)}


def _mention_row(document: str, position: int, mention: Mention) -> Row:
    return {
        "position": position,
        "document": document,
        "start": mention.span.start,
        "end": mention.span.end,
        "kind": mention.dimension,
        "rule": mention.rule,
        "value": pack_value(mention.value),
    }
