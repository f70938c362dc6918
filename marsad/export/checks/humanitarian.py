"""What HXL 1.1 and the table of SDG 16.1.2 ask of a row."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.export.checks.flaw import Cells, Said, degrees, ordered, whole, words
from marsad.export.checks.tables import Checks
from marsad.knowledge.crosswalk import Crosswalk, crosswalk


def hxl() -> dict[str, Checks]:
    """Give the checks of the HXL table."""
    return {"incidents": Checks((_affected, _days, _tags, _country), (("event_id",),))}


def sdg() -> dict[str, Checks]:
    """Give the checks of the SDG table."""
    cell = ("country", "iso3", "year", "sex", "age_group", "status", "cause")
    return {"deaths": Checks((_cell, _country), (cell,))}


def _affected(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    for column in known.columns("incidents"):
        if column.endswith("_min"):
            yield from ordered(cells, column, f"{column.removesuffix('_min')}_max")
    yield from ordered(cells, "sources_independent")


def _days(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    start, end = cells.get("date_start"), cells.get("date_end")
    if start is not None and end is not None and str(start) > str(end):
        yield "date_start", "it lies behind date_end"
    yield from degrees(cells, "lat", "lon")


def _tags(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    if words(cells, "adm1_pcode"):
        yield "adm1_pcode", "codes of divisions are of the COD registry and stay empty"


def _country(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    column = "country_iso3" if "country_iso3" in cells else "iso3"
    if words(cells, column) and words(cells, column) not in crosswalk("countries").maps["alpha3"].values.values():
        yield column, f"{cells[column]!r} is no country of ISO 3166"


def _cell(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from ordered(cells, "deaths_min", "deaths", "deaths_max")
    hidden = words(cells, "suppressed") == "yes"
    told = [whole(cells, name) is not None for name in ("deaths_min", "deaths", "deaths_max", "incidents")]
    if any(told) if hidden else not all(told):
        yield "suppressed", "a cell that is held back has no number, and any other has all of them"
    year = words(cells, "year")
    if year and year != "Unknown" and not (len(year) == 4 and year.isdecimal()):
        yield "year", f"{year!r} is no year"
    yield from ordered(cells, "incidents_dated_by_publication", "incidents")
