"""Timestamps of originals and of the log's end, as an authority signed them: sealed, and entered in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from marsad.store.log import Head
from marsad.store.schema import documents, log, originals, stamps
from marsad.store.streaming import stream
from marsad.store.writing import Writing

WARC = "application/warc"


@dataclass(frozen=True, slots=True)
class Stamp:
    """One timestamp: SHA-256 of what is stamped, the authority's own moment (UTC), and its answer as it was sent.

    It is of an original of a `document`, or of the log's end at `entry`.
    """

    digest: str
    authority: str
    at: str
    token: bytes
    document: str | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a document was read from."""

    document: str
    digest: str
    media: str
    url: str | None
    content: bytes


def head_statement(head: Head) -> bytes:
    """Write the end of the log as it is stamped: as `marsad verify` prints it."""
    return f"{head.seq}:{head.hash}".encode()


def put_stamp(writing: Writing, stamp: Stamp) -> None:
    """Keep a timestamp."""
    row = {"digest": stamp.digest, "document": stamp.document, "entry": stamp.entry, "authority": stamp.authority}
    writing.keep(stamps, [row | {"at": stamp.at, "token": stamp.token}])
    writing.enter("STAMP", stamp.document or f"log:{stamp.entry}")


def all_stamps(connection: Connection) -> Iterator[Stamp]:
    """Give every timestamp in the order in which they were made."""
    for row in stream(connection, select(stamps).order_by(stamps.c.seq, stamps.c.digest), 50):
        yield Stamp(row.digest, row.authority, row.at, bytes(row.token), row.document, row.entry)


def stamps_of(connection: Connection, key: str) -> tuple[Stamp, ...]:
    """Give the timestamps of what has a hash."""
    asked = select(stamps).where(stamps.c.digest == key).order_by(stamps.c.seq)
    found = connection.execute(asked)
    return tuple(Stamp(row.digest, row.authority, row.at, bytes(row.token), row.document, row.entry) for row in found)


def unstamped(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Give the document and hash of every original that has no timestamp yet."""
    done = select(stamps.c.digest)
    asked = select(originals.c.document, originals.c.digest).where(
        originals.c.expunged.is_(None), originals.c.digest.not_in(done)
    )
    return tuple((row.document, row.digest) for row in connection.execute(asked.order_by(originals.c.seq)))


def statement_of(connection: Connection, entry: int) -> bytes | None:
    """Give what was stamped of the log at an entry, as the log has it now; None where the entry is gone."""
    found = connection.execute(select(log.c.seq, log.c.hash).where(log.c.seq == entry)).first()
    return head_statement(Head(*found)) if found else None


def ends_in_stamp(connection: Connection, last: Head) -> bool:
    """Say whether the log ends in the entry of a timestamp of itself, so that there is nothing new to stamp."""
    asked = select(log.c.subject).where(log.c.seq == last.seq, log.c.action == "STAMP")
    return (connection.execute(asked).scalar() or "").startswith("log:")


def original(connection: Connection, document: str, key: str) -> Original | None:
    """Give an original by its document and hash, unless it was expunged."""
    return next(_originals(connection, document, key), None)


def fetched(connection: Connection) -> Iterator[Original]:
    """Give every original that was fetched and is kept as a WARC record."""
    return _originals(connection)


def originals_of(connection: Connection, document: str) -> tuple[Original, ...]:
    """Give the originals of a document, the first first."""
    return tuple(_originals(connection, document))


def _originals(connection: Connection, document: str | None = None, key: str | None = None) -> Iterator[Original]:
    asked = (
        select(originals.c.document, originals.c.digest, originals.c.media, documents.c.url, originals.c.bytes)
        .join(documents, documents.c.id == originals.c.document)
        .where(originals.c.expunged.is_(None))
        .order_by(originals.c.seq, originals.c.digest)
    )
    asked = (
        asked.where(originals.c.document == document) if document else asked.where(originals.c.media.startswith(WARC))
    )
    asked = asked.where(originals.c.digest == key) if key else asked
    for row in stream(connection, asked, 50):
        yield Original(row.document, row.digest, row.media, row.url, bytes(row.bytes))
