"""Reading an export back: rows with their line and typed cells, and what can't be read as the column asks."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from marsad.export.checks.flaw import Cells, Flaw, Said, Value
from marsad.export.safe import plain, safe
from marsad.knowledge.crosswalk import Column


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its line in the file, its cells by column, and what is wrong with single cells."""

    number: int
    cells: Cells
    said: tuple[Said, ...] = ()


def _whole(cell: str) -> int:
    if not cell.removeprefix("-").isdecimal() or not cell.isascii():
        raise ValueError
    return int(cell)


def _number(cell: str) -> float:
    found = float(cell)
    if not math.isfinite(found):
        raise ValueError
    return found


_READ: Mapping[str, Callable[[str], Value]] = {
    "text": plain, "integer": _whole, "number": _number, "date": date.fromisoformat,
}  # fmt: skip
_KINDS = {"integer": "no whole number", "number": "no number", "date": "no day as in 2019-03-14"}


def csv_rows(path: Path, columns: Sequence[Column]) -> Iterator[Line | Flaw]:
    """Read a table; a header that is not the format's is a flaw, and nothing after it is read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(path.name, csv.reader(file, strict=True), columns)
    except UnicodeDecodeError as fault:
        yield Flaw(path.name, 0, "", f"byte {fault.start} of a part of it is not UTF-8")
    except csv.Error as fault:
        yield Flaw(path.name, 0, "", f"not readable as CSV: {fault}")


def _rows(name: str, found: Iterator[list[str]], columns: Sequence[Column]) -> Iterator[Line | Flaw]:
    heads = [[column.name for column in columns]]
    if any(column.tag for column in columns):
        heads.append([column.tag for column in columns])
    for number, (title, head) in enumerate(zip(("columns", "hashtags"), heads, strict=False), 1):
        wrong = _unlike(title, next(found, []), head)
        if wrong:
            yield Flaw(name, number, "", wrong)
            return
    for number, row in enumerate(found, len(heads) + 1):
        if len(row) != len(columns):
            yield Flaw(name, number, "", f"{len(row)} cells, where the format has {len(columns)} columns")
        else:
            yield _line(number, row, columns)


def _unlike(title: str, found: Sequence[str], asked: Sequence[str]) -> str:
    """Say where a header differs from the one that is asked for; empty where it does not."""
    for place, (one, other) in enumerate(zip(found, asked, strict=False), 1):
        if one != other:
            return f"{title} differ: {one!r} in place {place}, where the format has {other!r}"
    return "" if len(found) == len(asked) else f"{len(found)} {title}, where the format has {len(asked)}"


def _line(number: int, row: Sequence[str], columns: Sequence[Column]) -> Line:
    cells: dict[str, Value] = {}
    said: list[Said] = []
    for column, cell in zip(columns, row, strict=True):
        try:
            cells[column.name] = _READ[column.kind](cell) if cell else None
        except ValueError:
            cells[column.name] = None
            said.append((column.name, f"{cell!r} is {_KINDS[column.kind]}"))
        if column.kind == "text" and cell != safe(plain(cell)):
            said.append((column.name, "a spreadsheet would read a formula here"))
    return Line(number, cells, tuple(said))
