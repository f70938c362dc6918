"""A second reading beside the rules' claims of the same report: where the two agree, where they differ, and what only one of them has.

Two claims are of the same thing if they rest on the same letters: of a number, or of a word for an act. What a second reader leaves out
differs in nothing; what it adds does. It can't say that something is denied: a claim of ours that is denied is never agreed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.claims.comparing import same_place, same_time
from marsad.model.claim import ActClaim, Claims, HarmClaim, Party, Statement, Where
from marsad.model.opinion import ActOpinion, Circumstances, HarmOpinion, Opinion
from marsad.model.span import Quote

Claim = HarmClaim | ActClaim
Opined = HarmOpinion | ActOpinion


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two read otherwise, each value as text with its letters; empty and None where nothing is said."""

    field: str
    ours: str
    ours_quote: Quote | None
    theirs: str
    theirs_quote: Quote | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of the rules and the same one of a second reader."""

    claim: str
    ours: Claim
    theirs: Opined
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of both readings, each claim once."""

    pairs: tuple[Pair, ...]
    theirs: tuple[Opined, ...]
    ours: tuple[Claim, ...]

    @property
    def agreed(self) -> tuple[Pair, ...]:
        """The claims that both read alike."""
        return tuple(each for each in self.pairs if not each.differences)

    @property
    def differing(self) -> tuple[Pair, ...]:
        """The claims that the two read otherwise."""
        return tuple(each for each in self.pairs if each.differences)


def compare(claims: Claims, opinion: Opinion) -> Comparison:
    """Hold an opinion against the claims of the same report."""
    return compared((*claims.acts, *claims.harms), opinion)


def compared(claims: Iterable[Claim], opinion: Opinion) -> Comparison:
    """Hold an opinion against claims of the same report; what people put down by hand is no reading and stays out."""
    read = [each for each in claims if not each.is_by_hand]
    said: tuple[Opined, ...] = (*opinion.acts, *opinion.harms)
    met = [(theirs, _same(theirs, read)) for theirs in said]
    pairs = {ours.id: Pair(ours.id, ours, theirs, differences(ours, theirs)) for theirs, ours in _best(met)}
    heard = {ours.id for _, ours in met if ours is not None}
    return Comparison(
        tuple(pairs[each.id] for each in read if each.id in pairs),
        tuple(theirs for theirs, ours in met if ours is None),
        tuple(each for each in read if each.id not in heard),
    )


def _best(met: Sequence[tuple[Opined, Claim | None]]) -> Iterator[tuple[Opined, Claim]]:
    """Give the pairs, of several with one claim that last which differs in the least."""
    found = [(theirs, ours) for theirs, ours in met if ours is not None]
    return iter(sorted(found, key=lambda pair: -len(differences(pair[1], pair[0]))))


def _same(theirs: Opined, read: Iterable[Claim]) -> Claim | None:
    """Find the claim that rests on the same letters; of several the one of the same kind."""
    there = [each for each in read if _is_same(theirs, each)]
    kind = [each for each in there if _kind(each) == _kind(theirs)]
    return next(iter(kind or there), None)


def _kind(claim: Claim | Opined) -> str:
    return claim.outcome if isinstance(claim, HarmClaim | HarmOpinion) else claim.sub_type


def _is_same(theirs: Opined, ours: Claim) -> bool:
    if isinstance(theirs, HarmOpinion) and isinstance(ours, HarmClaim):
        return theirs.figure.span.overlaps(ours.figure.span) or _is_told_again(theirs, ours)
    if isinstance(theirs, ActOpinion) and isinstance(ours, ActClaim):
        again = theirs.sub_type == ours.sub_type and any(
            each.span.covers(theirs.trigger.span) for each in (ours.statement.evidence, *ours.also)
        )
        return again or theirs.trigger.span.overlaps(ours.trigger.span)
    return False


def _is_told_again(theirs: HarmOpinion, ours: HarmClaim) -> bool:
    """Say whether an opinion rests on another place where our claim is told: the same outcome and count there."""
    alike = theirs.outcome == ours.outcome and theirs.count == ours.count
    return alike and any(each.span.covers(theirs.figure.span) for each in ours.also)


def differences(ours: Claim, theirs: Opined) -> tuple[Difference, ...]:
    """Give the fields that two readings of one claim have otherwise."""
    found: list[Difference] = []
    said = ours.statement
    if isinstance(ours, HarmClaim) and isinstance(theirs, HarmOpinion):
        found += _of_harm(ours, theirs)
        found += _doer(ours.perpetrators, theirs.told)
    elif isinstance(ours, ActClaim) and isinstance(theirs, ActOpinion):
        if ours.sub_type != theirs.sub_type:
            found.append(Difference("act", ours.sub_type, ours.trigger, theirs.sub_type, theirs.trigger))
        found += _doer([each for each in ours.parties if each.role == "initiator"], theirs.told)
    return (*found, *_when(said, theirs.told), *_where(said, theirs.told), *_source(said, theirs.told))


def _of_harm(ours: HarmClaim, theirs: HarmOpinion) -> Iterator[Difference]:
    if ours.outcome != theirs.outcome:
        yield Difference("outcome", ours.outcome, ours.number, theirs.outcome, theirs.harm)
    if ours.statement.stance == "denied":
        yield Difference("stance", "denied", ours.number, "asserted", theirs.harm)
    for name in ("status", "demographic"):
        one, other = getattr(ours.victims, name), getattr(theirs.victims, name)
        if other not in (None, "unknown", one):
            yield Difference(name, one or "", ours.victims.quote, other, theirs.victims.quote)
    if ours.scope != theirs.scope:
        yield Difference("scope", ours.scope, ours.number, theirs.scope, theirs.number)


def _doer(ours: Sequence[Party], told: Circumstances) -> Iterator[Difference]:
    theirs = told.by
    if theirs is None or theirs.actor is None or any(each.actor.name == theirs.actor.name for each in ours):
        return
    first = ours[0] if ours else None
    yield Difference(
        "perpetrator",
        first.actor.name if first else "",
        first.quote if first else None,
        theirs.actor.name,
        theirs.quote,
    )


def _when(said: Statement, told: Circumstances) -> Iterator[Difference]:
    ours, theirs = said.when, told.when
    if theirs is None or theirs.time.start is None or (ours is not None and same_time(ours, theirs)):
        return
    days = ours.time.days if ours else ""
    yield Difference("date", days, ours.quote if ours else None, theirs.time.days, theirs.quote)


def _where(said: Statement, told: Circumstances) -> Iterator[Difference]:
    ours, theirs = said.where, told.where
    if theirs is None or theirs.place is None:
        return
    if ours is None or not same_place(ours, Where(theirs.place, theirs.quote)):
        name, quote = (ours.place.name, ours.quote) if ours else ("", None)
        yield Difference("place", name, quote, theirs.place.name, theirs.quote)


def _source(said: Statement, told: Circumstances) -> Iterator[Difference]:
    theirs = told.source
    if theirs is None or theirs.source is None or any(each.source.name == theirs.source.name for each in said.sources):
        return
    first = said.sources[0] if said.sources else None
    name, quote = (first.source.name, first.quote) if first else ("", None)
    yield Difference("source", name, quote, theirs.source.name, theirs.quote)
