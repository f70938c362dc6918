"""SDG 16.1.2: deaths by sex, age group, status and cause; each dead person stands in one cell, and what is not said is Unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marsad.export.entry import Row
from marsad.export.figures import BEST
from marsad.export.losing import note_losses
from marsad.export.parting import Part, parts_of
from marsad.export.seen import Job, Seen
from marsad.knowledge.crosswalk import crosswalk

TABLE = "deaths"
_UNKNOWN = "Unknown"
Key = tuple[str, str, str, str, str, str, str]


@dataclass(slots=True)
class _Cell:
    """The sums of one cell, and how many incidents are in it."""

    low: int = 0
    best: int = 0
    high: int = 0
    incidents: int = 0
    published: int = 0


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give one row a cell that anybody is in, in the order of its names."""
    cells: dict[Key, _Cell] = {}
    for seen in incidents:
        reason = _refused(seen)
        if reason:
            job.loss.leave_out(reason, seen.id)
            continue
        note_losses(seen, job)
        _add(cells, seen, job)
    yield from ((TABLE, _row(key, cells[key], job.profile.small)) for key in sorted(cells))


def _refused(seen: Seen) -> str | None:
    if "killed" in seen.figures.held:
        return "small number"
    found = seen.figures.of("killed", "all", BEST)
    if found is None:
        return "no deaths"
    known = [end.value for end in (found.low, found.best, found.high) if end and end.value is not None]
    if not known:
        return "number not known"
    return None if max(known) else "no deaths"


def _add(cells: dict[Key, _Cell], seen: Seen, job: Job) -> None:
    parts, cut = parts_of(seen)
    if cut:
        job.loss.lose("parts beyond the whole", seen.id)
    dating = seen.entry.incident.dating
    for part in parts:
        cell = cells.setdefault(_key(part, seen, job), _Cell())
        cell.low += part.low
        cell.best += part.best
        cell.high += part.high
        cell.incidents += 1
        cell.published += bool(dating and dating.basis == "published")


def _key(part: Part, seen: Seen, job: Job) -> Key:
    incident, spot = seen.entry.incident, seen.spot
    known = job.crosswalk
    return (
        seen.country,
        crosswalk("countries").to("alpha3", spot.country if spot else None),
        str(incident.dating.start.year) if incident.dating else _UNKNOWN,
        known.to("sex", part.demographic) or _UNKNOWN,
        known.to("age_group", part.demographic) or _UNKNOWN,
        known.to("status", part.status) or _UNKNOWN,
        known.to("cause", incident.kind.sub_type if incident.kind else None) or _UNKNOWN,
    )


def _row(key: Key, cell: _Cell, small: int) -> Row:
    """Give a cell; one with fewer than may be shown keeps its place and loses its numbers."""
    hidden = bool(small) and 0 < min(filter(None, (cell.low, cell.best, cell.high)), default=0) < small
    names = ("country", "iso3", "year", "sex", "age_group", "status", "cause")
    numbers: Row = {} if hidden else {"deaths_min": cell.low, "deaths": cell.best, "deaths_max": cell.high}
    counted: Row = {} if hidden else {"incidents": cell.incidents, "incidents_dated_by_publication": cell.published}
    return {**dict(zip(names, key, strict=True)), **numbers, "suppressed": "yes" if hidden else "", **counted}
