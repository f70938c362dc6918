"""A claim as a page shows it: as it was read, as it stands after what people decided, who decided, and the incident it is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.judgement import Judgement
from marsad.model.span import Quote, Span
from marsad.reconcile.correcting import readable
from marsad.reconcile.overlay import Overlay, overlay, standing
from marsad.record.asread import as_read
from marsad.record.added import claim_id
from marsad.store.board import incident_of_claims
from marsad.store.judgements import all_judgements

Claim = ActClaim | HarmClaim


@dataclass(frozen=True)
class Card:
    """A claim to be shown: `stands` is the claim with every correction; `number` its place among those of its page, from 1."""

    claim: Claim
    stands: Claim
    number: int
    incident: str | None
    decisions: tuple[Judgement, ...]
    written: Judgement | None
    values: dict[str, str]

    @property
    def kind(self) -> str:
        """Name what the claim tells of: an outcome, or an act."""
        return self.stands.outcome if isinstance(self.stands, HarmClaim) else "act"

    @property
    def is_harm(self) -> bool:
        """Say whether it tells of people who came to harm, and not of an act."""
        return isinstance(self.claim, HarmClaim)

    @property
    def letters(self) -> Quote:
        """Give the letters that the claim hangs on: the number of a harm, the word of an act."""
        return self.claim.number if isinstance(self.claim, HarmClaim) else self.claim.trigger

    @property
    def place(self) -> tuple[Span, str]:
        """Order claims as they stand in the text."""
        return self.letters.span, self.claim.id

    @cached_property
    def read(self) -> dict[str, str]:
        """Give the values as they were read, by the fields that can be corrected."""
        return as_read(self.claim)

    @cached_property
    def changed(self) -> frozenset[str]:
        """Name the fields that stand otherwise than they were read."""
        now = as_read(self.stands)
        return frozenset(name for name, value in self.read.items() if value != now[name])

    @staticmethod
    def readable(value: str) -> str:
        """Give a value as people read it."""
        return readable(value)


def cards(connection: Connection, claims: Iterable[Claim]) -> list[Card]:
    """Give the cards of some claims of one report, in the order of the text; what one claim was given holds for its fellows."""
    told = tuple(claims)
    judged = _about(connection, told)
    over, stands = overlay(judged), standing(judged)
    acts = tuple(each for each in told if isinstance(each, ActClaim))
    harms = tuple(each for each in told if isinstance(each, HarmClaim))
    now: dict[str, Claim] = {each.id: each for part in over.over(acts, harms) for each in part}
    homes = incident_of_claims(connection, [each.id for each in told])
    written = {claim_id(each): each for each in stands if each.verdict == "add"}
    ordered = sorted(told, key=lambda each: (_letters(each), each.id))
    return [
        Card(
            each,
            now[each.id],
            number,
            homes.get(each.id),
            tuple(one for one in stands if one.verdict != "add" and each.id in one.subjects),
            written.get(each.id),
            _values(each, over),
        )
        for number, each in enumerate(ordered, 1)
    ]


def _about(connection: Connection, told: Sequence[Claim]) -> tuple[Judgement, ...]:
    """Give the judgements that speak of some claims, with those that take them back."""
    wanted = {each.id for each in told} | {each.document for each in told if each.is_by_hand}
    found: list[Judgement] = []
    for each in all_judgements(connection):
        if not wanted.isdisjoint(each.subjects):
            found.append(each)
            wanted.add(each.id)
    return tuple(found)


def _letters(claim: Claim) -> Span:
    return claim.number.span if isinstance(claim, HarmClaim) else claim.trigger.span


def _values(claim: Claim, over: Overlay) -> dict[str, str]:
    """Give the values that a form for correcting begins with: those that people gave, and as read where they gave none."""
    return as_read(claim) | dict(over.corrected.get(claim.id, {}))
