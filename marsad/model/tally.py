"""A running total over a period or campaign: what one speaker said at each date, its parts, its revisions, its checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from marsad.model.value import ActorRef, Count, Demographic, Outcome, PlaceRef, SourceRef, Status

CheckKind = Literal["parts", "fall", "daily", "incidents"]


@dataclass(frozen=True, slots=True)
class TallyState:
    """One statement of a running total: as of which day, how many, and the claim that says so.

    `parts` are the claims that the report itself gives as parts of it; `sums` says whether they exclude each other (civilians and
    fighters) or may overlap (women and children among civilians).
    """

    as_of: date | None
    count: Count
    claim: str
    document: str
    parts: tuple[str, ...] = ()
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One arithmetic check: what was expected, what was found, and whether it holds; a failed one is for a person to settle."""

    kind: CheckKind
    holds: bool
    expected: tuple[int | None, int | None]
    found: tuple[int | None, int | None]
    claims: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A series of running totals of one speaker, outcome, group, scope and start; never merged with another speaker's.

    `place` is the area that is spoken of, None where the report does not say; `states` stand in order of their day.
    """

    id: str
    speaker: SourceRef | None
    outlet: str | None
    outcome: Outcome
    status: Status
    demographic: Demographic | None
    actor: ActorRef | None
    place: PlaceRef | None
    since: date | None
    states: tuple[TallyState, ...]
    checks: tuple[Check, ...] = ()
