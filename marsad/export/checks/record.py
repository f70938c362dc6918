"""What our own tables ask of a row, and the whole objects of incidents of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marsad.export.checks.flaw import Cells, Flaw, Said, degrees, ordered, whole, words
from marsad.export.checks.objects import json_lines
from marsad.export.checks.tables import Checks
from marsad.export.seen import PREFIX
from marsad.knowledge.crosswalk import Crosswalk, crosswalk

_OUTCOMES = ("killed", "injured", "detained", "abducted", "missing", "displaced", "released")


def incidents() -> dict[str, Checks]:
    """Give the checks of the table of incidents."""
    return {"incidents": Checks((_id, _numbers, _days, _point), (("id",),))}


def claims() -> dict[str, Checks]:
    """Give the checks of the table of claims; a claim may speak of several incidents, and stands once for each."""
    return {"claims": Checks((_claim, _days, _point), (("incident", "id"),))}


def _id(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    if not words(cells, "id").startswith(PREFIX):
        yield "id", f"an id begins with {PREFIX}"


def _numbers(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    for column in cells:
        if column.endswith("_min"):
            yield from ordered(cells, column, f"{column.removesuffix('_min')}_max")
    yield from ordered(cells, "killed_low", "killed_best", "killed_high")
    yield from ordered(cells, "independent_sources")


def _days(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    start, end = cells.get("date_start"), cells.get("date_end")
    if start is not None and end is not None and str(start) > str(end):
        yield "date_start", "it lies behind date_end"


def _point(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from degrees(cells, "lat", "lon")


def _claim(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from ordered(cells, "low", "high")
    for part in ("evidence", "figure"):
        yield from ordered(cells, f"{part}_start", f"{part}_end")
    start, end = whole(cells, "evidence_start"), whole(cells, "evidence_end")
    figure = whole(cells, "figure_start")
    if start is not None and end is not None and figure is not None and not start <= figure < end:
        yield "figure_start", "the figure lies outside of the evidence"
    digest = words(cells, "evidence_sha256")
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        yield "evidence_sha256", "no SHA-256 in hexadecimal"
    if cells.get("kind") == "harm" and words(cells, "outcome") not in _OUTCOMES:
        yield "outcome", f"{cells.get('outcome')!r} is no outcome"


def check_objects(path: Path) -> Iterator[Flaw]:
    """Check incidents as whole objects."""
    seen: set[str] = set()
    for found in json_lines(path):
        if isinstance(found, Flaw):
            yield found
            continue
        number, incident = found
        said = [*_object(incident), *_ranges(incident)]
        if incident.get("id") in seen:
            said.append(("id", "another line has the same id"))
        seen.add(str(incident.get("id")))
        yield from (Flaw(path.name, number, *one) for one in said)


def _object(incident: dict[str, Any]) -> Iterator[Said]:
    yield from _id(incident, crosswalk("record"))
    if incident.get("grade") not in crosswalk("record").lists("grade"):
        yield "grade", f"{incident.get('grade')!r} is not in the list 'grade'"
    days, place = incident.get("date") or {}, incident.get("place") or {}
    if days and not days["start"] <= days["end"]:
        yield "date", "its start lies behind its end"
    yield from degrees(place, "lat", "lon")
    for outcome in ("killed", "injured"):
        for group, (low, high) in (incident.get(outcome) or {}).items():
            yield from ((outcome, f"{group}: {said}") for _, said in ordered({"min": low, "max": high}, "min", "max"))


def _ranges(incident: dict[str, Any]) -> Iterator[Said]:
    """Check that every bound lies in order and names claims of the incident."""
    claims = set(incident.get("claims") or ())
    for found in incident.get("ranges") or ():
        ends = {name: found.get(name) for name in ("low", "best", "high")}
        numbers = {name: end["value"] if end else None for name, end in ends.items()}
        title = f"{found.get('outcome')} {found.get('group')} by {found.get('rule')}"
        yield from (("ranges", f"{title}: {said}") for _, said in ordered(numbers, "low", "best", "high"))
        strange = {claim for end in ends.values() if end for claim in end["claims"]} - claims
        if strange:
            yield "ranges", f"{title}: {min(strange)} is no claim of the incident"
        if any(end and end["value"] is not None and not end["claims"] for end in ends.values()):
            yield "ranges", f"{title}: a bound that no claim sets"
