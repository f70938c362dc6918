"""Events that others have recorded, brought in to compare with; never part of the record itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Layout = Literal["acled", "ged", "airwars"]
Counted = Literal["all", "civilian"]
Verdict = Literal["below", "within", "above", "not counted"]


@dataclass(frozen=True, slots=True)
class ReferenceEvent:
    """One row of somebody else's table: when, where, who, and how many were killed (`low`, `best`, `high`; None where it does not say).

    `counted` says whom its numbers count; `row` is where it stands in the file, as a spreadsheet counts.
    """

    id: str
    row: int
    start: date
    end: date
    place: str
    lat: float | None
    lon: float | None
    actors: tuple[str, ...]
    low: int | None
    best: int | None
    high: int | None
    counted: Counted = "all"


@dataclass(frozen=True, slots=True)
class Reference:
    """A table of reference events, and a sentence for each row that could not be read."""

    name: str
    layout: Layout
    events: tuple[ReferenceEvent, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An incident of ours and the event that it is taken for: how far apart in days and kilometres, and what speaks for it.

    `actors` is the share of the event's actors that the incident names too; `km` is None where one of them has no point.
    `verdict` says where the event's number lies in the range that our claims span.
    """

    incident: str
    event: str
    days: int
    km: float | None
    actors: float
    ours: tuple[int | None, int | None]
    theirs: int | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both have, what we alone have, and what they alone have, by ids."""

    name: str
    layout: Layout
    matches: tuple[Match, ...]
    only_ours: tuple[str, ...]
    only_theirs: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Give how many there are of each."""
        verdicts = [match.verdict for match in self.matches]
        told = {verdict: verdicts.count(verdict) for verdict in ("below", "within", "above", "not counted")}
        return {
            "matched": len(self.matches),
            "only ours": len(self.only_ours),
            "only theirs": len(self.only_theirs),
            **told,
        }
