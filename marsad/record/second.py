"""What second readers say of reports, beside what the rules read there now."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.opinion import Opinion
from marsad.opinion.comparing import Comparison, compared
from marsad.store.claims import claims_of
from marsad.store.opinions import opinions_of


def comparisons(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[tuple[Opinion, Comparison], ...]]:
    """Give what second readers say of some documents, held against the claims that the rules read there now."""
    found = opinions_of(connection, keys)
    return {
        key: tuple((each, compared(claims_of(connection, key), each)) for each in opinions)
        for key, opinions in found.items()
    }


def doubted(connection: Connection, claims: Iterable[HarmClaim | ActClaim]) -> frozenset[str]:
    """Give those of some claims that a second reader reads otherwise."""
    told = comparisons(connection, {each.document for each in claims})
    return frozenset(pair.claim for each in told.values() for _, one in each for pair in one.differing)
