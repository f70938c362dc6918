"""An occurrence: the clauses that tell it, and what they say of it together."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.claims.clauses import Clause
from marsad.claims.scene import UNIDENTIFIED
from marsad.model.claim import Party, Said, When, Where
from marsad.model.mention import Mention

REMOTE = "Explosions/Remote violence"
SHELLING, AIR_STRIKE = "Shelling/artillery/missile attack", "Air/drone strike"
BOMB, SUICIDE_BOMB = "Remote explosive/landmine/IED", "Suicide bomb"
CLASH, ATTACK = "Armed clash", "Attack"
STRATEGIC = "Strategic developments"
AGREEMENT, DISRUPTED = "Agreement", "Disrupted weapons use"
PROTESTS, RIOTS = "Protests", "Riots"
_VIOLENT = ("Battles", REMOTE, "Violence against civilians")


@dataclass(eq=False)
class Event:
    """One occurrence, as far as it is told."""

    act: Mention
    type: str
    sub_type: str
    clause: Clause
    when: When | None
    where: Where | None
    parties: tuple[Party, ...]
    sources: tuple[Said, ...]
    generic: bool
    settled: bool
    open: bool = False
    dated: bool = False
    habit: bool = False
    told: list[Mention] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    borrowed: Where | None = None
    goes_on_at: Where | None = None

    @property
    def violent(self) -> bool:
        """Say whether people can come to harm by it."""
        return self.type in _VIOLENT

    @property
    def in_title(self) -> bool:
        """Say whether the report's first paragraph tells of it."""
        return self.clause.sentence.paragraph == 0

    @property
    def last_sentence(self) -> int:
        """The sentence that told of it last."""
        return self.clauses[-1].sentence.index

    def own_place(self) -> Where | None:
        """Give the place that its own words name, not one lent by what was told before."""
        return None if self.where is self.borrowed else self.where

    def initiators(self) -> tuple[Party, ...]:
        """Give who did it."""
        return tuple([party for party in self.parties if party.role == "initiator"])

    def named_doers(self) -> set[str]:
        """Give the names of those who did it, without the unidentified."""
        return {party.actor.name for party in self.initiators() if party.actor.kind != UNIDENTIFIED}
