"""How watched feeds stand: what their servers said last, and which of their entries were seen, by hashes alone.

None of it is evidence, and no word of a report is in it: the address of an entry may tell what it says, so its hash is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, or_, select

from marsad.store.schema import documents
from marsad.store.schema_work import feeds, watched
from marsad.store.seal import canonical, digest
from marsad.store.writing import Writing


@dataclass(frozen=True, slots=True)
class Feed:
    """A watched feed: what its server wants to be shown next time, how often in a row it failed, and until when it is left alone (UTC).

    What stands under `pages_of` a host is until when its pages are left alone.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    checked: str = ""
    failures: int = 0
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that was seen: `mark` tells a change of it; `document` is what it became, None if it could not be had `failures` times."""

    key: str
    mark: str
    document: str | None = None
    failures: int = 0
    expunged: bool = False


def key_of(*parts: str | None) -> str:
    """Hash what names an entry, or what tells that it changed."""
    return digest(canonical(parts).encode())


def pages_of(host: str) -> str:
    """Name all pages of a host, beside the feeds that it may have."""
    return f"{host}/*"


def feed(connection: Connection, url: str) -> Feed:
    """Give how a feed stands; one that was never watched stands at its beginning."""
    row = connection.execute(select(feeds).where(feeds.c.url == url)).first()
    return Feed(*row) if row else Feed(url)


def seen(connection: Connection, url: str) -> dict[str, Seen]:
    """Give the entries of a feed that were seen, by their keys."""
    asked = (
        select(watched.c.key, watched.c.mark, watched.c.document, watched.c.failures, documents.c.expunged)
        .outerjoin(documents, documents.c.id == watched.c.document)
        .where(watched.c.feed == url)
    )
    found = connection.execute(asked)
    return {row.key: Seen(row.key, row.mark, row.document, row.failures, row.expunged is not None) for row in found}


def seen_elsewhere(connection: Connection, alike: str, mark: str) -> str | None:
    """Give the document that an entry became under another key or in another feed, by what their keys begin with.

    One that was changed since is another; one that was expunged is the same whatever became of it.
    """
    asked = (
        select(watched.c.document)
        .join(documents, documents.c.id == watched.c.document)
        .where(watched.c.key.startswith(alike), or_(watched.c.mark == mark, documents.c.expunged.is_not(None)))
        .order_by(documents.c.expunged.is_(None), watched.c.feed, watched.c.key)
    )
    return connection.execute(asked.limit(1)).scalar()


def put_feed(writing: Writing, stands: Feed) -> None:
    """Keep how a feed stands."""
    writing.connection.execute(delete(feeds).where(feeds.c.url == stands.url))
    values = (stands.url, stands.etag, stands.modified, stands.checked, stands.failures, stands.due)
    writing.add(feeds, [dict(zip(feeds.columns.keys(), values, strict=True))])


def put_seen(writing: Writing, url: str, entry: Seen) -> None:
    """Keep that an entry of a feed was seen."""
    writing.connection.execute(delete(watched).where(watched.c.feed == url, watched.c.key == entry.key))
    values = (url, entry.key, entry.mark, entry.document, entry.failures)
    writing.add(watched, [dict(zip(watched.columns.keys(), values, strict=True))])
