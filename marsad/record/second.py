"""What second readers say of reports, beside what the rules read there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.codec import pack
from marsad.model.opinion import HarmOpinion, Opinion
from marsad.model.span import Quote, Span
from marsad.opinion.comparing import Comparison, Difference, Opined, compared
from marsad.store.claims import claims_of
from marsad.store.opinions import opinions_of

Claim = HarmClaim | ActClaim


@dataclass(frozen=True, slots=True)
class Otherwise:
    """How one second reader reads a claim otherwise."""

    reader: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that only a second reader has, under the key by which a page asks for it; nobody has put it down yet."""

    key: str
    reader: str
    claim: Opined

    @property
    def is_harm(self) -> bool:
        """Say whether a person can put it down by hand: acts are only read."""
        return isinstance(self.claim, HarmOpinion)


@dataclass(frozen=True, slots=True)
class Second:
    """What one second reader says of a report: how it compares, and what it proposes."""

    opinion: Opinion
    told: Comparison
    proposals: tuple[Proposal, ...]


def second_readings(connection: Connection, document: str) -> tuple[Second, ...]:
    """Give the opinions on one report, each held against the claims that stand there now."""
    claims = claims_of(connection, document)
    by_hand = [each for each in claims if isinstance(each, HarmClaim) and each.is_by_hand]
    return tuple(_second(n, each, claims, by_hand) for n, each in enumerate(_opinions(connection, document)))


def _opinions(connection: Connection, document: str) -> tuple[Opinion, ...]:
    return opinions_of(connection, [document]).get(document, ())


def _second(n: int, opinion: Opinion, claims: Iterable[Claim], by_hand: list[HarmClaim]) -> Second:
    told = compared(claims, opinion)
    proposals = (Proposal(f"{n}-{m}", opinion.reader, each) for m, each in enumerate(told.theirs))
    return Second(opinion, told, tuple(each for each in proposals if not _is_put_down(each.claim, by_hand)))


def _is_put_down(claim: Opined, by_hand: Iterable[HarmClaim]) -> bool:
    """Say whether somebody has put a claim down on these letters already."""
    return isinstance(claim, HarmOpinion) and any(
        each.outcome == claim.outcome and each.number.span.overlaps(claim.figure.span) for each in by_hand
    )


def otherwise(connection: Connection, claims: Iterable[Claim]) -> dict[str, tuple[Otherwise, ...]]:
    """Give for claims, of any reports, how second readers read them; one that nobody reads otherwise is not in the answer."""
    found: defaultdict[str, list[Otherwise]] = defaultdict(list)
    for key, opinions in opinions_of(connection, {each.document for each in claims}).items():
        read = claims_of(connection, key)
        for opinion in opinions:
            for pair in compared(read, opinion).differing:
                found[pair.claim].append(Otherwise(opinion.reader, pair.differences))
    return {claim: tuple(each) for claim, each in found.items()}


def doubted(connection: Connection, claims: Iterable[Claim]) -> frozenset[str]:
    """Give those of some claims that a second reader reads otherwise."""
    return frozenset(otherwise(connection, claims))


def letters_of_opinions(second: Iterable[Second]) -> set[Span]:
    """Give where the letters stand that a page shows of second readings."""
    found = {quote.span for one in second for each in one.proposals for quote in _letters(each.claim)}
    differing = (each for one in second for pair in one.told.differing for each in pair.differences)
    quotes = (quote for each in differing for quote in (each.ours_quote, each.theirs_quote))
    return found | {quote.span for quote in quotes if quote}


def _letters(claim: Opined) -> Iterator[Quote]:
    if isinstance(claim, HarmOpinion):
        yield from (claim.number, claim.harm, claim.victims.quote)
    else:
        yield claim.trigger
    told = claim.told
    yield from (each.quote for each in (told.when, told.where, told.by, told.source) if each)


def draft(second: Iterable[Second], key: str) -> dict[str, str]:
    """Give what a proposal fills into the form for a claim by hand: letters, and what our own rules read in them; empty for none."""
    found = next((each for one in second for each in one.proposals if each.key == key and each.is_harm), None)
    return dict(_draft(found.claim, found.reader)) if found and isinstance(found.claim, HarmOpinion) else {}


def _draft(claim: HarmOpinion, reader: str) -> Iterator[tuple[str, str]]:
    told = claim.told
    yield from (("start", str(claim.number.span.start)), ("end", str(claim.number.span.end)))
    yield from (("words", claim.number.text), ("reader", reader))
    yield from (("outcome", claim.outcome), ("scope", claim.scope), ("status", claim.victims.status))
    yield "demographic", claim.victims.demographic or ""
    yield from (
        (name, str(value))
        for name, value in (("low", claim.count.low), ("high", claim.count.high))
        if value is not None
    )
    if told.when and told.when.time.start and told.when.time.end:
        yield "date", told.when.time.days
    if told.where and told.where.place:
        yield "place", pack(told.where.place).decode()
    if told.by and told.by.actor:
        yield "perpetrator", pack(told.by.actor).decode()
    if told.source and told.source.source:
        yield "source", pack(told.source.source).decode()
