"""Readings as they are kept: under which version of the knowledge a report was read, and whether it is of political violence."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from marsad.store.schema import readings


@dataclass(frozen=True, slots=True)
class KeptReading:
    """The newest reading of a document: the log entry that wrote it, the version of the knowledge, and whether the report is relevant."""

    seq: int
    knowledge: str
    relevant: bool


def kept_reading(connection: Connection, document: str) -> KeptReading | None:
    """Give the newest reading of a document; None where it was not read."""
    asked = select(readings.c.seq, readings.c.knowledge, readings.c.relevant).where(
        readings.c.document == document, readings.c.current == 1, readings.c.expunged.is_(None)
    )
    row = connection.execute(asked).first()
    return KeptReading(row.seq, row.knowledge, bool(row.relevant)) if row else None
