"""An incident as a profile lets it be seen: what every format draws on, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marsad.export.entry import Context, Entry
from marsad.export.figures import Figures, figures_of
from marsad.export.loss import Loss
from marsad.export.profile import Profile
from marsad.export.speakers import once, outlet_name
from marsad.export.spot import Spot, spot_of
from marsad.knowledge.crosswalk import Crosswalk, crosswalk
from marsad.model.account import Provenance
from marsad.model.incident import Dating, Participant
from marsad.model.value import ActorRef

PREFIX = "MRS-"


@dataclass(frozen=True, slots=True)
class Job:
    """One export at work: the format's crosswalk, what may leave, what the caller knows, and what is lost on the way."""

    crosswalk: Crosswalk
    profile: Profile
    context: Context
    loss: Loss


@dataclass(frozen=True, slots=True)
class Seen:
    """An incident as it may be shown.

    `first` and `second` are its two sides, the likeliest actor of each before the others; `documents` stand by their day.
    """

    entry: Entry
    id: str
    spot: Spot | None
    figures: Figures
    first: tuple[ActorRef, ...]
    second: tuple[ActorRef, ...]
    documents: tuple[Provenance, ...]
    outlets: tuple[str, ...]

    @property
    def stated(self) -> Dating | None:
        """Give its day or days as far as a claim states them."""
        dating = self.entry.incident.dating
        return dating if dating and dating.basis == "stated" else None

    @property
    def reported(self) -> date | None:
        """Give the day of the first report."""
        return min((found.published for found in self.documents if found.published), default=None)

    @property
    def civilians_harmed(self) -> bool:
        """Say whether any number of civilians, or of a group that claims take for civilians, is told."""
        return any(group == "civilian" for _, group, _ in self.figures.ranges)

    @property
    def country(self) -> str:
        """Give the country's English name."""
        return crosswalk("countries").to("name", self.spot.country if self.spot else None)


def seen(entry: Entry, profile: Profile) -> Seen:
    """Work out what of an incident may be shown."""
    incident = entry.incident
    documents = sorted(
        (entry.provenance[key] for key in incident.documents if key in entry.provenance),
        key=lambda found: (found.published or date.max, found.document),
    )
    first, second = _sides(incident.participants)
    return Seen(
        entry,
        f"{PREFIX}{incident.id}",
        spot_of(incident.placing.place, profile) if incident.placing else None,
        figures_of(incident, profile.small),
        first,
        second,
        tuple(documents),
        once(outlet_name(found, profile) for found in documents),
    )


def _sides(participants: tuple[Participant, ...]) -> tuple[tuple[ActorRef, ...], tuple[ActorRef, ...]]:
    """Give the two sides, those named by more sources first; who merely took part stands on the side that is empty."""
    ordered = sorted(participants, key=lambda found: -found.sources)
    doers, targets, others = (
        [found.actor for found in ordered if found.role == role] for role in ("initiator", "target", "participant")
    )
    first = doers or others[:1]
    second = [*targets, *(others if doers else others[1:])]
    return tuple(dict.fromkeys(first)), tuple(actor for actor in dict.fromkeys(second) if actor not in first)


def unset(seen: Seen, days: int) -> str | None:
    """Give the reason for which an incident can't be set in time and space: no date, one of more days than that, no place, no point."""
    dating, spot = seen.entry.incident.dating, seen.spot
    if dating is None:
        return "no date"
    if (dating.end - dating.start).days >= days:
        return "period too long"
    if spot is None:
        return "no place"
    return None if spot.pinned else "place without coordinates"
