"""GeoNames' country files: 19 columns parted by tabs, no header; the names in other languages lie in a file of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
from marsad.knowledge.rows import Row, plain
from marsad.knowledge.usage import NOISY

SOURCE = Source(
    "geonames", "GeoNames", "CC BY 4.0", "Contains data of GeoNames (geonames.org), CC BY 4.0; names selected by Marsad"
)
WIDTH = 19
ALTERNATES = range(8, 11)  # columns of a file of alternate names: older ones lack the years
_LANGUAGE = "ar"
_KINDS = {
    "PPLX": "quarter", "ADM1": "province", "ADM2": "district", "ADM3": "district", "ADM4": "district", "CMPRF": "camp",
    "RGN": "region", "AREA": "region", "MT": "region", "MTS": "region", "ISL": "region",
    **dict.fromkeys(("AIRB", "AIRF", "AIRP", "AIRH", "DAM", "PRN", "INSM", "MILB", "NVB", "FT", "OILR", "OILF", "CTRB", "PSTB"), "site"),
}  # fmt: skip
_GONE = ("PPLH", "PPLCH", "PPLQ")
_NUMBERED = ("town", "village", "quarter")

Line = Sequence[str]


def is_dump(first: Line) -> bool:
    """Say whether a line is one of a country file."""
    return len(first) == WIDTH and first[0].isdigit() and len(first[6]) <= 1 and len(first[8]) == 2


def is_alternates(first: Line) -> bool:
    """Say whether a line is one of a file of alternate names."""
    return len(first) in ALTERNATES and first[0].isdigit() and first[1].isdigit()


def alternates(lines: Iterable[Line]) -> dict[str, tuple[str, ...]]:
    """Give the Arabic names of each place that a file of alternate names has; those of old times come last."""
    found: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    for line in lines:
        if len(line) >= ALTERNATES.start and line[2] == _LANGUAGE:
            found[line[1]].append((line[7] == "1", line[3]))
    return {place: tuple(name for _, name in sorted(names, key=lambda pair: pair[0])) for place, names in found.items()}


def rows(
    lines: Iterable[tuple[int, Line]], provinces: Provinces, names: Mapping[str, tuple[str, ...]]
) -> Iterator[Found]:
    """Give the settlements, units, camps, mountains and works of a country; what reports do not name is passed over."""
    for number, line in lines:
        if len(line) != WIDTH:
            yield Bad(number, f"has {len(line)} columns, not the {WIDTH} of GeoNames")
            continue
        kind = _kind(line)
        if not kind:
            continue
        try:
            yield _row(line, kind, provinces, names)
        except SourceError as fault:
            yield Bad(number, str(fault))


def _kind(line: Line) -> str:
    if line[6] == "P" and line[7] not in _GONE:
        return _KINDS.get(line[7]) or settlement(people(line[14]))
    return _KINDS.get(line[7], "") if line[6] != "P" else ""


def _row(line: Line, kind: str, provinces: Provinces, names: Mapping[str, tuple[str, ...]]) -> Row | Nameless:
    country = country_code(line[8])
    lat, lon = degrees(line[4], line[5])
    number = people(line[14])
    spelled = arabic(*(names.get(line[0]) or _unlabelled(line, country, number)))
    if not spelled:
        return Nameless()
    province = provinces.coded(country, line[10]) or (provinces.named(country, line[1]) if kind == "province" else "")
    return Row(
        f"gn{line[0]}", plain(line[1]), country, province, kind, lat, lon, SOURCE.form, "",
        number if kind in _NUMBERED else 0, spelled,
    )  # fmt: skip


def _unlabelled(line: Line, country: str, number: int) -> list[str]:
    """Give the names of which no language is said, where those in Arabic letters are Arabic."""
    return line[3].split(",") if number >= NOISY.get(country, 0) else []
