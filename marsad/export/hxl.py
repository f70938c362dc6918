"""HXL 1.1: the record as a table with hashtags in its second row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.export.entry import Row
from marsad.export.figures import WIDEST
from marsad.export.losing import note_losses
from marsad.export.places import arabic_name
from marsad.export.seen import Job, Seen
from marsad.export.speakers import link, once
from marsad.knowledge.crosswalk import crosswalk

TABLE = "incidents"
_GROUPS = {"": "all", "civ_": "civilian", "women_": "women", "children_": "children"}


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give one row an incident; what is not known is an empty cell."""
    for seen in incidents:
        if seen.figures.held:
            job.loss.leave_out("small number", seen.id)
            continue
        note_losses(seen, job)
        yield TABLE, _row(seen, job)


def _row(seen: Seen, job: Job) -> Row:
    incident = seen.entry.incident
    stated = seen.stated
    return {
        "event_id": seen.id,
        "date_start": stated.start if stated else None,
        "date_end": stated.end if stated else None,
        "reported": seen.reported,
        "event_type": incident.kind.type if incident.kind else None,
        "event_sub_type": incident.kind.sub_type if incident.kind else None,
        **_place(seen),
        "initiator": "; ".join(actor.name for actor in seen.first),
        "target": "; ".join(actor.name for actor in seen.second),
        **_numbers(seen),
        "sources_independent": len(incident.voices),
        "source": "; ".join(seen.outlets),
        "url": " ".join(once(link(found, job.profile) for found in seen.documents)),
    }


def _place(seen: Seen) -> Row:
    spot = seen.spot
    if spot is None:
        return {}
    return {
        "country": seen.country,
        "country_iso3": crosswalk("countries").to("alpha3", spot.country),
        "adm1_en": spot.admin1,
        "loc_ar": arabic_name(seen) or (None if spot.name.isascii() else spot.name),
        "loc_en": spot.name if spot.name.isascii() else None,
        "lat": spot.lat,
        "lon": spot.lon,
        "geo_precision": spot.precision,
    }


def _numbers(seen: Seen) -> Row:
    ends = {"min": seen.figures.low, "max": seen.figures.high}
    return {
        f"{prefix}{outcome}_{name}": end(outcome, group, WIDEST)
        for outcome in ("killed", "injured")
        for prefix, group in _GROUPS.items()
        for name, end in ends.items()
    }
