"""A user's own places: the table that the hand-kept ones of Marsad are written in."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.errors import SourceError
from marsad.ingest.gazetteer.table import Bad, Found, Source, country_code, degrees
from marsad.knowledge.imported import OWN
from marsad.knowledge.provinces import Provinces
from marsad.knowledge.rows import PRECISION, Row, slug, spellings

SOURCE = Source(OWN, "a table of one's own", "the user's own", "")
COLUMNS = frozenset({"name", "country", "kind", "lat", "lon", "ar"})
_SHARED = ("region", "sea", "river")  # kinds that may be of several countries, and then of none
_KINDS = tuple(kind for kind in PRECISION if kind != "country")


def rows(lines: Iterator[tuple[int, dict[str, str]]], provinces: Provinces, name: str) -> Iterator[Found]:
    """Give the places; two of one name and country are told apart by a word in parentheses."""
    seen: set[str] = set()
    for line, cell in lines:
        try:
            row = _row(cell, provinces, name)
        except SourceError as fault:
            yield Bad(line, str(fault))
            continue
        if row.id in seen:
            yield Bad(line, f"{cell['name']} is given twice; put a word in parentheses behind one of them")
        else:
            seen.add(row.id)
            yield row


def _row(cell: dict[str, str], provinces: Provinces, table: str) -> Row:
    shared = cell["kind"] in _SHARED and not cell["country"]
    country = "" if shared else country_code(cell["country"])
    lat, lon = degrees(cell["lat"], cell["lon"])
    kind, precision = cell["kind"], cell.get("precision", "")
    if kind not in _KINDS:
        raise SourceError(f"{kind!r} is no kind of place; write one of {', '.join(_KINDS)}")
    if precision and precision not in PRECISION.values():
        raise SourceError(f"{precision!r} is no precision; leave it empty or write one of {', '.join(_precisions())}")
    if not slug(cell["name"]):
        raise SourceError("the name has no Latin letters; give the one for the record, and Arabic ones under `ar`")
    names = spellings(cell["ar"])
    if not names:
        raise SourceError("there is no Arabic name under `ar`; a report could not name this place")
    return Row(
        f"own-{table}-{country.lower() or 'xx'}-{slug(cell['name'])}", cell["name"].partition(" (")[0], country,
        provinces.named(country, cell.get("admin1", "")), kind, lat, lon, OWN, precision, 0, names, len(names),
    )  # fmt: skip


def _precisions() -> list[str]:
    return list(dict.fromkeys(PRECISION.values()))
