"""UCDP's Georeferenced Event Dataset: events of organised violence with at least one death; ids of UCDP's registry stay empty."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.export.entry import Row
from marsad.export.figures import BEST
from marsad.export.losing import note_losses
from marsad.export.notes import notes
from marsad.export.seen import Job, Seen, unset
from marsad.export.sides import Deaths, deaths_of
from marsad.export.speakers import once, outlet_name, speaker_name
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.value import ActorRef

TABLE = "events"
_WEEK, _MONTH = 7, 31
_STATE = "1"


@dataclass(frozen=True, slots=True)
class _Dyad:
    """Who fought whom: UCDP's type of violence and the two sides."""

    type: int
    first: str
    second: str


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give one row an incident that UCDP would call an event."""
    for seen in incidents:
        reason = _refused(seen, job)
        dyad = None if reason else _dyad(seen, job)
        if reason or not isinstance(dyad, _Dyad):
            job.loss.leave_out(reason or str(dyad), seen.id)
            continue
        note_losses(seen, job)
        yield TABLE, _row(seen, dyad, job)


def _refused(seen: Seen, job: Job) -> str | None:
    if "killed" in seen.figures.held:
        return "small number"
    if not seen.figures.tells("killed"):
        return "no deaths"
    best, high = seen.figures.best("killed", "all", BEST), seen.figures.high("killed", "all", BEST)
    if best is None and high is None:
        return "number not known"
    if not max(best or 0, high or 0):
        return "no deaths"
    return unset(seen, job.crosswalk.number("longest_days"))


def _dyad(seen: Seen, job: Job) -> _Dyad | str:
    """Give the dyad, or the reason why there is none."""
    first, second = (_organised(side, job) for side in (seen.first, seen.second))
    civilians = job.crosswalk.settings["civilians"].value
    if not first:
        return "no organised actor"
    if second:
        state = _STATE in (job.crosswalk.to("organised", first[0].kind), job.crosswalk.to("organised", second[0].kind))
        return _Dyad(1 if state else 2, first[0].name, second[0].name)
    if seen.figures.tells("killed") and _civilians_harmed(seen):
        return _Dyad(3, first[0].name, civilians)
    return "other side not said"


def _organised(side: tuple[ActorRef, ...], job: Job) -> list[ActorRef]:
    return [actor for actor in side if job.crosswalk.to("organised", actor.kind)]


def _civilians_harmed(seen: Seen) -> bool:
    found = seen.figures.of("killed", "civilian", BEST)
    named = any(actor.kind == "civilians" for actor in seen.second)
    return named or bool(found and max(found.high.value or 0, found.low.value or 0))


def _row(seen: Seen, dyad: _Dyad, job: Job) -> Row:
    one_sided = dyad.type == 3
    return {
        "id": number_of(seen.entry.incident.id),
        "relid": seen.id,
        "type_of_violence": dyad.type,
        "dyad_name": f"{dyad.first} - {dyad.second}",
        "side_a": dyad.first,
        "side_b": dyad.second,
        "side_b_new_id": job.crosswalk.number("civilians_id") if one_sided else None,
        **_sources(seen, job),
        **_where(seen, job),
        **_when(seen, job),
        **_deaths(deaths_of(seen, dyad.first, "" if one_sided else dyad.second), seen, job),
    }


def number_of(incident: str) -> int:
    """Give the whole number that stands for an incident's id, as UCDP's ids are numbers; 52 bits of a hash, far above any of UCDP's."""
    return (1 << 52) | int(hashlib.sha256(incident.encode()).hexdigest()[:13], 16)


def _deaths(deaths: Deaths, seen: Seen, job: Job) -> Row:
    if deaths.cut:
        job.loss.lose("parts beyond the whole", seen.id)
    return {
        "deaths_a": deaths.first,
        "deaths_b": deaths.second,
        "deaths_civilians": deaths.civilians,
        "deaths_unknown": deaths.unknown,
        "best": deaths.best,
        "high": deaths.high,
        "low": deaths.low,
    }


def _sources(seen: Seen, job: Job) -> Row:
    """Fill the sources: parallel lists of outlet, day and headline; headlines are letters of the reports and stay out."""
    offices = [outlet_name(found, job.profile).replace(";", ",") for found in seen.documents]
    days = [found.published.isoformat() if found.published else "" for found in seen.documents]
    headlines = [""] * len(offices)
    articles = zip(offices, days, headlines, strict=True)
    return {
        "number_of_sources": len(offices),
        "source_article": ";".join(f'"{office},{day},{headline}"' for office, day, headline in articles),
        "source_office": ";".join(offices),
        "source_date": ";".join(days),
        "source_headline": ";".join(headlines),
        "source_original": ", ".join(_speakers(seen, job)),
    }


def _speakers(seen: Seen, job: Job) -> tuple[str, ...]:
    """Give the first claimants of the numbers, as UCDP gives the primary source within an article."""
    return once(
        speaker_name(claim.statement.sources[0].source, job.profile)
        for claim in seen.entry.harms
        if claim.outcome == "killed" and claim.statement.sources
    )


def _where(seen: Seen, job: Job) -> Row:
    spot, countries = seen.spot, crosswalk("countries")
    if spot is None or not spot.pinned:
        return {}
    precision = where_precision(seen, job)
    return {
        "where_prec": precision,
        "where_coordinates": spot.name if precision != 6 else seen.country,
        "where_description": notes(seen, BEST),
        "adm_1": (spot.admin1 or (spot.name if spot.precision == "province" else None)) if precision < 6 else None,
        "adm_2": spot.name if spot.precision == "district" and precision == 3 else None,
        "latitude": spot.lat,
        "longitude": spot.lon,
        "geom_wkt": f"POINT ({degrees(spot.lon)} {degrees(spot.lat)})",
        "country": seen.country,
        "region": countries.to("ged_region", spot.country),
    }


def degrees(value: float | None) -> str:
    """Give degrees as the columns have them."""
    return format(value or 0.0, ".6f").rstrip("0").rstrip(".")


def where_precision(seen: Seen, job: Job) -> int:
    """Give UCDP's precision of the place: a point that was moved is not exact, and one moved far is a part of a country."""
    spot = seen.spot
    if spot is None:
        return job.crosswalk.number("fuzzy_prec")
    if spot.blur:
        near = spot.blur <= job.crosswalk.number("near_km")
        return job.crosswalk.number("near_prec" if near else "fuzzy_prec")
    known = int(job.crosswalk.to("where_prec", spot.precision))
    return max(known, job.crosswalk.number("near_prec")) if not spot.exact else known


def _when(seen: Seen, job: Job) -> Row:
    dating = seen.entry.incident.dating
    if dating is None:
        return {}
    start, end = dating.start, dating.end
    if dating.basis == "published":
        start = min(start, end - timedelta(days=job.crosswalk.number("published_days") - 1))
    return {
        "year": start.year,
        "event_clarity": 1 if start == end or dating.basis == "published" else 2,
        "date_prec": date_precision(start, end),
        "date_start": stamp(start),
        "date_end": stamp(end),
    }


def date_precision(start: date, end: date) -> int:
    """Give UCDP's precision of a span of days."""
    days = (end - start).days + 1
    if days == 1:
        return 1
    if days < _WEEK:
        return 2
    if days == _WEEK:
        return 3
    return 4 if days <= _MONTH else 5


def stamp(day: date) -> str:
    """Give a day as the CSV of GED writes it."""
    return f"{day.isoformat()} 00:00:00.000"
