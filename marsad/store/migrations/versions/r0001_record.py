"""The first tables, as they were when this revision was made; `schema` holds them as they are now."""

from __future__ import annotations

from alembic import op
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

from marsad.store.guards import guard_log, make_index

revision = "0001"
down_revision = None

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
RECORD = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Table(
    "aliases",
    RECORD,
    Column("id", WORDS, primary_key=True),
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("incident", WORDS),
    Column("reason", WORDS, nullable=False),
    Column("current", SmallInteger, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "incident"),
    Index(None, "seq"),
)
Table(
    "cells",
    RECORD,
    Column("cell", WORDS, primary_key=True),
    Column("day", WHOLE, primary_key=True, autoincrement=False),
    Column("account", WORDS, primary_key=True),
    Index(None, "account"),
)
Table(
    "documents",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("id", WORDS, nullable=False),
    Column("content", WORDS, nullable=False),
    Column("text", WORDS),
    Column("folded", WORDS),
    Column("title_start", WHOLE),
    Column("title_end", WHOLE),
    Column("published", WORDS),
    Column("outlet", WORDS),
    Column("url", WORDS),
    Column("language", WORDS),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    UniqueConstraint("id"),
    Index(None, "published"),
)
Table(
    "incidents",
    RECORD,
    Column("id", WORDS, primary_key=True),
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("day_first", WORDS),
    Column("day_last", WORDS),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    Column("place", WORDS),
    Column("type", WORDS),
    Column("payload", LargeBinary),
    Column("current", SmallInteger, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "current", "day_first"),
    Index(None, "seq"),
)
Table(
    "judgements",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("id", WORDS, nullable=False),
    Column("verdict", WORDS),
    Column("by", WORDS),
    Column("at", WORDS),
    Column("payload", LargeBinary),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    UniqueConstraint("id"),
)
Table(
    "log",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("at", WORDS, nullable=False),
    Column("actor", WORDS, nullable=False),
    Column("action", WORDS, nullable=False),
    Column("subject", WORDS, nullable=False),
    Column("detail", WORDS, nullable=False),
    Column("previous", WORDS, nullable=False),
    Column("hash", WORDS, nullable=False),
    Index(None, "action"),
    Index(None, "subject"),
)
Table(
    "mentions",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("position", WHOLE, primary_key=True, autoincrement=False),
    Column("document", WORDS, nullable=False),
    Column("start", WHOLE),
    Column("end", WHOLE),
    Column("kind", WORDS),
    Column("rule", WORDS),
    Column("value", LargeBinary),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
)
Table(
    "runs",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("program", WORDS, nullable=False),
    Column("knowledge", WORDS, nullable=False),
    Column("settings", LargeBinary),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
)
Table(
    "sources",
    RECORD,
    Column("key", WORDS, primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index(None, "name"),
)
Table(
    "tallies",
    RECORD,
    Column("id", WORDS, primary_key=True),
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("payload", LargeBinary),
    Column("current", SmallInteger, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "seq"),
)
Table(
    "tombstones",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("document", WORDS, nullable=False),
    Column("content", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    Column("first", WORDS, nullable=False),
    Column("second", WORDS, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    UniqueConstraint("document"),
)
Table(
    "accounts",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("id", WORDS, primary_key=True),
    Column("document", WORDS, ForeignKey("documents.id"), nullable=False),
    Column("day_first", WORDS),
    Column("day_last", WORDS),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    Column("foreground", WHOLE),
    Column("cells", WORDS),
    Column("payload", LargeBinary),
    Column("incident", WORDS),
    Column("current", SmallInteger, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "document"),
    Index(None, "id"),
    Index(None, "incident"),
)
Table(
    "claim_sources",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("claim", WORDS, primary_key=True),
    Column("position", WHOLE, primary_key=True, autoincrement=False),
    Column("source", WORDS, ForeignKey("sources.key"), nullable=False),
    Index(None, "source"),
)
Table(
    "claims",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("id", WORDS, primary_key=True),
    Column("document", WORDS, ForeignKey("documents.id"), nullable=False),
    Column("account", WORDS),
    Column("knowledge", WORDS, nullable=False),
    Column("kind", WORDS),
    Column("type", WORDS),
    Column("day_first", WORDS),
    Column("day_last", WORDS),
    Column("low", WHOLE),
    Column("high", WHOLE),
    Column("payload", LargeBinary),
    Column("current", SmallInteger, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "account"),
    Index(None, "document"),
    Index(None, "id"),
    Index(None, "type", "day_first"),
)
Table(
    "originals",
    RECORD,
    Column("document", WORDS, ForeignKey("documents.id"), primary_key=True),
    Column("digest", WORDS, primary_key=True),
    Column("seq", WHOLE, nullable=False),
    Column("media", WORDS),
    Column("bytes", LargeBinary),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
)
Table(
    "readings",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("document", WORDS, ForeignKey("documents.id"), nullable=False),
    Column("knowledge", WORDS, nullable=False),
    Column("relevant", WHOLE),
    Column("content", WORDS, nullable=False),
    Column("current", SmallInteger, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "document", "current"),
)
Table(
    "receipts",
    RECORD,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("document", WORDS, ForeignKey("documents.id"), nullable=False),
    Column("name", WORDS),
    Column("original", WORDS, nullable=False),
    Column("sha256", WORDS, nullable=False),
    Column("expunged", WHOLE),
    Index(None, "document"),
)


def upgrade() -> None:
    """Make every table, guard the log, and make the index for searching."""
    connection = op.get_bind()
    RECORD.create_all(connection)
    guard_log(connection)
    make_index(connection)
