"""The tables of the record, the same on SQLite and PostgreSQL.

Every row of evidence is sealed: `sha256` is the hash of its columns, `seq` the log entry that wrote it, and that entry holds a
digest of its rows. Days are ISO text and flags whole numbers, so that what is read back is what was hashed. Columns of
`info=STATE` may change and are not sealed: `verify` derives them again from what is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

STATE = {"state": True}
WORDS = Text().with_variant(Text(collation="C"), "postgresql")  # sorted by code point on both
WHOLE = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _words(name: str, *, key: bool = False, need: bool = False) -> Column[Any]:
    return Column(name, WORDS, primary_key=key, nullable=not (key or need))


def _whole(name: str, *, key: bool = False) -> Column[Any]:
    return Column(name, WHOLE, primary_key=key, nullable=not key, autoincrement=False)


def _seal() -> tuple[Column[Any], ...]:
    """Give the columns of a sealed row beside its content; `expunged` is the log entry that took the content away."""
    return Column("sha256", WORDS, nullable=False), Column("expunged", WHOLE, info=STATE)


def _current() -> Column[Any]:
    return Column("current", SmallInteger, nullable=False, info=STATE)


def _document(*, key: bool = False) -> Column[Any]:
    return Column("document", WORDS, ForeignKey("documents.id"), nullable=False, primary_key=key)


documents = Table(
    "documents",
    metadata,
    _whole("seq", key=True),
    _words("id", need=True),
    _words("content", need=True),
    _words("text"),
    _words("folded"),
    _whole("title_start"),
    _whole("title_end"),
    _words("published"),
    _words("outlet"),
    _words("url"),
    _words("language"),
    *_seal(),
    UniqueConstraint("id"),
    Index(None, "published"),
    Index(None, "outlet", "published", "id"),
    Index(None, "published", "outlet", "id"),
)
originals = Table(
    "originals",
    metadata,
    _document(key=True),
    _words("digest", key=True),
    Column("seq", WHOLE, nullable=False),
    _words("media"),
    Column("bytes", LargeBinary),
    *_seal(),
)
receipts = Table(
    "receipts",
    metadata,
    _whole("seq", key=True),
    _document(),
    _words("name"),
    _words("original", need=True),
    *_seal(),
    Index(None, "document"),
)
readings = Table(
    "readings",
    metadata,
    _whole("seq", key=True),
    _document(),
    _words("knowledge", need=True),
    _whole("relevant"),
    _words("content", need=True),
    _current(),
    *_seal(),
    Index(None, "document", "current"),
)
mentions = Table(
    "mentions",
    metadata,
    _whole("seq", key=True),
    _whole("position", key=True),
    _words("document", need=True),
    _whole("start"),
    _whole("end"),
    _words("kind"),
    _words("rule"),
    Column("value", LargeBinary),
    *_seal(),
)
claims = Table(
    "claims",
    metadata,
    _whole("seq", key=True),
    _words("id", key=True),
    _document(),
    _words("account"),
    _words("knowledge", need=True),
    _words("kind"),
    _words("type"),
    _words("day_first"),
    _words("day_last"),
    _whole("low"),
    _whole("high"),
    Column("payload", LargeBinary),
    _current(),
    *_seal(),
    Index(None, "id"),
    Index(None, "document"),
    Index(None, "account"),
    Index(None, "type", "day_first"),
)
accounts = Table(
    "accounts",
    metadata,
    _whole("seq", key=True),
    _words("id", key=True),
    _document(),
    _words("day_first"),
    _words("day_last"),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    _whole("foreground"),
    _words("cells"),
    Column("payload", LargeBinary),
    Column("incident", WORDS, info=STATE),
    _current(),
    *_seal(),
    Index(None, "id"),
    Index(None, "document"),
    Index(None, "incident", "current"),
    Index(None, "document", "current", "incident"),
)
cells = Table(
    "cells",
    metadata,
    _words("cell", key=True),
    _whole("day", key=True),
    _words("account", key=True),
    Index(None, "account"),
)
sources = Table(
    "sources",
    metadata,
    _words("key", key=True),
    _words("name", need=True),
    Column("payload", LargeBinary, nullable=False),
    Index(None, "name"),
)
claim_sources = Table(
    "claim_sources",
    metadata,
    _whole("seq", key=True),
    _words("claim", key=True),
    _whole("position", key=True),
    Column("source", WORDS, ForeignKey("sources.key"), nullable=False),
    Index(None, "source"),
)
judgements = Table(
    "judgements",
    metadata,
    _whole("seq", key=True),
    _words("id", need=True),
    _words("verdict"),
    _words("by"),
    _words("at"),
    Column("payload", LargeBinary),
    *_seal(),
    UniqueConstraint("id"),
)
incidents = Table(
    "incidents",
    metadata,
    _words("id", key=True),
    _whole("seq", key=True),
    _words("day_first"),
    _words("day_last"),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    _words("place"),
    _words("type"),
    Column("payload", LargeBinary),
    _current(),
    *_seal(),
    Index(None, "seq"),
)
aliases = Table(
    "aliases",
    metadata,
    _words("id", key=True),
    _whole("seq", key=True),
    _words("incident"),
    _words("reason", need=True),
    _current(),
    *_seal(),
    Index(None, "seq"),
    Index(None, "incident"),
)
tallies = Table(
    "tallies",
    metadata,
    _words("id", key=True),
    _whole("seq", key=True),
    Column("payload", LargeBinary),
    _current(),
    *_seal(),
    Index(None, "seq"),
)
runs = Table(
    "runs",
    metadata,
    _whole("seq", key=True),
    _words("program", need=True),
    _words("knowledge", need=True),
    Column("settings", LargeBinary),
    *_seal(),
)
tombstones = Table(
    "tombstones",
    metadata,
    _whole("seq", key=True),
    _words("document", need=True),
    _words("content", need=True),
    _words("reason", need=True),
    _words("first", need=True),
    _words("second", need=True),
    _words("at", need=True),
    *_seal(),
    UniqueConstraint("document"),
)
stamps = Table(
    "stamps",
    metadata,
    _whole("seq", key=True),
    _words("digest", key=True),
    _words("document"),
    _whole("entry"),
    _words("authority", need=True),
    _words("at", need=True),
    Column("token", LargeBinary, nullable=False),
    *_seal(),
    Index(None, "digest"),
)
log = Table(
    "log",
    metadata,
    _whole("seq", key=True),
    _words("at", need=True),
    _words("actor", need=True),
    _words("action", need=True),
    _words("subject", need=True),
    _words("detail", need=True),
    _words("previous", need=True),
    _words("hash", need=True),
    Index(None, "action"),
    Index(None, "subject"),
)

SEALED = tuple(table for table in metadata.sorted_tables if "sha256" in table.c)
"""Every table whose rows the log vouches for."""

LASTING = frozenset({"id", "content", "document", "digest", "original", "knowledge"})
"""The sealed columns that an expunged row keeps: ids and hashes."""


def sealed_columns(table: Table) -> tuple[str, ...]:
    """Name the columns that a row's hash covers: all but the hash, the log entry and what may change."""
    return tuple(
        column.name for column in table.columns if column.name not in {"seq", "sha256"} and not column.info.get("state")
    )
