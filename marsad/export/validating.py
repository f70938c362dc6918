"""The other entry: whether files are what their format asks for, and whether they are those that their manifest names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from marsad.errors import MarsadError
from marsad.export.checks import acled, airwars, ged, humanitarian, plover, record
from marsad.export.checks.flaw import Flaw
from marsad.export.checks.objects import features, object_rows, parquet_rows
from marsad.export.checks.reading import csv_rows
from marsad.export.checks.tables import Checks, check_table
from marsad.export.formats import Format, format_of
from marsad.export.writing import hash_of
from marsad.knowledge.crosswalk import crosswalk

_MANIFEST = "manifest.json"
_READERS = {"csv": csv_rows, "jsonl": object_rows, "geojson": features, "parquet": parquet_rows}
_TABLES: Mapping[str, Callable[[], dict[str, Checks]]] = {
    "acled": acled.checks, "ged": ged.checks, "airwars": airwars.checks, "hxl": humanitarian.hxl, "sdg": humanitarian.sdg,
}  # fmt: skip
_OWN = {"incidents": record.incidents, "claims": record.claims}
_OBJECTS = {"plover-0.8": plover.check_records, "incidents-jsonl": record.check_objects}


def validate(format_name: str, target: Path) -> list[Flaw]:
    """Give what is wrong with an export: its folder, or the file of a format of one table; a manifest beside it is checked as well."""
    form = format_of(format_name)
    return list(_flaws(form, _paths(target, form), target))


def format_in(target: Path) -> str:
    """Give the format that the manifest of an export names."""
    found = _manifest(target).get("format")
    if not found:
        raise MarsadError(f"{target.name}: no manifest stands there that names the format; say which one it is")
    return str(found)


def _flaws(form: Format, paths: Mapping[str, Path], target: Path) -> Iterator[Flaw]:
    missing = [path for path in paths.values() if not path.is_file()]
    yield from (Flaw(path.name, 0, "", f"there is no such file, and {form.name} has one") for path in missing)
    if not missing:
        yield from _check(form, paths)
    yield from _sealed(target if target.is_dir() else target.parent, _manifest(target))


def _paths(target: Path, form: Format) -> dict[str, Path]:
    if target.is_dir():
        return {table: target / f"{table}.{form.ending}" for table in form.tables}
    if not target.exists():
        raise MarsadError(f"{target}: there is no such file or folder")
    if len(form.tables) > 1:
        raise MarsadError(f"{target.name}: {form.name} has {len(form.tables)} tables; name the folder that they lie in")
    return {form.tables[0]: target}


def _check(form: Format, paths: Mapping[str, Path]) -> Iterator[Flaw]:
    if form.name in _OBJECTS:
        yield from _OBJECTS[form.name](*paths.values())
        return
    known = crosswalk(form.crosswalk)
    checks = (_TABLES.get(form.crosswalk) or _OWN[form.tables[0]])()
    for table, path in paths.items():
        columns = known.tables[table]
        yield from check_table(path.name, _READERS[form.ending](path, columns), checks[table], known, columns)
    if form.crosswalk == "airwars":
        yield from (Flaw(paths[table].name, line, *said) for table, line, said in airwars.across(checks))


def _manifest(target: Path) -> dict[str, Any]:
    path = target / _MANIFEST if target.is_dir() else target.with_name(f"{target.stem}.{_MANIFEST}")
    if not path.is_file():
        return {}
    try:
        found = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise MarsadError(f"{path.name}: not readable as JSON: {fault}") from fault
    return found if isinstance(found, dict) else {}


def _sealed(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Flaw]:
    """Give the files that are not, byte for byte, those that the manifest names."""
    for made in manifest.get("files", ()):
        path = folder / Path(str(made["name"])).name
        if not path.is_file():
            yield Flaw(path.name, 0, "", "the manifest names it, and it is not there")
        elif hash_of(path) != made["sha256"]:
            yield Flaw(path.name, 0, "", "its SHA-256 is not the one in the manifest")
