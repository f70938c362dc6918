"""Validating: what is wrong with an export, or with any file that claims to have its layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from marsad.errors import MarsadError
from marsad.export.checks import acled, airwars, ged, hxl, plover, record, sdg
from marsad.export.formats import format_of

_OWN = {
    "csv": record.csv_faults, "parquet": record.parquet_faults,
    "jsonl": record.jsonl_faults, "geojson": record.geojson_faults,
}  # fmt: skip
_CHECKS: Mapping[str, Callable[[Path], list[str]]] = {
    "acled-31": acled.faults,
    "ged-25.1": ged.faults,
    "hxl-1.1": hxl.faults,
    "plover-0.8": plover.faults,
    "airwars-like": airwars.faults,
    "sdg-16.1.2": sdg.faults,
    **{
        f"{table}-{ending}": partial(check, table=table)
        for table in ("incidents", "claims")
        for ending, check in _OWN.items()
    },
}


def validate(format_name: str, path: Path) -> list[str]:
    """Give every fault of a file, or of the folder that an export was written into, each a sentence with row and column."""
    form = format_of(format_name)
    whole = len(form.tables) > 1
    if path.is_dir() and not whole:
        path = path / f"{form.tables[0]}.{form.ending}"
    if not path.exists():
        raise MarsadError(f"{path.name}: there is no such file; name a {'folder' if whole else 'file'} in {form.name}")
    return _CHECKS[form.name](path)
