"""The formats by their names: which files each is made of, and which module makes its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from marsad.errors import MarsadError
from marsad.export import acled, airwars, claims, ged, hxl, incidents, plover, sdg
from marsad.export.entry import Row
from marsad.export.seen import Job, Seen

Rows = Callable[[Iterable[Seen], Job], Iterator[tuple[str, Row]]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the crosswalk it goes by, its tables, the ending of their files, and what makes the rows."""

    name: str
    crosswalk: str
    tables: tuple[str, ...]
    ending: str
    rows: Rows


def _own(kind: str, rows: Rows, objects: Rows | None = None) -> tuple[Format, ...]:
    endings = ("jsonl", "csv", "parquet", "geojson")
    made = {"jsonl": objects or rows}
    return tuple(Format(f"{kind}-{ending}", "record", (kind,), ending, made.get(ending, rows)) for ending in endings)


_ALL = (
    Format("acled-31", "acled", (acled.TABLE,), "csv", acled.rows),
    Format("ged-25.1", "ged", (ged.TABLE,), "csv", ged.rows),
    Format("hxl-1.1", "hxl", (hxl.TABLE,), "csv", hxl.rows),
    Format("plover-0.8", "plover", (plover.TABLE,), "jsonl", plover.rows),
    Format("airwars-like", "airwars", ("incidents", "casualties", "belligerents", "sources"), "csv", airwars.rows),
    Format("sdg-16.1.2", "sdg", (sdg.TABLE,), "csv", sdg.rows),
    *_own("incidents", incidents.rows, incidents.objects),
    *_own("claims", claims.rows),
)
FORMATS = {each.name: each for each in _ALL}


def format_of(name: str) -> Format:
    """Give a format by its name; an unknown one is a MarsadError that lists them all."""
    if name not in FORMATS:
        raise MarsadError(f"no export format is called {name!r}: there are {', '.join(FORMATS)}")
    return FORMATS[name]
