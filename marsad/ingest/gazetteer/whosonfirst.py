"""Tables of Who's On First with Arabic names: a header, tabs, one place a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from marsad.errors import SourceError
from marsad.ingest.gazetteer.table import (
    Bad,
    Found,
    Nameless,
    Source,
    arabic,
    country_code,
    degrees,
    people,
    settlement,
)
from marsad.knowledge.provinces import Provinces
from marsad.knowledge.rows import Row, plain, slug

SOURCE = Source(
    "whosonfirst",
    "Who's On First",
    "CC BY 4.0 and CC0",
    "Contains data of Who's On First (whosonfirst.org/docs/licenses), which builds on GeoNames (geonames.org), CC BY 4.0",
)
COLUMNS = frozenset({"geonameid", "country", "placetype", "name", "name_ar", "latitude", "longitude"})
_KINDS = {
    "locality": "", "localadmin": "", "borough": "quarter", "macrohood": "quarter", "neighbourhood": "quarter",
    "microhood": "quarter", "county": "district", "region": "province", "campus": "site",
}  # fmt: skip


def rows(lines: Iterator[tuple[int, dict[str, str]]], provinces: Provinces, name: str) -> Iterator[Found]:
    """Give the places; countries and continents are left to the embedded gazetteer."""
    given: dict[str, int] = {}
    for line, cell in lines:
        if cell["placetype"] not in _KINDS:
            continue
        try:
            row = _row(cell, provinces)
        except SourceError as fault:
            yield Bad(line, str(fault))
        else:
            yield row if isinstance(row, Nameless) else _apart(row, given)


def _row(cell: dict[str, str], provinces: Provinces) -> Row | Nameless:
    country = country_code(cell["country"])
    lat, lon = degrees(cell["latitude"], cell["longitude"])
    names = arabic(cell["name_ar"], *cell.get("variants_ar", "").split("|"))
    if not names:
        return Nameless()
    number = people(cell.get("population", ""))
    kind = _KINDS[cell["placetype"]] or settlement(number)
    province = _province(cell, kind, [spelled for spelled, _ in names])
    return Row(
        f"gn{cell['geonameid']}" if cell["geonameid"] else f"wof-{country.lower()}-{cell['placetype']}-{slug(cell['name'])}",
        plain(cell["name"]), country, provinces.named(country, *province), kind, lat, lon, SOURCE.form, "",
        number if kind in ("town", "village", "quarter") else 0, names,
    )  # fmt: skip


def _province(cell: dict[str, str], kind: str, names: Sequence[str]) -> tuple[str, ...]:
    """Give the names of the province that a place lies in, or is."""
    if kind == "province":
        return (cell["name"], *names)
    return cell.get("region_name", ""), cell.get("region_ar", "")


def _apart(row: Row, given: dict[str, int]) -> Row:
    """Number the ids of places that GeoNames does not know and that are called alike."""
    given[row.id] = given.get(row.id, 0) + 1
    return row if given[row.id] == 1 else replace(row, id=f"{row.id}-{given[row.id]}")
