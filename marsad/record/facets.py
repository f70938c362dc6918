"""An incident by what maps and lists filter on: when, where and how surely, what, how many, by whom, by how many sources."""

from __future__ import annotations

from marsad.export.entry import Entry
from marsad.export.grades import harm_status
from marsad.export.profile import Profile
from marsad.export.seen import seen
from marsad.export.summary import bounds, has_harm
from marsad.model.incident import Incident, Participant
from marsad.model.value import PlaceRef
from marsad.reconcile.place import AROUND, REACH

SEPARATOR = "|"
_WHOLE = Profile("record", grid=0, finest="site", private=True)
_NOTHING = dict.fromkeys(("place", "country", "admin1", "precision", "lat", "lon", "radius"))


def facet(told: Entry) -> dict[str, object]:
    """Give what the board keeps of an incident; numbers are those of the rule of the short form, for everybody."""
    found = told.incident
    killed, injured = bounds(found, "killed", "all"), bounds(found, "injured", "all")
    published = [each.published for each in told.provenance.values() if each.published]
    return {
        "incident": found.id,
        "day_first": found.dating.start.isoformat() if found.dating else None,
        "day_last": found.dating.end.isoformat() if found.dating else None,
        "newest": max(published).isoformat() if published else None,
        **(_where(found.placing.place) if found.placing else _NOTHING),
        "type": found.kind.type if found.kind else None,
        "sub_type": found.kind.sub_type if found.kind else None,
        "foreground": int(found.foreground),
        "killed_low": killed[0],
        "killed_high": killed[1],
        "injured_low": injured[0],
        "injured_high": injured[1],
        "sources": len(found.voices),
        "spread": spread(found),
        "actors": _joined(found.participants),
        "grade": harm_status(seen(told, _WHOLE)) if has_harm(found) else None,
    }


def _where(place: PlaceRef) -> dict[str, object]:
    """Give the place with how far, in km, the real spot may lie from its point."""
    return {
        "place": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "precision": place.precision,
        "lat": place.lat,
        "lon": place.lon,
        "radius": REACH[place.precision] + AROUND[place.relation],
    }


def spread(found: Incident) -> int:
    """Give how far the sources are apart: the widest range of any outcome, for everybody."""
    ranges = (bounds(found, outcome, "all") for outcome in ("killed", "injured"))
    return max((high - low for low, high in ranges if low is not None and high is not None), default=0)


def _joined(participants: tuple[Participant, ...]) -> str:
    """Write the actors so that one of them can be looked for: |first|second|."""
    names = sorted({each.actor.name for each in participants})
    return f"{SEPARATOR}{SEPARATOR.join(names)}{SEPARATOR}" if names else ""
