"""A claim as a page shows it: as it was read, as it stands after what people decided, who decided, and the incident it is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.judgement import Judgement
from marsad.model.person import Person
from marsad.model.span import Quote, Span
from marsad.model.value import ActorRef, PlaceRef, SourceRef
from marsad.reconcile.correcting import readable
from marsad.reconcile.overlay import doers, overlay, standing
from marsad.record.added import claim_id
from marsad.record.asread import as_read
from marsad.record.reviewing import heard
from marsad.record.second import Otherwise, otherwise
from marsad.store.board import incident_of_claims
from marsad.store.judged import Signed, judgements_about

Claim = ActClaim | HarmClaim


@dataclass(frozen=True)
class Card:
    """A claim to be shown: `stands` is the claim with every correction; `number` its place among those of its page, from 1.

    `unseen` says that somebody judged it, and that the reader is told how only after judging it too; `second` is how second readers
    read it otherwise.
    """

    claim: Claim
    stands: Claim
    number: int
    incident: str | None
    decisions: tuple[Judgement, ...]
    written: Judgement | None
    values: dict[str, str]
    unseen: bool = False
    second: tuple[Otherwise, ...] = ()

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


def cards(connection: Connection, claims: Iterable[Claim], person: Person | None = None) -> list[Card]:
    """Give the cards of some claims of one report, in the order of the text; what one claim was given holds for its fellows.

    Of what others decided a `person` who may be the second to judge sees what a second may; without one all is shown.
    """
    told = tuple(claims)
    documents = {each.document for each in told if each.is_by_hand}
    signed = judgements_about(connection, [*documents, *(each.id for each in told)])
    shown = {each.id: _shown(signed, each.id, person) for each in told}
    over = overlay([one for heard in shown.values() for one in heard.decisions])
    acts = tuple(each for each in told if isinstance(each, ActClaim))
    harms = tuple(each for each in told if isinstance(each, HarmClaim))
    now: dict[str, Claim] = {each.id: each for part in over.over(acts, harms) for each in part}
    homes = incident_of_claims(connection, [each.id for each in told])
    written = {claim_id(each.judgement): each.judgement for each in signed if each.judgement.verdict == "add"}
    second = otherwise(connection, told)
    ordered = sorted(told, key=lambda each: (_letters(each), each.id))
    return [
        Card(
            each,
            now[each.id],
            number,
            homes.get(each.id),
            shown[each.id].decisions,
            written.get(each.id),
            as_read(each) | dict(over.corrected.get(each.id, {})),
            shown[each.id].unseen,
            second.get(each.id, ()),
        )
        for number, each in enumerate(ordered, 1)
    ]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The decisions on a claim that stand and that somebody sees, and whether there are others."""

    decisions: tuple[Judgement, ...]
    unseen: bool


def _shown(signed: Iterable[Signed], claim: str, person: Person | None) -> _Shown:
    about = tuple(signed)
    stands = [each for each in standing(each.judgement for each in about) if claim in each.subjects]
    if person is None or not person.may("analyst"):
        return _Shown(tuple(stands), unseen=False)
    seen = {each.judgement.id for each in heard(_of(about, claim), claim, person).shown}
    return _Shown(tuple(each for each in stands if each.id in seen), unseen=any(each.id not in seen for each in stands))


def _of(signed: Iterable[Signed], claim: str) -> list[Signed]:
    """Keep the judgements about one claim, with those that take them back, and so on."""
    wanted, found = {claim}, []
    for each in sorted(signed, key=lambda one: one.seq):
        if not wanted.isdisjoint(each.judgement.subjects):
            found.append(each)
            wanted.add(each.judgement.id)
    return found


def named(told: Iterable[Card]) -> dict[str, list[PlaceRef | ActorRef | SourceRef]]:
    """Give the places, doers and sources that claims name, each once: what another claim of the report is likely to name too."""
    found: dict[str, dict[PlaceRef | ActorRef | SourceRef, None]] = {"place": {}, "perpetrator": {}, "source": {}}
    for card in told:
        said = card.stands.statement
        found["place"].update({said.where.place: None} if said.where else {})
        found["perpetrator"].update({each.actor: None for each in doers(card.stands)})
        found["source"].update({each.source: None for each in said.sources})
    return {name: list(values) for name, values in found.items()}


def _letters(claim: Claim) -> Span:
    return claim.number.span if isinstance(claim, HarmClaim) else claim.trigger.span
