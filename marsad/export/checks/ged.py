"""What UCDP's GED asks of a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from marsad.export.checks.flaw import Cells, Said, degrees, ordered, whole, words
from marsad.export.checks.tables import Checks
from marsad.export.ged import date_precision
from marsad.export.ged import degrees as written
from marsad.knowledge.crosswalk import Crosswalk

_PARTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_REGISTRY = (
    "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "country_id", "gwnoa", "gwnob",
)  # fmt: skip
_LONGEST = 366
_UNITS = {3: (), 4: ("adm_2",), 6: ("adm_1", "adm_2")}
_TIME = " 00:00:00.000"


def checks() -> dict[str, Checks]:
    """Give the checks of the table."""
    return {"events": Checks((_dead, _days, _sides, _place, _sources, _registry), (("id",), ("relid",)))}


def _dead(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    parts = [whole(cells, name) for name in _PARTS]
    best, high = whole(cells, "best"), whole(cells, "high")
    if best is not None and None not in parts and sum(filter(None, parts)) != best:
        yield "best", f"{best} is not the sum of the deaths by side, {sum(filter(None, parts))}"
    if high is not None and high < 1:
        yield "high", "an event needs at least one death"
    yield from ordered(cells, "low", "best", "high")
    for name in _PARTS:
        yield from ordered(cells, name)


def _days(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    found = {}
    for name in ("date_start", "date_end"):
        found[name] = _day(words(cells, name))
        if words(cells, name) and found[name] is None:
            yield name, f"{cells[name]!r} is not written as 2017-07-31{_TIME}"
    start, end = found["date_start"], found["date_end"]
    if start is None or end is None:
        return
    if start > end:
        yield "date_start", "it lies behind date_end"
        return
    yield from _span(cells, start, end)


def _span(cells: Cells, start: date, end: date) -> Iterator[Said]:
    days = (end - start).days + 1
    if days > _LONGEST:
        yield "date_end", f"an event of {days} days is longer than a year"
    elif whole(cells, "date_prec") != date_precision(start, end):
        yield "date_prec", f"a span of {days} days has precision {date_precision(start, end)}"
    if whole(cells, "year") != start.year:
        yield "year", f"{cells.get('year')} is not the year of {start}"


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell.removesuffix(_TIME)) if cell.endswith(_TIME) else None
    except ValueError:
        return None


def _sides(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    name, number = known.settings["civilians"].value, known.number("civilians_id")
    one_sided = cells.get("type_of_violence") == 3
    if one_sided and (cells.get("side_b") != name or whole(cells, "deaths_b")):
        yield "side_b", f"one-sided violence is against {name}, and deaths_b is 0"
    if (cells.get("side_b_new_id") == number) != one_sided or (
        not one_sided and cells.get("side_b_new_id") is not None
    ):
        yield "side_b_new_id", f"it is {number} for one-sided violence, and UCDP's to give for any other"


def _place(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from degrees(cells, "latitude", "longitude")
    lat, lon = cells.get("latitude"), cells.get("longitude")
    if isinstance(lat, float) and isinstance(lon, float):
        point = f"POINT ({written(lon)} {written(lat)})"
        if cells.get("geom_wkt") != point:
            yield "geom_wkt", f"the columns make it {point}"
    for name in _UNITS.get(whole(cells, "where_prec") or 0, ()):
        if words(cells, name):
            yield name, "a place that is known no better than that has no such unit"


def _sources(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    number = whole(cells, "number_of_sources")
    for name in ("source_office", "source_date", "source_headline"):
        parts = words(cells, name).count(";") + 1 if number else 0
        if number is not None and number >= 0 and parts != number:
            yield name, f"{parts} parts, where number_of_sources is {number}"


def _registry(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    for name in _REGISTRY:
        if cells.get(name) not in (None, ""):
            yield name, "ids of this column are of UCDP's registry and stay empty"
