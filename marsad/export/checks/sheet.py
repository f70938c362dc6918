"""A CSV file as a validator sees it: its header by name and order, its cells by their kinds, its codes by their lists."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from marsad.errors import MarsadError
from marsad.export.safe import plain, safe
from marsad.knowledge.crosswalk import Column, Crosswalk

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file: its number as a spreadsheet counts it, and its cells by column."""

    number: int
    cells: Cells

    def says(self, column: str, message: str) -> str:
        """Give a fault with its row and column."""
        return f"row {self.number}, {column}: {message}"

    def whole(self, column: str) -> int | None:
        """Give a cell as a whole number; None where it is empty or none."""
        try:
            return int(self.cells[column])
        except (KeyError, ValueError):
            return None

    def real(self, column: str) -> float | None:
        """Give a cell as a number."""
        try:
            return float(self.cells[column])
        except (KeyError, ValueError):
            return None

    def day(self, column: str) -> date | None:
        """Give a cell as a day; what stands behind the day is a time."""
        try:
            return date.fromisoformat(self.cells[column][:10])
        except (KeyError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, and what is wrong with its shape; a file with a wrong header has no rows."""

    faults: tuple[str, ...]
    lines: tuple[Line, ...]


def sheet(path: Path, columns: Sequence[Column], *, tagged: bool = False) -> Sheet:
    """Read a file against its columns."""
    rows = read_rows(path)
    names = [column.name for column in columns]
    header = rows[0] if rows else []
    if header != names:
        return Sheet((_header(header, names),), ())
    faults, first = [], 1
    if tagged:
        first = 2
        faults += _tags(rows[1] if len(rows) > 1 else [], columns)
    lines = []
    for number, row in enumerate(rows[first:], first + 1):
        if len(row) != len(names):
            faults.append(f"row {number}: has {len(row)} cells where the header has {len(names)}")
            continue
        line = Line(number, dict(zip(names, map(plain, row), strict=True)))
        lines.append(line)
        faults += [*_kinds(line, columns), *_formulas(line, row, columns)]
    return Sheet(tuple(faults), tuple(lines))


def read_rows(path: Path) -> list[list[str]]:
    """Give the rows of a CSV file in UTF-8; what can't be read is a MarsadError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    except UnicodeDecodeError as fault:
        raise MarsadError(f"{path.name}: is no UTF-8; save it as 'CSV UTF-8'") from fault
    except (OSError, csv.Error) as fault:
        raise MarsadError(f"{path.name}: can't be read: {fault}") from fault


def _header(header: list[str], names: list[str]) -> str:
    missing = [name for name in names if name not in header]
    further = [name for name in header if name not in names]
    if missing or further:
        return f"row 1: the header lacks {missing or 'nothing'} and has {further or 'nothing'} that the format has not"
    first = next((n for n, (one, other) in enumerate(zip(header, names, strict=False)) if one != other), len(names))
    return f"row 1, column {first + 1}: the columns stand in another order than the format's"


def _tags(row: list[str], columns: Sequence[Column]) -> list[str]:
    tags = [column.tag for column in columns]
    return [] if row == tags else [f"row 2: the hashtags are not those of the format: {row}"]


def _kinds(line: Line, columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        cell = line.cells[column.name]
        read = {"integer": line.whole, "number": line.real, "date": line.day}.get(column.kind)
        if cell and read and read(column.name) is None:
            yield line.says(column.name, f"{cell!r} is no {column.kind}")


def _formulas(line: Line, row: list[str], columns: Sequence[Column]) -> Iterator[str]:
    for column, cell in zip(columns, row, strict=True):
        if column.kind == "text" and cell == plain(cell) and safe(cell) != cell:
            yield line.says(column.name, "a spreadsheet may take this cell for a formula")


def coded(line: Line, crosswalk: Crosswalk, lists: Mapping[str, str], needed: Sequence[str] = ()) -> Iterator[str]:
    """Give the cells that are not in their code list, and the empty ones that must not be."""
    for column, name in lists.items():
        cell = line.cells[column]
        if cell and cell not in crosswalk.lists(name):
            yield line.says(column, f"{cell!r} is not in the list {name!r}")
    for column in needed:
        if not line.cells[column]:
            yield line.says(column, "is empty")


def ordered(line: Line, *columns: str) -> Iterator[str]:
    """Give a fault where the numbers of columns do not ascend; empty cells are passed over."""
    known = [(column, value) for column in columns if (value := line.real(column)) is not None]
    for (low, less), (high, more) in pairwise(known):
        if less > more:
            yield line.says(low, f"{less:g} is more than {high} ({more:g})")


def on_earth(line: Line, lat: str, lon: str) -> Iterator[str]:
    """Give a fault where degrees are none, or stand without each other."""
    first, second = line.real(lat), line.real(lon)
    if (first is None) != (second is None):
        yield line.says(lat, "one of the two degrees is missing")
    if first is not None and not -90 <= first <= 90:
        yield line.says(lat, f"{first} is no latitude")
    if second is not None and not -180 <= second <= 180:
        yield line.says(lon, f"{second} is no longitude")
