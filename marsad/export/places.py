"""The Arabic name of a place, from the letters that the claims name it by; given only for a place that the gazetteer lists."""

from __future__ import annotations

from marsad.export.seen import Seen


def arabic_name(seen: Seen) -> str | None:
    """Give the shortest Arabic name that a claim has for the place as it is shown; a name that is no listed one is nobody's to give."""
    if seen.spot is None or seen.spot.id is None:
        return None
    found = {
        claim.statement.where.quote.text
        for claim in seen.entry.told
        if claim.statement.where and claim.statement.where.place.id == seen.spot.id
    }
    return min(found, key=lambda name: (len(name), name), default=None)
