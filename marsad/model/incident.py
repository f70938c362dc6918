"""A view of the claims that speak of one occurrence: what they say together, and which claim says what.

An incident holds nothing of its own: everything in it can be computed again from accounts and judgements.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from marsad.model.value import ActorRef, Outcome, PlaceRef, Role, SourceRef

Group = Literal["all", "civilian", "combatant", "police", "unknown", "women", "children", "men", "elderly"]
Basis = Literal["stated", "published"]


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range and the claims that set it; None where no claim bounds this side.

    `open` says that the claims leave it open upwards ('at least 5' sets an open 5).
    """

    value: int | None
    claims: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """How many, of one outcome and one group of people, under one named and versioned rule (such as `majority@1`).

    `best` is None where the rule names no single figure. `sources` is the number of independent sources it rests on;
    `hedged` are those of its claims that their own sources doubt.
    """

    outcome: Outcome
    group: Group
    rule: str
    low: Bound
    best: Bound | None
    high: Bound
    sources: int
    hedged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """What a belligerent itself says of the harm it did or took; kept apart from what others say."""

    actor: ActorRef
    range: Range


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim that no range counts, and why: a running total, a part of a whole, superseded, denied, rejected."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One independent source: everything that was copied from one text or passed on from one speaker.

    `origin` is the speaker they go back to, None for an outlet's own report; `reason` says what makes them one.
    """

    origin: SourceRef | None
    documents: tuple[str, ...]
    claims: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Dating:
    """The day or days of an incident; `published` as basis says that no claim dates it and the first report's day stands in."""

    start: date
    end: date
    basis: Basis
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """The place of an incident, the claims that name it, and how many accounts agree."""

    place: PlaceRef
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """ACLED's type and sub-type, and the claims that read so."""

    type: str
    sub_type: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a role, the claims that name it so, and the number of independent sources among them."""

    actor: ActorRef
    role: Role
    claims: tuple[str, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for or against taking two accounts as one occurrence: its name, what was seen, its weight."""

    name: str
    seen: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two accounts of an incident that were joined, with every reason; `score` is the sum of the weights."""

    first: str
    second: str
    score: float
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What the accounts of one occurrence say together; every value names the claims it rests on.

    `id` is made of the id of its first account, by publication; every account's id resolves to the incident it is in.
    `dates`, `places` and `kinds` keep what was told as well and not chosen. `recalled` are those of its `names` that only come
    back to it days later, beside others that report it.
    """

    id: str
    accounts: tuple[str, ...]
    documents: tuple[str, ...]
    names: tuple[str, ...]
    claims: tuple[str, ...]
    foreground: bool
    dating: Dating | None
    placing: Placing | None
    kind: Kind | None
    participants: tuple[Participant, ...]
    ranges: tuple[Range, ...]
    own: tuple[OwnFigure, ...]
    left_out: tuple[LeftOut, ...]
    voices: tuple[Voice, ...]
    links: tuple[Link, ...] = ()
    dates: tuple[Dating, ...] = ()
    places: tuple[Placing, ...] = ()
    kinds: tuple[Kind, ...] = ()
    recalled: tuple[str, ...] = ()

    def range_of(self, outcome: str, group: str, rule: str) -> Range | None:
        """Give the range of an outcome and group under a rule, by its name with or without the version."""
        found = (
            each
            for each in self.ranges
            if each.outcome == outcome and each.group == group and rule in (each.rule, each.rule.partition("@")[0])
        )
        return next(found, None)
