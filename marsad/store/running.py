"""Running totals as they are kept: claims of harm whose account is a series, and the documents that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from marsad.model.claim import HarmClaim
from marsad.model.codec import unpack
from marsad.store.batches import batches
from marsad.store.schema import claims

SERIES = "series "
"""How the account of a running total begins: it is of a series, and of no occurrence."""


def harms_of(connection: Connection, documents: Iterable[str]) -> Iterator[tuple[str, HarmClaim]]:
    """Give the current claims of harm of some documents, each with the id of its document."""
    asked = select(claims.c.document, claims.c.payload).where(claims.c.kind == "harm", claims.c.current == 1)
    for part in batches(sorted(set(documents)), 500):
        for document, payload in connection.execute(asked.where(claims.c.document.in_(part))):
            yield document, unpack(HarmClaim, payload)


def series_of(connection: Connection, documents: Iterable[str] | None) -> frozenset[str]:
    """Give the series of running totals that any reading of some documents, or of all, told of."""
    asked = select(claims.c.account).where(claims.c.account.startswith(SERIES)).distinct()
    if documents is None:
        return frozenset(connection.execute(asked).scalars())
    parts = batches(sorted(set(documents)), 500)
    return frozenset(
        each for part in parts for each in connection.execute(asked.where(claims.c.document.in_(part))).scalars()
    )


def documents_of_series(connection: Connection, series: Iterable[str]) -> frozenset[str]:
    """Give the documents whose newest reading tells of some series."""
    asked = select(claims.c.document).where(claims.c.current == 1, claims.c.expunged.is_(None)).distinct()
    parts = batches(sorted(set(series)), 500)
    return frozenset(
        each for part in parts for each in connection.execute(asked.where(claims.c.account.in_(part))).scalars()
    )
