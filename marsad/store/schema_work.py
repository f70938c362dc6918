"""The tables of the workbench: who works here, what waits to be looked at, what was published; and how watched feeds stand.

None of it is evidence: rows change and carry no seal. What a person decides is a judgement, and what is done to people, rights and
publications is entered in the log, which is where it can be proved.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, SmallInteger, Table

from marsad.store.schema import WHOLE, WORDS, metadata

__all__ = [
    "WORK", "attempts", "board", "corrections", "counted", "facets", "feeds", "grants", "judged", "locks", "members", "metadata", "people",
    "publications", "queue", "series", "sessions", "shelves", "watched",
]  # fmt: skip

people = Table(
    "people",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("shown", WORDS, nullable=False),
    Column("role", WORDS, nullable=False),
    Column("secret", WORDS),
    Column("active", SmallInteger, nullable=False),
    Column("made", WORDS, nullable=False),
)
members = Table(
    "members",
    metadata,
    Column("circle", WORDS, primary_key=True),
    Column("person", WORDS, primary_key=True),
    Index(None, "person"),
)
grants = Table(
    "grants",
    metadata,
    Column("circle", WORDS, primary_key=True),
    Column("collection", WORDS, primary_key=True),
)
shelves = Table(
    "shelves",
    metadata,
    Column("document", WORDS, primary_key=True),
    Column("collection", WORDS, nullable=False),
    Index(None, "collection"),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token", WORDS, primary_key=True),
    Column("person", WORDS, nullable=False),
    Column("started", WORDS, nullable=False),
    Column("seen", WORDS, nullable=False),
    Column("expires", WORDS, nullable=False),
    Index(None, "person"),
)
attempts = Table(
    "attempts",
    metadata,
    Column("key", WORDS, primary_key=True),
    Column("failures", WHOLE, nullable=False),
    Column("until", WORDS, nullable=False),
)
locks = Table(
    "locks",
    metadata,
    Column("subject", WORDS, primary_key=True),
    Column("person", WORDS, nullable=False),
    Column("until", WORDS, nullable=False),
)
board = Table(
    "board",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("seq", WHOLE, nullable=False),
)
facets = Table(
    "facets",
    metadata,
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
counted = Table(
    "counted",
    metadata,
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
series = Table(
    "series",
    metadata,
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
queue = Table(
    "queue",
    metadata,
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
judged = Table(
    "judged",
    metadata,
    Column("subject", WORDS, primary_key=True),
    Column("judgement", WORDS, primary_key=True),
)
publications = Table(
    "publications",
    metadata,
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
corrections = Table(
    "corrections",
    metadata,
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
feeds = Table(
    "feeds",
    metadata,
    Column("url", WORDS, primary_key=True),
    Column("etag", WORDS),
    Column("modified", WORDS),
    Column("checked", WORDS, nullable=False),
    Column("failures", WHOLE, nullable=False),
    Column("due", WORDS),
)
watched = Table(
    "watched",
    metadata,
    Column("feed", WORDS, primary_key=True),
    Column("key", WORDS, primary_key=True),
    Column("mark", WORDS, nullable=False),
    Column("document", WORDS),
    Column("failures", WHOLE, nullable=False),
    Index(None, "document"),
)

WORK = (
    people, members, grants, shelves, sessions, attempts, locks, board, facets, counted, series, queue, judged, publications,
    corrections, feeds, watched,
)  # fmt: skip
"""Every table of the workbench."""
