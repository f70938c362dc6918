"""What a validator finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from marsad.knowledge.crosswalk import Crosswalk

Value = str | int | float | date | None
Cells = Mapping[str, Value]
Said = tuple[str, str]
"""A column, and the sentence that says what is wrong with it."""
RowCheck = Callable[[Cells, Crosswalk], Iterator[Said]]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong in a file; `line` is 0 where it concerns the file as a whole."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = [self.file, *([f"line {self.line}"] if self.line else []), *([self.column] if self.column else [])]
        return f"{', '.join(where)}: {self.message}"


def whole(cells: Cells, column: str) -> int | None:
    """Give a whole number of a row, None where there is none."""
    value = cells.get(column)
    return value if isinstance(value, int) else None


def words(cells: Cells, column: str) -> str:
    """Give a text of a row, empty where there is none."""
    value = cells.get(column)
    return value if isinstance(value, str) else ""


def degrees(cells: Cells, lat: str, lon: str) -> Iterator[Said]:
    """Check that a point is on the earth, and has both of its degrees or neither."""
    for column, limit in ((lat, 90), (lon, 180)):
        value = cells.get(column)
        if isinstance(value, int | float) and not -limit <= value <= limit:
            yield column, f"{value} is beyond {limit} degrees"
    if (cells.get(lat) is None) != (cells.get(lon) is None):
        yield lat, "a point needs both of its degrees"


def ordered(cells: Cells, *columns: str) -> Iterator[Said]:
    """Check that numbers do not fall, those that are there, and that none is below nought."""
    told = [(column, value) for column in columns if (value := whole(cells, column)) is not None]
    for column, value in told:
        if value < 0:
            yield column, f"{value} is below nought"
    for (one, less), (other, more) in pairwise(told):
        if less > more:
            yield one, f"{less} is more than the {more} of {other}"
