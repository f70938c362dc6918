"""What persons decided of claims, laid over them: the claims themselves stay as they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from marsad.model.account import Account
from marsad.model.claim import ActClaim, HarmClaim, Party, When, Where
from marsad.model.judgement import Judgement
from marsad.reconcile.correcting import corrected
from marsad.reconcile.units import units

Claim = ActClaim | HarmClaim
Told = TypeVar("Told", ActClaim, HarmClaim, Claim)
_SHARED = ("date", "place", "perpetrator")


@dataclass(frozen=True, slots=True)
class Overlay:
    """The decisions that stand: which claims are rejected and by whom, and which values stand in for those read."""

    rejected: Mapping[str, Judgement] = field(default_factory=dict)
    corrected: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def on(self, claim: Told) -> Told:
        """Give the claim as persons corrected it."""
        fields = self.corrected.get(claim.id)
        return corrected(claim, fields) if fields else claim

    def of(self, account: Account) -> Account:
        """Give an account with its claims as persons corrected them."""
        if not any(claim.id in self.corrected for claim in account.claims):
            return account
        acts, harms = self.over(account.acts, account.harms)
        return replace(account, acts=acts, harms=harms)

    def over(
        self, acts: Sequence[ActClaim], harms: Sequence[HarmClaim]
    ) -> tuple[tuple[ActClaim, ...], tuple[HarmClaim, ...]]:
        """Give claims of one report as persons corrected them.

        The day and place that a person gives to one claim of an occurrence hold for its others, unless somebody gave them their own;
        a doer holds for those that named the same before.
        """
        told: tuple[Claim, ...] = (*acts, *harms)
        read = {claim.id: claim for claim in told}
        stands = {claim.id: self.on(claim) for claim in told}
        scopes = {each.id: each.scope for each in stands.values() if isinstance(each, HarmClaim)}
        for unit in units(acts, [replace(harm, scope=scopes[harm.id]) for harm in harms]):
            self._share([each.id for each in unit], read, stands)
        return (
            tuple(each for claim in acts if isinstance(each := stands[claim.id], ActClaim)),
            tuple(each for claim in harms if isinstance(each := stands[claim.id], HarmClaim)),
        )

    def _share(self, unit: Sequence[str], read: Mapping[str, Claim], stands: dict[str, Claim]) -> None:
        for name in _SHARED:
            leader = next((each for each in unit if name in self.corrected.get(each, {})), None)
            for each in unit if leader else ():
                if leader and name not in self.corrected.get(each, {}):
                    stands[each] = _given(name, stands[each], read[leader], stands[leader])


NOTHING = Overlay()
Judged = Overlay | Iterable[Judgement]
"""What persons decided: the judgements, or, where many incidents are computed, what was made of them once."""


def settled(judged: Judged) -> Overlay:
    """Give the decisions that stand, whether or not they were made out of the judgements already."""
    return judged if isinstance(judged, Overlay) else overlay(judged)


def overlay(judgements: Iterable[Judgement]) -> Overlay:
    """Give the decisions on claims that stand, the latest word on each; to accept one is to take it as it was read."""
    rejected: dict[str, Judgement] = {}
    given: dict[str, dict[str, str]] = {}
    for each in standing(judgements):
        for claim in each.subjects if each.verdict in ("accept", "correct", "reject") else ():
            if each.verdict in ("accept", "correct"):
                rejected.pop(claim, None)
            if each.verdict == "accept":
                given.pop(claim, None)
            if each.verdict == "reject":
                rejected[claim] = each
            if each.verdict == "correct":
                given.setdefault(claim, {}).update(each.corrections)
    return Overlay(rejected, given)


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Give the judgements that no later standing one withdraws, oldest first."""
    kept: list[Judgement] = []
    withdrawn: set[str] = set()
    for each in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id), reverse=True):
        if each.id in withdrawn:
            continue
        if each.verdict == "withdraw":
            withdrawn.update(each.subjects)
        else:
            kept.append(each)
    return kept[::-1]


def _given(name: str, claim: Claim, read: Claim, leader: Claim) -> Claim:
    """Give a claim the day, place or doer that a person gave to another of the same occurrence."""
    said = claim.statement
    if name == "date":
        when = leader.statement.when
        own = When(when.time, said.when.quote if said.when else said.evidence) if when else None
        return replace(claim, statement=replace(said, when=own))
    if name == "place":
        where = leader.statement.where
        there = Where(where.place, said.where.quote if said.where else said.evidence) if where else None
        return replace(claim, statement=replace(said, where=there))
    named = _names(doers(read))
    return _by(claim, doers(leader)) if named and named == _names(doers(claim)) else claim


def doers(claim: Claim) -> tuple[Party, ...]:
    """Give whom a claim names as the ones who did it."""
    if isinstance(claim, HarmClaim):
        return claim.perpetrators
    return tuple(each for each in claim.parties if each.role == "initiator")


def _names(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(each.actor.name for each in parties)


def _by(claim: Claim, parties: tuple[Party, ...]) -> Claim:
    own = doers(claim)[0].quote
    found = tuple(replace(each, quote=own) for each in parties)
    if isinstance(claim, HarmClaim):
        return replace(claim, perpetrators=found)
    return replace(claim, parties=(*found, *(each for each in claim.parties if each.role != "initiator")))
