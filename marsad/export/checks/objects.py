"""Reading back what is no CSV: JSON Lines, GeoJSON and Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from marsad.export.checks.flaw import Flaw, Said, Value
from marsad.export.checks.reading import Line
from marsad.knowledge.crosswalk import Column

_SQL = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
_BATCH = 2000


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]] | Flaw]:
    """Read one object a line; a line that is none is a flaw, and the rest goes on."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                found = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as fault:
                yield Flaw(path.name, number, "", f"not readable as JSON: {fault}")
                continue
            yield (number, found) if isinstance(found, dict) else Flaw(path.name, number, "", "no object")


def object_rows(path: Path, columns: Sequence[Column]) -> Iterator[Line | Flaw]:
    """Read flat objects as rows of a table."""
    for found in json_lines(path):
        yield found if isinstance(found, Flaw) else as_line(*found, columns)


def as_line(number: int, found: Mapping[str, Any], columns: Sequence[Column]) -> Line:
    """Give an object as a row; a key that is no column, or a value of another kind, is a flaw of its own."""
    kinds = {column.name: column.kind for column in columns}
    said: list[Said] = [(key, "there is no such column") for key in found if key not in kinds]
    cells: dict[str, Value] = dict.fromkeys(kinds)
    for key in kinds.keys() & found.keys():
        value = found[key]
        try:
            cells[key] = _typed(value, kinds[key])
        except ValueError:
            said.append((key, f"{value!r} is not of the kind {kinds[key]!r}"))
    return Line(number, cells, tuple(said))


def _typed(value: Any, kind: str) -> Value:
    """Give a value as its column has it; one of another type is a ValueError, as is a day that is none."""
    match kind, value:
        case _, None:
            return None
        case "date", str():
            return date.fromisoformat(value)
        case _, bool():
            pass
        case ("text", str()) | ("integer" | "number", int()) | ("number", float()):
            typed: Value = value
            return typed
    raise ValueError(value)


def features(path: Path, columns: Sequence[Column]) -> Iterator[Line | Flaw]:
    """Read the features of a FeatureCollection as rows of a table."""
    try:
        whole = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        yield Flaw(path.name, 0, "", f"not readable as JSON: {fault}")
        return
    found = whole.get("features") if isinstance(whole, dict) and whole.get("type") == "FeatureCollection" else None
    if not isinstance(found, list):
        yield Flaw(path.name, 0, "", "no FeatureCollection")
        return
    for number, feature in enumerate(found, 2):
        row = _feature(feature)
        yield as_line(number, row, columns) if row else Flaw(path.name, number, "", "no feature with a point or null")


def _feature(feature: Any) -> dict[str, Any] | None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature" or "geometry" not in feature:
        return None
    point, properties = feature["geometry"], feature.get("properties")
    if not isinstance(properties, dict):
        return None
    row = {"id": feature.get("id"), **properties}
    if point is None:
        return row
    if not isinstance(point, dict) or point.get("type") != "Point" or len(point.get("coordinates") or ()) != 2:
        return None
    lon, lat = point["coordinates"]
    return row | {"lat": lat, "lon": lon}


def parquet_rows(path: Path, columns: Sequence[Column]) -> Iterator[Line | Flaw]:
    """Read a Parquet table; columns that are not the format's, by name, order and type, are a flaw of the file."""
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": "1"}) as database:
            yield from _parquet(database.execute("SELECT * FROM read_parquet(?)", [str(path)]), path.name, columns)
    except duckdb.Error as fault:
        yield Flaw(path.name, 0, "", f"not readable as Parquet: {str(fault).splitlines()[0]}")


def _parquet(rows: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column]) -> Iterator[Line | Flaw]:
    found = [(column[0], str(column[1])) for column in rows.description or ()]
    asked = [(column.name, _SQL[column.kind]) for column in columns]
    wrong = next((pair for pair in zip(found, asked, strict=False) if pair[0] != pair[1]), None)
    if wrong or len(found) != len(asked):
        yield Flaw(
            name,
            0,
            "",
            f"column {wrong[0]}, where the format has {wrong[1]}"
            if wrong
            else f"{len(found)} columns, where the format has {len(asked)}",
        )
        return
    names = [column.name for column in columns]
    number = 0
    while batch := rows.fetchmany(_BATCH):
        for row in batch:
            number += 1
            yield Line(number, dict(zip(names, row, strict=True)))
