"""OCHA's tables of administrative units with P-codes; their columns are named in several ways, all of which are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marsad.errors import SourceError
from marsad.ingest.gazetteer.table import Bad, Found, Nameless, Source, arabic, country_code, degrees
from marsad.knowledge.provinces import Provinces
from marsad.knowledge.rows import Row, plain

SOURCE = Source(
    "ocha",
    "OCHA Common Operational Datasets",
    "CC BY-IGO",
    "Contains administrative units and P-codes of OCHA's Common Operational Datasets (data.humdata.org), CC BY-IGO",
)
_UNIT = re.compile(r"(?:admin|adm)(\d)(.*)")
_LAT = ("lat", "latitude", "centerlat", "centroidlat", "latitudey", "ycoord", "pointy", "centroidy", "latdd", "y")
_LON = (
    "lon",
    "long",
    "lng",
    "longitude",
    "centerlon",
    "centroidlon",
    "longitudex",
    "xcoord",
    "pointx",
    "centroidx",
    "londd",
    "x",
)
_OWN = ("name", "nameen", "namear", "featurename", "featurenameen", "featurenamear", "featurealtname", "featurerefname")
_CODES = ("pcode", "featurepcode", "code")
_KINDS = {0: "", 1: "province", 2: "district", 3: "district"}
_QUARTERS = ("neighbourhood", "neighborhood", "quarter")
_SETTLED = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what: `units` gives for each level its code and its names."""

    lat: str
    lon: str
    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    units: dict[int, tuple[str, tuple[str, ...]]]


def columns(header: Iterable[str]) -> Columns | None:
    """Read a header; None where it is not one of a table of P-codes."""
    found = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in header}
    units: dict[int, tuple[str, tuple[str, ...]]] = {}
    for key, name in found.items():
        unit = _UNIT.fullmatch(key)
        if unit:
            units[int(unit[1])] = _with(units.get(int(unit[1]), ("", ())), unit[2], name)
    if not any(code for code, _ in units.values()):
        return None
    return Columns(
        next((found[key] for key in _LAT if key in found), ""),
        next((found[key] for key in _LON if key in found), ""),
        found.get("level", ""),
        tuple(found[key] for key in _CODES if key in found),
        tuple(found[key] for key in _OWN if key in found),
        units,
    )


def _with(unit: tuple[str, tuple[str, ...]], what: str, column: str) -> tuple[str, tuple[str, ...]]:
    code, names = unit
    if what in ("pcode", "code"):
        return column, names
    return code, (*names, column)


def rows(lines: Iterator[tuple[int, dict[str, str]]], provinces: Provinces, name: str) -> Iterator[Found]:
    """Give the units and settlements; the first line tells the columns."""
    known: Columns | None = None
    seen: set[str] = set()
    for line, cell in lines:
        known = known or columns(cell)
        if known is None or not (known.lat and known.lon):
            raise SourceError("it has no columns of coordinates (lat and lon), so its places can't be set on a map")
        try:
            row = _row({key: value.strip() for key, value in cell.items()}, known, provinces)
        except SourceError as fault:
            yield Bad(line, str(fault))
            continue
        if isinstance(row, Row) and row.id in seen:
            yield Bad(line, f"the P-code {row.id.removeprefix('ocha-').upper()} is given twice")
        elif row is not None:
            seen.add(row.id if isinstance(row, Row) else "")
            yield row


def _row(cell: dict[str, str], known: Columns, provinces: Provinces) -> Row | Nameless | None:
    """Read one line; a whole country is left out."""
    level, code, names = _unit(cell, known)
    if level == 0:
        return None
    spelled = arabic(*names)
    if not spelled:
        return Nameless()
    lat, lon = degrees(cell[known.lat], cell[known.lon])
    country = country_code(_largest(cell, known, code)[:2])
    english = next((plain(name) for name in names if name and name.isascii()), spelled[0][0])
    province = names if level == 1 else tuple(cell[column] for column in known.units.get(1, ("", ()))[1])
    return Row(
        f"ocha-{code.lower()}", english, country, provinces.named(country, *province), _kind(level, cell, known), lat, lon,
        SOURCE.form, "", 0, spelled,
    )  # fmt: skip


def _unit(cell: dict[str, str], known: Columns) -> tuple[int, str, tuple[str, ...]]:
    """Give the level, the P-code and the names of what a line is about: what it says itself, else its finest unit."""
    own = next((cell[column] for column in known.codes if cell[column]), "")
    finest = max((level for level, (code, _) in known.units.items() if code and cell[code]), default=-1)
    if own:
        written = re.search(r"\d", cell[known.level]) if known.level else None
        level = int(written[0]) if written else max(_SETTLED, finest + 1)
        return level, own, tuple(cell[column] for column in known.names)
    if finest < 0:
        raise SourceError("it has no P-code")
    code, columns_ = known.units[finest]
    return finest, cell[code], tuple(cell[column] for column in columns_)


def _largest(cell: dict[str, str], known: Columns, own: str) -> str:
    """Give the code of the largest unit that holds a place: quarters have codes without the country's letters."""
    codes = [cell[code] for _, (code, _) in sorted(known.units.items()) if code and cell[code]]
    return codes[0] if codes else own


def _kind(level: int, cell: dict[str, str], known: Columns) -> str:
    if known.level and cell[known.level].lower() in _QUARTERS:
        return "quarter"
    return _KINDS.get(level, "village")
