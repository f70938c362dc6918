"""What a second reader made of a report, with the bytes that it answered."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Text

revision = "0005"
down_revision = "0004"

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of opinions."""
    op.create_table(
        "opinions",
        Column("seq", WHOLE, primary_key=True, autoincrement=False),
        Column("position", WHOLE, primary_key=True, autoincrement=False),
        Column("document", WORDS, ForeignKey("documents.id", name="fk_opinions_document_documents"), nullable=False),
        Column("reader", WORDS),
        Column("prompt", WORDS),
        Column("knowledge", WORDS, nullable=False),
        Column("request", WORDS),
        Column("digest", WORDS, nullable=False),
        Column("bytes", LargeBinary),
        Column("payload", LargeBinary),
        Column("sha256", WORDS, nullable=False),
        Column("expunged", WHOLE),
    )
    op.create_index("ix_opinions_document", "opinions", ("document",))
