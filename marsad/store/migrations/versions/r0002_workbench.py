"""The tables of the workbench, as they were when this revision was made; `schema_work` holds them as they are now."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, SmallInteger, Table, Text

revision = "0002"
down_revision = "0001"

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
WORK = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Table(
    "people",
    WORK,
    Column("name", WORDS, primary_key=True),
    Column("shown", WORDS, nullable=False),
    Column("role", WORDS, nullable=False),
    Column("secret", WORDS),
    Column("active", SmallInteger, nullable=False),
    Column("made", WORDS, nullable=False),
)
Table(
    "members",
    WORK,
    Column("circle", WORDS, primary_key=True),
    Column("person", WORDS, primary_key=True),
    Index(None, "person"),
)
Table(
    "grants",
    WORK,
    Column("circle", WORDS, primary_key=True),
    Column("collection", WORDS, primary_key=True),
)
Table(
    "shelves",
    WORK,
    Column("document", WORDS, primary_key=True),
    Column("collection", WORDS, nullable=False),
    Index(None, "collection"),
)
Table(
    "sessions",
    WORK,
    Column("token", WORDS, primary_key=True),
    Column("person", WORDS, nullable=False),
    Column("started", WORDS, nullable=False),
    Column("seen", WORDS, nullable=False),
    Column("expires", WORDS, nullable=False),
    Index(None, "person"),
)
Table(
    "attempts",
    WORK,
    Column("key", WORDS, primary_key=True),
    Column("failures", WHOLE, nullable=False),
    Column("until", WORDS, nullable=False),
)
Table(
    "locks",
    WORK,
    Column("subject", WORDS, primary_key=True),
    Column("person", WORDS, nullable=False),
    Column("until", WORDS, nullable=False),
)
Table(
    "board",
    WORK,
    Column("name", WORDS, primary_key=True),
    Column("seq", WHOLE, nullable=False),
)
Table(
    "facets",
    WORK,
    Column("incident", WORDS, primary_key=True),
    Column("day_first", WORDS),
    Column("day_last", WORDS),
    Column("newest", WORDS),
    Column("place", WORDS),
    Column("country", WORDS),
    Column("admin1", WORDS),
    Column("precision", WORDS),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    Column("radius", Float(53)),
    Column("type", WORDS),
    Column("sub_type", WORDS),
    Column("foreground", SmallInteger, nullable=False),
    Column("killed_low", WHOLE),
    Column("killed_high", WHOLE),
    Column("injured_low", WHOLE),
    Column("injured_high", WHOLE),
    Column("sources", WHOLE, nullable=False),
    Column("spread", WHOLE, nullable=False),
    Column("actors", WORDS, nullable=False),
    Column("grade", WORDS),
    Index(None, "day_first", "incident", "day_last"),
    Index(None, "newest", "incident"),
    Index(None, "killed_low", "incident"),
    Index(
        "ix_facets_map",
        "lat",
        "lon",
        "radius",
        "day_first",
        "day_last",
        "killed_low",
        "killed_high",
        "place",
        "precision",
        "incident",
    ),
    Index("ix_facets_time", "day_first", "day_last", "lat", "lon", "country", "killed_low", "killed_high", "incident"),
    Index(None, "place"),
    Index(None, "country", "admin1"),
)
Table(
    "counted",
    WORK,
    Column("incident", WORDS, primary_key=True),
    Column("outcome", WORDS, primary_key=True),
    Column("people", WORDS, primary_key=True),
    Column("country", WORDS),
    Column("admin1", WORDS),
    Column("place", WORDS),
    Column("spot", WORDS),
    Column("day_first", WORDS, nullable=False),
    Column("day_last", WORDS, nullable=False),
    Column("low", WHOLE),
    Column("high", WHOLE),
    Column("open", SmallInteger, nullable=False),
    Index(
        "ix_counted_sums",
        "outcome",
        "people",
        "country",
        "day_first",
        "day_last",
        "admin1",
        "place",
        "spot",
        "low",
        "high",
        "open",
    ),
)
Table(
    "series",
    WORK,
    Column("tally", WORDS, primary_key=True),
    Column("speaker", WORDS, nullable=False),
    Column("outcome", WORDS, nullable=False),
    Column("people", WORDS, nullable=False),
    Column("country", WORDS),
    Column("since", WORDS),
    Column("as_of", WORDS),
    Column("states", WHOLE, nullable=False),
    Column("faults", WHOLE, nullable=False),
    Index(None, "as_of", "tally"),
    Index(None, "faults", "tally"),
    Index(None, "speaker", "tally"),
)
Table(
    "queue",
    WORK,
    Column("claim", WORDS, primary_key=True),
    Column("document", WORDS, nullable=False),
    Column("incident", WORDS),
    Column("kind", WORDS, nullable=False),
    Column("type", WORDS),
    Column("doubt", WHOLE, nullable=False),
    Column("doubts", WORDS, nullable=False),
    Column("spread", WHOLE, nullable=False),
    Column("severity", WHOLE, nullable=False),
    Column("published", WORDS, nullable=False),
    Column("source", WORDS, nullable=False),
    Column("outlet", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("judged_by", WORDS, nullable=False),
    Index(None, "document"),
    Index(None, "incident"),
    Index(None, "state", "doubt", "claim"),
    Index(None, "state", "spread", "claim"),
    Index(None, "state", "severity", "claim"),
    Index(None, "state", "published", "claim"),
    Index(None, "state", "source", "claim"),
    Index(None, "state", "judged_by"),
    Index(None, "outlet", "state"),
    Index(None, "type", "state"),
)
Table(
    "judged",
    WORK,
    Column("subject", WORDS, primary_key=True),
    Column("judgement", WORDS, primary_key=True),
)
Table(
    "publications",
    WORK,
    Column("id", WORDS, primary_key=True),
    Column("at", WORDS, nullable=False),
    Column("by", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("wanted", WORDS, nullable=False),
    Column("made", WORDS, nullable=False),
    Column("approved_by", WORDS),
    Column("approved_at", WORDS),
    Index(None, "at"),
)
Table(
    "corrections",
    WORK,
    Column("id", WORDS, primary_key=True),
    Column("publication", WORDS, nullable=False),
    Column("incident", WORDS, nullable=False),
    Column("before", WORDS, nullable=False),
    Column("after", WORDS, nullable=False),
    Column("reason_en", WORDS, nullable=False),
    Column("reason_ar", WORDS, nullable=False),
    Index(None, "publication"),
    Index(None, "incident"),
)


INDEXES = (
    ("documents", ("outlet", "published", "id")),
    ("documents", ("published", "outlet", "id")),
    ("accounts", ("document", "current", "incident")),
    ("accounts", ("current", "incident")),
)
"""What counting by outlet and day looks up, so that no report is opened for it."""


def upgrade() -> None:
    """Make the tables of the workbench."""
    WORK.create_all(op.get_bind())
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
