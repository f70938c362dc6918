"""Tables like those of Airwars' site: incidents, casualties, belligerents and sources, joined by our own code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from marsad.export.entry import Row
from marsad.export.figures import GROUPS, WIDEST
from marsad.export.grades import belligerents, conceded, harm_status, strike_status
from marsad.export.losing import note_losses
from marsad.export.places import arabic_name
from marsad.export.seen import Job, Seen
from marsad.export.speakers import host, link, outlet_name
from marsad.model.account import Provenance
from marsad.model.incident import Participant, Range

INCIDENTS, CASUALTIES, BELLIGERENTS, SOURCES = "incidents", "casualties", "belligerents", "sources"


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give an incident with its casualties, belligerents and sources, each in its table."""
    for seen in incidents:
        reason = _refused(seen)
        if reason:
            job.loss.leave_out(reason, seen.id)
            continue
        _note(seen, job)
        yield INCIDENTS, _incident(seen, job)
        yield from ((CASUALTIES, row) for row in _casualties(seen, job))
        yield from ((BELLIGERENTS, _belligerent(each, seen)) for each in belligerents(seen))
        yield from ((SOURCES, _source(found, seen, job)) for found in seen.documents)


def _refused(seen: Seen) -> str | None:
    if seen.figures.held:
        return "small number"
    return None if seen.figures.tells("killed") or seen.figures.tells("injured") else "no harm told"


def _note(seen: Seen, job: Job) -> None:
    note_losses(seen, job)
    if any(group in ("police", "elderly") for _, group, _ in seen.figures.ranges):
        job.loss.lose("groups without counterpart", seen.id)


def _incident(seen: Seen, job: Job) -> Row:
    stated, reports = seen.stated, seen.documents
    first = next((found for found in reports if found.published), None)
    return {
        "code": seen.id,
        "date": stated.start if stated else None,
        "date_end": stated.end if stated and stated.end != stated.start else None,
        "local_first_reported_date_time": first.published if first else None,
        "local_first_reported_by": outlet_name(first, job.profile) if first else None,
        "local_first_reported_url": link(first, job.profile) if first else None,
        **_place(seen, job),
        **_statuses(seen, job),
        "num_sources": len(reports),
        **_networks(reports, job),
    }


def _place(seen: Seen, job: Job) -> Row:
    spot = seen.spot
    if spot is None:
        return {}
    accuracy = job.crosswalk.to("accuracy", spot.precision) if spot.exact else ""
    return {
        "country_name": seen.country,
        "country_slug": slug(seen.country),
        "location_name": spot.name,
        "location_name_arabic": arabic_name(seen),
        "region": spot.admin1,
        "geolocated": "yes" if spot.pinned else "",
        "latitude": spot.lat,
        "longitude": spot.lon,
        "geolocation_accuracy_name": accuracy.replace("_", " "),
        "geolocation_accuracy_slug": accuracy,
        "geolocation_notes": f"Centre of a grid cell, up to {seen.spot.blur:.1f} km off."
        if seen.spot and spot.blur
        else "",
    }


def _statuses(seen: Seen, job: Job) -> Row:
    kind = seen.entry.incident.kind
    strike, grade = strike_status(seen), harm_status(seen)
    means = job.crosswalk.to("strike_type", kind.sub_type if kind else None)
    civilians = any(group in ("civilian", "women", "children", "elderly") for _, group, _ in seen.figures.ranges)
    return {
        "strike_status_name": job.crosswalk.lists("strike_status")[strike],
        "strike_status_slug": strike,
        "strike_type_name": means.replace("_", " "),
        "strike_type_slug": means,
        "targeted_belligerent_name": "; ".join(actor.name for actor in seen.second if actor.kind != "civilians"),
        "targeted_belligerent_slug": "; ".join(slug(actor.name) for actor in seen.second if actor.kind != "civilians"),
        "civilian_harm_reported": "yes" if civilians else "",
        "civilian_harm_status_name": job.crosswalk.lists("harm_status")[grade],
        "civilian_harm_status_slug": grade,
    }


def _networks(reports: tuple[Provenance, ...], job: Job) -> Mapping[str, int]:
    columns = [job.crosswalk.to("network", host(found.url)) or "num_sources_other" for found in reports]
    known = dict.fromkeys(chain(job.crosswalk.maps["network"].values.values(), ["num_sources_other"]), 0)
    return {name: columns.count(name) for name in known}


def _casualties(seen: Seen, job: Job) -> Iterator[Row]:
    """Give a row for each group that has a counterpart; groups overlap, as women and children are among the civilians."""
    for group in GROUPS:
        slug_ = job.crosswalk.to("group", group)
        numbers = {
            f"{outcome}_{name}": end(outcome, group, WIDEST)
            for outcome in ("killed", "injured")
            for name, end in (("min", seen.figures.low), ("max", seen.figures.high))
        }
        if slug_ and any(numbers.values()):
            yield {
                "code": seen.id,
                "casualty_type_name": slug_.replace("_", " "),
                "casualty_type_slug": slug_,
                **numbers,
            }


def _belligerent(each: Participant, seen: Seen) -> Row:
    """Give a belligerent with what it concedes itself; its assessment is its own to make and none is made here."""
    own = [
        found.range
        for found in seen.entry.incident.own
        if found.actor.name == each.actor.name and conceded(found, seen)
    ]
    return {
        "code": seen.id,
        "belligerent_name": each.actor.name,
        "belligerent_slug": slug(each.actor.name),
        "assessment_name": "not yet assessed",
        "assessment_slug": "not-yet-assessed",
        **_concedes(own, "killed", "deaths"),
        **_concedes(own, "injured", "injuries"),
    }


def _concedes(own: list[Range], outcome: str, name: str) -> Row:
    """Give what is conceded of civilians; of women or children alone it is the least that there were."""
    told = [found for found in own if found.outcome == outcome]
    whole = next((found for found in told if found.group == "civilian"), None)
    parts = [found.low.value for found in told if found.low.value is not None]
    return {
        f"{name}_conceded_min": whole.low.value if whole else max(parts, default=None),
        f"{name}_conceded_max": whole.high.value if whole else None,
    }


def _source(found: Provenance, seen: Seen, job: Job) -> Row:
    return {
        "code": seen.id,
        "date": found.published,
        "name": outlet_name(found, job.profile),
        "url": link(found, job.profile),
        "media": host(found.url) if job.crosswalk.to("network", host(found.url)) else "",
        "hash": found.document,
    }


def slug(name: str) -> str:
    """Give a name in small letters with hyphens; one without Latin letters gets a short hash instead."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower()).split()
    return "-".join(words) or (hashlib.sha256(name.encode()).hexdigest()[:8] if name else "")
