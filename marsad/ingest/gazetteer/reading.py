"""Reading a table of any form: which it is, its rows, and what was wrong with it."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from marsad.errors import SourceError
from marsad.ingest.gazetteer import geonames, ocha, own, whosonfirst
from marsad.ingest.gazetteer.opened import day_of, opened
from marsad.ingest.gazetteer.table import Bad, Found, Nameless, Source
from marsad.knowledge.provinces import Provinces
from marsad.knowledge.rows import Row, slug

KNOWN = (
    "a country file of GeoNames, a table of OCHA's P-codes, a table of Who's On First, "
    "or your own with the columns name,country,admin1,kind,lat,lon,ar"
)


class Form(StrEnum):
    """The forms of tables that are read."""

    GEONAMES = geonames.SOURCE.form
    OCHA = ocha.SOURCE.form
    WHOSONFIRST = whosonfirst.SOURCE.form
    OWN = own.SOURCE.form


SOURCES = {Form(reader.SOURCE.form): reader.SOURCE for reader in (geonames, ocha, whosonfirst, own)}


@dataclass(frozen=True, slots=True)
class Table:
    """A gazetteer as it was read: `nameless` places had no Arabic name."""

    name: str
    source: Source
    file: str
    date: str
    rows: tuple[Row, ...]
    bad: tuple[Bad, ...]
    nameless: int


def read(path: Path, form: Form | None = None, names: Path | None = None) -> Table:
    """Read a table; its form is recognised where it is not given. A `SourceError` says why it can't be read."""
    form = form or recognised(path)
    name = slug(path.name.split(".")[0]) or form.value
    if form is Form.GEONAMES:
        name = f"geonames-{name.removeprefix('geonames-')}"
    try:
        found = list(_found(path, form, name, names))
    except SourceError as fault:
        raise SourceError(f"{path}: {str(fault).removeprefix(f'{path}: ')}") from fault
    except csv.Error as fault:
        raise SourceError(f"{path}: is not a table that can be read ({fault})") from fault
    rows = tuple(item for item in found if isinstance(item, Row))
    bad = tuple(item for item in found if isinstance(item, Bad))
    if not rows:
        raise SourceError(f"{path}: holds no place with an Arabic name{f' ({bad[0]})' if bad else ''}")
    return Table(
        name,
        SOURCES[form],
        path.name,
        day_of(path).isoformat(),
        rows,
        bad,
        sum(isinstance(item, Nameless) for item in found),
    )


def recognised(path: Path) -> Form:
    """Say which form a table has, by its first line."""
    with opened(path) as lines:
        first = lines.readline(100_000).rstrip("\r\n")
    tabbed = first.split("\t")
    if geonames.is_dump(tabbed):
        return Form.GEONAMES
    if geonames.is_alternates(tabbed):
        raise SourceError(
            f"{path}: holds GeoNames' alternate names; import the country file, and name this one with --names"
        )
    header = {name.strip().lower() for name in first.split(_delimiter(first))}
    if header >= whosonfirst.COLUMNS:
        return Form.WHOSONFIRST
    if header >= own.COLUMNS:
        return Form.OWN
    if ocha.columns(header):
        return Form.OCHA
    raise SourceError(f"{path}: is none of the tables that Marsad knows: {KNOWN}")


def _found(path: Path, form: Form, name: str, names: Path | None) -> Iterator[Found]:
    provinces = Provinces()
    with opened(path) as lines:
        if form is Form.GEONAMES:
            spelled = _alternates(names or _beside(path))
            numbered = enumerate((line.rstrip("\r\n").split("\t") for line in lines), 1)
            yield from geonames.rows(numbered, provinces, spelled)
        else:
            yield from _READERS[form](_cells(lines, form), provinces, name)


_READERS = {Form.OCHA: ocha.rows, Form.WHOSONFIRST: whosonfirst.rows, Form.OWN: own.rows}
_NEEDED = {Form.WHOSONFIRST: whosonfirst.COLUMNS, Form.OWN: own.COLUMNS}


def _alternates(path: Path | None) -> dict[str, tuple[str, ...]]:
    if path is None:
        return {}
    with opened(path) as lines:
        split = (line.rstrip("\r\n").split("\t") for line in lines)
        first = next(split, [""])
        if not geonames.is_alternates(first):
            raise SourceError(f"{path}: holds no alternate names of GeoNames")
        return geonames.alternates(itertools.chain([first], split))


def _beside(path: Path) -> Path | None:
    """Give the file of alternate names that lies beside a country file: in `alternatenames`, or so called."""
    stem = path.name.split(".")[0]
    names = (f"alternatenames/{stem}", f"{stem}-alternatenames", "alternateNamesV2")
    places = (path.parent / f"{name}{end}" for name in names for end in (".zip", ".txt"))
    return next((place for place in places if place.exists()), None)


class _Tabs(csv.Dialect):
    delimiter, lineterminator, quoting = "\t", "\n", csv.QUOTE_NONE


class _Semicolons(csv.excel):
    delimiter = ";"


_DIALECTS: Mapping[str, type[csv.Dialect]] = {"\t": _Tabs, ",": csv.excel, ";": _Semicolons}


def _cells(lines: IO[str], form: Form) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each line of a table with a header and its number; a short line has empty cells at its end."""
    header = lines.readline()
    dialect = _DIALECTS[_delimiter(header)]
    names = [name.strip().lower() for name in next(csv.reader([header], dialect), [])]
    missing = _NEEDED.get(form, frozenset()).difference(names)
    if missing:
        raise SourceError(f"lacks the column {', '.join(sorted(missing))}")
    table = csv.DictReader(lines, names, restkey="", restval="", dialect=dialect)
    for cells in table:
        yield table.line_num + 1, {name: cell.strip() for name, cell in cells.items() if isinstance(cell, str)}


def _delimiter(header: str) -> str:
    return max("\t,;", key=header.count)
