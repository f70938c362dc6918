"""What an export is given: incidents with their claims and documents, one at a time, and what the caller knows of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marsad.model.account import Provenance
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.incident import Incident

Claim = ActClaim | HarmClaim
Cell = str | int | float | bool | date | None
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident, the claims it was computed from by their ids, and the documents they stand in."""

    incident: Incident
    claims: Mapping[str, Claim]
    provenance: Mapping[str, Provenance]

    @property
    def told(self) -> tuple[Claim, ...]:
        """Give the claims of the incident that are at hand, in its own order."""
        return tuple(self.claims[key] for key in self.incident.claims if key in self.claims)

    @property
    def harms(self) -> tuple[HarmClaim, ...]:
        """Give the harm claims among them."""
        return tuple(claim for claim in self.told if isinstance(claim, HarmClaim))


@dataclass(frozen=True, slots=True)
class Context:
    """What an export can't know by itself: the versions, the head of the log's chain and the day, all given by the caller."""

    marsad: str
    knowledge: str
    log_head: str | None = None
    day: date | None = None
