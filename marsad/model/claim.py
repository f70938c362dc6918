"""What one source chain says of one outcome for one group, or of one act; never edited, never merged away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marsad.model.span import Quote
from marsad.model.value import (
    ActorRef,
    Count,
    Demographic,
    Outcome,
    PlaceRef,
    Role,
    Scope,
    SourceRef,
    Stance,
    Status,
    TimeRange,
    Toll,
)

BY_HAND = "by hand"
"""The rule, and the knowledge, of a claim that a person put down."""


@dataclass(frozen=True, slots=True)
class Said:
    """One link of an attribution chain: who says it, and the letters that name them."""

    source: SourceRef
    quote: Quote


@dataclass(frozen=True, slots=True)
class When:
    """A time tied to the letters that state it."""

    time: TimeRange
    quote: Quote


@dataclass(frozen=True, slots=True)
class Where:
    """A place tied to the letters that state it."""

    place: PlaceRef
    quote: Quote


@dataclass(frozen=True, slots=True)
class Party:
    """An actor tied to the letters that name it, in a role."""

    actor: ActorRef
    role: Role
    quote: Quote


@dataclass(frozen=True, slots=True)
class Victims:
    """The people a claim counts: their words, and the group that they belong to (None where not said)."""

    quote: Quote
    status: Status
    demographic: Demographic | None = None
    actor: ActorRef | None = None
    actor_quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What harm claims and act claims share: where they stand, who says so, how surely, when and where.

    `sources` has the innermost claimant first and the outermost last; empty where the outlet speaks in its own voice.
    `rule` names the way it was put together, `knowledge` the version of the knowledge that read it.
    """

    evidence: Quote
    sources: tuple[Said, ...]
    stance: Stance
    when: When | None
    where: Where | None
    rule: str


@dataclass(frozen=True, slots=True)
class HarmClaim:
    """One statement of one outcome for one group of people.

    `number` are the letters that read alone give the count again; `figure` is the number word in them, or the noun of
    a single person. `toll` says that the report tells of a toll that rose to this number, or sets it aside as an earlier one.
    """

    id: str
    document: str
    knowledge: str
    statement: Statement
    outcome: Outcome
    count: Count
    number: Quote
    figure: Quote
    victims: Victims
    scope: Scope
    since: date | None = None
    part_of: str | None = None
    perpetrators: tuple[Party, ...] = ()
    event: str | None = None
    also: tuple[Quote, ...] = ()
    toll: Toll | None = None

    @property
    def is_by_hand(self) -> bool:
        """Say whether a person put it down, and no rule read it."""
        return self.statement.rule == BY_HAND


@dataclass(frozen=True, slots=True)
class ActClaim:
    """One statement that an act took place: ACLED's types, its parties, and the word that says so.

    `foreground` says that the report tells it as news of its own, and does not only take it up as known ('after the attack that …').
    """

    id: str
    document: str
    knowledge: str
    statement: Statement
    type: str
    sub_type: str
    trigger: Quote
    parties: tuple[Party, ...] = ()
    also: tuple[Quote, ...] = ()
    foreground: bool = True

    @property
    def is_by_hand(self) -> bool:
        """Say whether a person put it down: acts are only read."""
        return False


@dataclass(frozen=True, slots=True)
class Claims:
    """All that was read out of one document; `relevant` says whether it tells of political violence or protest."""

    document: str
    name: str
    published: date | None
    relevant: bool
    acts: tuple[ActClaim, ...]
    harms: tuple[HarmClaim, ...]
