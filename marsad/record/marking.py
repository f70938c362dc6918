"""Text cut where marks begin and end, so that each piece is shown with what its letters say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from marsad.export.entry import Claim
from marsad.model.claim import HarmClaim
from marsad.model.span import Quote, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Letters and which field of a claim they say."""

    span: Span
    field: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters in a row that say the same: nothing where `fields` is empty."""

    text: str
    fields: tuple[str, ...]


def marks(claim: Claim) -> tuple[Mark, ...]:
    """Give the letters that each value of a claim rests on."""
    return tuple(Mark(quote.span, name) for name, quote in _quotes(claim))


def pieces(text: str, within: Span, found: Iterable[Mark]) -> tuple[Piece, ...]:
    """Cut a part of a text at its marks."""
    there = [each for each in found if each.span.overlaps(within)]
    ends = {end for each in there for end in (each.span.start, each.span.end)}
    cuts = sorted({within.start, within.end} | {end for end in ends if within.start < end < within.end})
    return tuple(Piece(text[start:end], _fields(there, Span(start, end))) for start, end in pairwise(cuts))


def _fields(found: Iterable[Mark], span: Span) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.field for each in found if each.span.overlaps(span)))


def _quotes(claim: Claim) -> Iterator[tuple[str, Quote]]:
    said = claim.statement
    if isinstance(claim, HarmClaim):
        yield "number", claim.number
        yield "people", claim.victims.quote
        yield from (("perpetrator", each.quote) for each in claim.perpetrators)
    else:
        yield "act", claim.trigger
        for each in claim.parties:
            yield ("perpetrator" if each.role == "initiator" else "party"), each.quote
    if said.when:
        yield "date", said.when.quote
    if said.where:
        yield "place", said.where.quote
    yield from (("source", each.quote) for each in said.sources)
