"""Documents as they are kept: one row each, with the bytes they came as and a receipt for every name they came under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, select

from marsad.errors import StoreError
from marsad.model.account import Provenance
from marsad.model.document import Document, document_sha256
from marsad.model.span import Quote, Span
from marsad.store.batches import batches
from marsad.store.schema import documents, originals, readings, receipts, tombstones
from marsad.store.seal import Row, digest
from marsad.store.streaming import stream
from marsad.text.fold import fold

_SELECTED = (
    select(documents, receipts.c.name, originals.c.bytes, originals.c.media)
    .join(receipts, receipts.c.seq == documents.c.seq)
    .join(originals, (originals.c.document == documents.c.id) & (originals.c.digest == receipts.c.original))
    .where(documents.c.expunged.is_(None))
)
_STATED = (documents.c.published, documents.c.outlet, documents.c.url)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time that a document came in: the name it had, and the hash of the bytes it was read from."""

    name: str
    original: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an expunged document: the hash of its content, why it was taken away, who agreed and when (UTC)."""

    document: str
    content: str
    reason: str
    approvers: tuple[str, str]
    at: str


def content_of(document: Document) -> str:
    """Hash what a document says, as its id does, but whole."""
    return document_sha256(document.text, document.title, document.published, document.outlet, document.url)


def document_row(document: Document) -> Row:
    """Give the row of a document, with the folded text that is searched."""
    title = document.title
    return {
        "id": document.id,
        "content": content_of(document),
        "text": document.text,
        "folded": fold(document.text).text,
        "title_start": title.start if title else None,
        "title_end": title.end if title else None,
        "published": document.published.isoformat() if document.published else None,
        "outlet": document.outlet,
        "url": document.url,
        "language": document.language,
    }


def original_row(document: Document) -> Row:
    """Give the row of the bytes that a document was read from."""
    return {
        "document": document.id,
        "digest": digest(document.original),
        "media": document.media,
        "bytes": document.original,
    }


def receipt_row(document: Document) -> Row:
    """Give the row that says under which name a document came in."""
    return {"document": document.id, "name": document.name, "original": digest(document.original)}


def to_document(row: RowMapping) -> Document:
    """Give a document back as it was first received."""
    title = Span(row["title_start"], row["title_end"]) if row["title_start"] is not None else None
    published = date.fromisoformat(row["published"]) if row["published"] else None
    return Document(
        row["id"],
        row["text"],
        row["name"],
        title,
        published,
        row["outlet"],
        row["url"],
        row["language"],
        bytes(row["bytes"]),
        row["media"],
    )


def document(connection: Connection, key: str) -> Document:
    """Give one document; where there is none, or no longer, a `StoreError` says so."""
    row = connection.execute(_SELECTED.where(documents.c.id == key)).mappings().first()
    if row:
        return to_document(row)
    buried = tombstone(connection, key)
    if buried:
        raise StoreError(f"document {key} was expunged on {buried.at[:10]} ({buried.reason})")
    raise StoreError(f"there is no document {key} in this record")


def all_documents(connection: Connection) -> Iterator[Document]:
    """Give every document in the order of the ids."""
    for row in stream(connection, _SELECTED.order_by(documents.c.id), 50):
        yield to_document(row._mapping)  # noqa: SLF001  SQLAlchemy's public name for it


def provenances(connection: Connection, keys: Iterable[str]) -> Iterator[Provenance]:
    """Say where some documents come from, in the order of their ids."""
    asked = (
        select(documents.c.id, receipts.c.name, *_STATED, originals.c.media)
        .join(receipts, receipts.c.seq == documents.c.seq)
        .outerjoin(originals, (originals.c.document == documents.c.id) & (originals.c.digest == receipts.c.original))
        .order_by(documents.c.id)
    )
    for part in batches(sorted(set(keys)), 500):
        for key, name, published, outlet, url, media in connection.execute(asked.where(documents.c.id.in_(part))):
            day = date.fromisoformat(published) if published else None
            yield Provenance(key, name, day, outlet, url, media=media or "text/plain")


def new_documents(connection: Connection, after: int) -> frozenset[str] | None:
    """Give the documents that were read after an entry of the log; None where one was expunged, for that can touch any."""
    if connection.execute(select(tombstones.c.seq).where(tombstones.c.seq > after).limit(1)).first():
        return None
    return frozenset(connection.execute(select(readings.c.document).where(readings.c.seq > after)).scalars())


def unknown_documents(connection: Connection, keys: Iterable[str]) -> list[str]:
    """Give those ids that no document of the record has, in their order."""
    wanted = sorted(set(keys))
    there: set[str] = set()
    for part in batches(wanted, 500):
        there.update(connection.execute(select(documents.c.id).where(documents.c.id.in_(part))).scalars())
    return [key for key in wanted if key not in there]


def quote(connection: Connection, key: str, span: Span) -> Quote:
    """Give the letters of a document at a span."""
    return document(connection, key).quote(span)


def receipts_of(connection: Connection, key: str) -> tuple[Receipt, ...]:
    """Give every receipt of a document, the first first; an expunged one keeps none."""
    asked = select(receipts.c.name, receipts.c.original).where(
        receipts.c.document == key, receipts.c.expunged.is_(None)
    )
    return tuple(Receipt(*row) for row in connection.execute(asked.order_by(receipts.c.seq)))


def tombstone(connection: Connection, key: str) -> Tombstone | None:
    """Give what is left of an expunged document."""
    row = connection.execute(select(tombstones).where(tombstones.c.document == key)).mappings().first()
    if not row:
        return None
    return Tombstone(row["document"], row["content"], row["reason"], (row["first"], row["second"]), row["at"])
