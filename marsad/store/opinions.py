"""What second readers said of reports, as it is kept: the bytes of each answer, and what of it stands on letters of the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import Connection, RowMapping, Select, exists, select

from marsad.model.codec import pack, unpack
from marsad.model.opinion import Grounded, Heard, Opinion
from marsad.store.batches import batches
from marsad.store.schema import documents, opinions
from marsad.store.schema_work import shelves
from marsad.store.seal import Row, digest
from marsad.store.writing import Writing

_BATCH = 500
_SHOWN = tuple(column for column in opinions.columns if column.name != "bytes")


def put_opinion(writing: Writing, opinion: Opinion) -> bool:
    """Keep an opinion, unless its document has been taken out of the record since it was asked for; say whether it was kept."""
    asked = select(documents.c.expunged).where(documents.c.id == opinion.document)
    there = writing.connection.execute(asked).first()
    if there is None or there.expunged is not None:
        return False
    writing.keep(opinions, [_row(opinion, position, each) for position, each in enumerate(opinion.heard)])
    refused = sum(each.times for each in opinion.refused)
    more = {"reader": opinion.reader, "kept": len(opinion.harms) + len(opinion.acts), "refused": refused}
    writing.enter("OPINE", opinion.document, more)
    return True


def _row(opinion: Opinion, position: int, heard: Heard) -> Row:
    return {
        "position": position,
        "document": opinion.document,
        "reader": opinion.reader,
        "prompt": opinion.prompt,
        "knowledge": opinion.knowledge,
        "request": heard.request,
        "digest": digest(heard.answer),
        "bytes": heard.answer,
        "payload": pack(heard.grounded),
    }


def opinions_of(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[Opinion, ...]]:
    """Give the newest opinion of each reader on some documents; a document that nobody was asked about is not in the answer.

    The bytes that were answered may be many and stay where they are: `answers_of` gives them.
    """
    found: defaultdict[str, dict[str, Opinion]] = defaultdict(dict)
    asked = select(*_SHOWN).where(opinions.c.expunged.is_(None)).order_by(opinions.c.seq, opinions.c.position)
    for part in batches(sorted(set(keys)), _BATCH):
        rows = connection.execute(asked.where(opinions.c.document.in_(part))).mappings()
        for _, of_one in groupby(rows, key=lambda row: row["seq"]):
            opinion = _opinion(list(of_one))
            found[opinion.document][opinion.reader] = opinion
    return {key: tuple(of_each.values()) for key, of_each in found.items()}


def _opinion(rows: list[RowMapping]) -> Opinion:
    first = rows[0]
    heard = (Heard(row["request"], b"", unpack(Grounded, bytes(row["payload"]))) for row in rows)
    return Opinion(first["document"], first["reader"], first["prompt"], first["knowledge"], tuple(heard))


def answers_of(connection: Connection, document: str) -> list[bytes]:
    """Give the bytes of every answer on a document, the first first."""
    asked = select(opinions.c.bytes).where(opinions.c.document == document, opinions.c.expunged.is_(None))
    return [bytes(each) for each in connection.execute(asked.order_by(opinions.c.seq, opinions.c.position)).scalars()]


def unheard(connection: Connection, reader: str, prompt: str, *, closed: bool) -> list[str]:
    """Give the documents that a reader was not asked about in this way, as they came in; those of closed collections only if asked for."""
    asked = _sendable(closed=closed).order_by(documents.c.seq)
    heard = select(opinions.c.document).where(opinions.c.reader == reader, opinions.c.prompt == prompt)
    return list(connection.execute(asked.where(documents.c.id.not_in(heard))).scalars())


def is_sendable(connection: Connection, document: str, *, closed: bool) -> bool:
    """Say whether a document may be sent to a reader as the record stands now: it may have been closed or expunged meanwhile."""
    return connection.execute(_sendable(closed=closed).where(documents.c.id == document)).first() is not None


def _sendable(*, closed: bool) -> Select[str]:
    asked = select(documents.c.id).where(documents.c.expunged.is_(None))
    return asked if closed else asked.where(~exists().where(shelves.c.document == documents.c.id))


def opined_since(connection: Connection, seq: int) -> set[str]:
    """Give the documents that a second reader spoke of after a log entry."""
    return set(connection.execute(select(opinions.c.document).where(opinions.c.seq > seq).distinct()).scalars())
