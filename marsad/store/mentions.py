"""Mentions as they are kept: where they stand, what they mean, and the rule that made them; the steps of it are not kept."""

from __future__ import annotations

from sqlalchemy import Connection, select

from marsad.model.codec import unpack_value
from marsad.model.mention import Derivation, Dimension, Mention
from marsad.model.span import Span
from marsad.store.documents import document
from marsad.store.schema import mentions, readings


def mentions_of(connection: Connection, key: str) -> tuple[Mention, ...]:
    """Give the mentions of the newest reading of a document, in the order that they were read."""
    text = document(connection, key)
    asked = (
        select(mentions.c.start, mentions.c.end, mentions.c.kind, mentions.c.rule, mentions.c.value)
        .join(readings, readings.c.seq == mentions.c.seq)
        .where(readings.c.document == key, readings.c.current == 1)
        .order_by(mentions.c.position)
    )
    found = []
    for start, end, kind, rule, value in connection.execute(asked):
        span = Span(start, end)
        dimension: Dimension = kind
        step = Derivation(rule, span, dimension)
        found.append(Mention(dimension, text.quote(span), unpack_value(value), step, (0, 0)))
    return tuple(found)
