"""Feeds that are watched, what of them was seen, and timestamps; as they were when this revision was made."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

revision = "0004"
down_revision = "0003"

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of watching and of stamps."""
    op.create_table(
        "stamps",
        Column("seq", WHOLE, primary_key=True, autoincrement=False),
        Column("digest", WORDS, primary_key=True),
        Column("document", WORDS),
        Column("entry", WHOLE),
        Column("authority", WORDS, nullable=False),
        Column("at", WORDS, nullable=False),
        Column("token", LargeBinary, nullable=False),
        Column("sha256", WORDS, nullable=False),
        Column("expunged", WHOLE),
    )
    op.create_table(
        "feeds",
        Column("url", WORDS, primary_key=True),
        Column("etag", WORDS),
        Column("modified", WORDS),
        Column("checked", WORDS, nullable=False),
        Column("failures", WHOLE, nullable=False),
        Column("due", WORDS),
    )
    op.create_table(
        "watched",
        Column("feed", WORDS, primary_key=True),
        Column("key", WORDS, primary_key=True),
        Column("mark", WORDS, nullable=False),
        Column("document", WORDS),
        Column("failures", WHOLE, nullable=False),
    )
    op.create_index("ix_stamps_digest", "stamps", ["digest"])
    op.create_index("ix_watched_document", "watched", ["document"])
