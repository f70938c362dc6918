"""What must hold of incidents and claims in our own forms: CSV, Parquet, GeoJSON, JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from marsad.errors import MarsadError
from marsad.export.checks.lines import objects
from marsad.export.checks.sheet import Line, coded, on_earth, ordered, sheet
from marsad.knowledge.crosswalk import crosswalk

_LISTS = {
    "incidents": {"date_basis": "date_basis", "place_precision": "place_precision", "grade": "grade"},
    "claims": {"kind": "kind", "place_precision": "place_precision"},
}
_KINDS = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


def csv_faults(path: Path, table: str) -> list[str]:
    """Give what is wrong with a table as CSV."""
    known = crosswalk("record")
    read = sheet(path, known.tables[table])
    found = [*read.faults]
    for line in read.lines:
        found += [*coded(line, known, _LISTS[table], ("id",)), *on_earth(line, "lat", "lon"), *_ranges(line)]
    return found


def _ranges(line: Line) -> Iterator[str]:
    for low in line.cells:
        if low.endswith("_min"):
            yield from ordered(line, low, f"{low.removesuffix('_min')}_max")
    if "low" in line.cells:
        yield from ordered(line, "low", "high")


def parquet_faults(path: Path, table: str) -> list[str]:
    """Give what is wrong with a table as Parquet: columns by name, order and type."""
    expected = [(column.name, _KINDS[column.kind]) for column in crosswalk("record").tables[table]]
    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as database:
        try:
            found = database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        except duckdb.Error as fault:
            raise MarsadError(f"{path.name}: is no Parquet: {str(fault).splitlines()[0]}") from fault
    have = [(row[0], row[1]) for row in found]
    return (
        [] if have == expected else [f"columns: {sorted(set(have) ^ set(expected)) or 'they stand in another order'}"]
    )


def jsonl_faults(path: Path, table: str) -> list[str]:
    """Give what is wrong with JSON Lines: no object, an id twice, a range that descends."""
    found: list[str] = []
    for number, each in objects(path):
        if isinstance(each, str):
            found.append(each)
            continue
        found += [f"row {number}, {fault}" for fault in _object(each, table)]
    return found


def _object(each: Mapping[str, Any], table: str) -> Iterator[str]:
    if not each.get("id"):
        yield "id: is empty"
    for outcome in ("killed", "injured") if table == "incidents" else ():
        for group, (low, high) in each.get(outcome, {}).items():
            if low is not None and high is not None and low > high:
                yield f"{outcome}: {group} goes from {low} down to {high}"


def geojson_faults(path: Path, table: str) -> list[str]:
    """Give what is wrong with a FeatureCollection of RFC 7946."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise MarsadError(f"{path.name}: is no JSON: {fault}") from fault
    if (
        not isinstance(found, dict)
        or found.get("type") != "FeatureCollection"
        or not isinstance(found.get("features"), list)
    ):
        return ["type: is no FeatureCollection with a list of features"]
    columns = set(crosswalk("record").columns(table)) - {"id", "lat", "lon"}
    return [f"feature {n}, {fault}" for n, each in enumerate(found["features"], 1) for fault in _feature(each, columns)]


def _feature(each: Mapping[str, Any], columns: set[str]) -> Iterator[str]:
    if each.get("type") != "Feature" or not each.get("id"):
        yield "type: is no Feature with an id"
    if not set(each.get("properties") or {}) <= columns:
        yield f"properties: {sorted(set(each['properties']) - columns)} are no columns"
    geometry = each.get("geometry")
    if geometry is not None:
        lon, lat = [*geometry.get("coordinates", ()), None, None][:2]
        if (
            geometry.get("type") != "Point"
            or lon is None
            or lat is None
            or not (-180 <= lon <= 180 and -90 <= lat <= 90)
        ):
            yield "geometry: is no point of longitude and latitude"
