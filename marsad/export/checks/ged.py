"""What must hold of a file in UCDP GED's layout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from marsad.export.checks.sheet import Line, coded, on_earth, ordered, sheet
from marsad.export.ged import date_precision, degrees
from marsad.knowledge.crosswalk import Crosswalk, crosswalk

_LISTS = {
    "type_of_violence": "type_of_violence", "event_clarity": "event_clarity", "date_prec": "date_prec",
    "where_prec": "where_prec", "region": "region",
}  # fmt: skip
_NUMBERS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
_NEEDED = ("id", "year", *_LISTS, "side_a", "side_b", "latitude", "longitude", "date_start", "date_end", *_NUMBERS)
_LONGEST = {2: 6, 3: 7, 4: 31, 5: 366}
_REGISTRY = ("conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_new_id")


def faults(path: Path, version: str = "") -> list[str]:
    """Give what is wrong with a file, in the order of its rows; `version` 19.1 has 42 columns."""
    known = crosswalk("ged")
    read = sheet(path, known.tables[f"events-{version}" if version else "events"])
    found = [*read.faults]
    for line in read.lines:
        found += [*coded(line, known, _LISTS, _NEEDED), *_sums(line), *_time(line), *_sides(line, known), *_where(line)]
        found += [*on_earth(line, "latitude", "longitude"), *_sources(line), *_registry(line)]
    return found


def _sums(line: Line) -> Iterator[str]:
    numbers = {name: line.whole(name) for name in _NUMBERS}
    parts = [numbers[name] for name in _NUMBERS[:4]]
    if None not in parts and numbers["best"] is not None and sum(filter(None, parts)) != numbers["best"]:
        yield line.says("best", f"{numbers['best']} is not the sum of the deaths of both sides, civilians and unknown")
    yield from ordered(line, "low", "best", "high")
    yield from (
        line.says(name, "is less than nought") for name, value in numbers.items() if value is not None and value < 0
    )
    if (numbers["high"] or 0) < 1:
        yield line.says("high", "an event has at least one death")


def _time(line: Line) -> Iterator[str]:
    start, end, precision = line.day("date_start"), line.day("date_end"), line.whole("date_prec")
    if start is None or end is None:
        return
    if start > end:
        yield line.says("date_start", "is after date_end")
        return
    days = (end - start).days + 1
    if precision == 1 and days > 1:
        yield line.says("date_prec", "an exact date spans one day")
    if precision in _LONGEST and (days > _LONGEST[precision] or (precision == 2 and days < 2)):
        yield line.says("date_prec", f"{days} days are of precision {date_precision(start, end)}")
    if line.whole("year") != start.year:
        yield line.says("year", f"is not the year of {start}")


def _sides(line: Line, known: Crosswalk) -> Iterator[str]:
    if line.cells["type_of_violence"] != "3":
        return
    if line.cells["side_b"] != known.settings["civilians"].value:
        yield line.says("side_b", "one-sided violence is against Civilians")
    if line.cells["side_b_new_id"] != known.settings["civilians_id"].value:
        yield line.says("side_b_new_id", "is 1 for civilians")
    if line.whole("deaths_b"):
        yield line.says("deaths_b", "is 0 in one-sided violence")


def _where(line: Line) -> Iterator[str]:
    precision = line.whole("where_prec")
    if precision == 6 and (line.cells["adm_1"] or line.cells["adm_2"]):
        yield line.says("adm_1", "is not known where only the country is")
    if precision == 4 and line.cells["adm_2"]:
        yield line.says("adm_2", "is not known where only the first division is")
    lat, lon = line.real("latitude"), line.real("longitude")
    if lat is not None and lon is not None and line.cells["geom_wkt"] != f"POINT ({degrees(lon)} {degrees(lat)})":
        yield line.says("geom_wkt", "is another point than latitude and longitude")


def _sources(line: Line) -> Iterator[str]:
    number = line.whole("number_of_sources")
    if number is None or number < 1:  # UCDP writes -1 where it was not counted
        return
    for column in ("source_office", "source_date", "source_headline"):
        parts = line.cells[column].count(";") + 1
        if parts != number:
            yield line.says(column, f"has {parts} parts for {number} sources")


def _registry(line: Line) -> Iterator[str]:
    """Ids of our own making in the columns of UCDP's registry are a fault: a row of ours is told by its relid."""
    if line.cells.get("relid", "").startswith("MRS-"):
        yield from (
            line.says(name, "an id of UCDP's registry can't be made up") for name in _REGISTRY if line.cells.get(name)
        )
