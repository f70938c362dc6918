"""What holds for every table: needed cells, code lists, and values that stand once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from marsad.export.checks.flaw import Cells, Flaw, RowCheck, Said, Value
from marsad.export.checks.reading import Line
from marsad.knowledge.crosswalk import Column, Crosswalk


@dataclass(slots=True)
class Checks:
    """The checks of one table: those of a row alone, the columns that no two rows share, and the columns kept for other tables."""

    rows: tuple[RowCheck, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    kept: tuple[str, ...] = ()
    kept_cells: list[tuple[int, Cells]] = field(default_factory=list)


def check_table(
    name: str, lines: Iterable[Line | Flaw], checks: Checks, known: Crosswalk, columns: Sequence[Column]
) -> Iterator[Flaw]:
    """Give the flaws of a table, in the order of its rows."""
    seen: dict[tuple[str, ...], dict[tuple[Value, ...], int]] = {names: {} for names in checks.unique}
    for line in lines:
        if isinstance(line, Flaw):
            yield line
            continue
        if checks.kept:
            checks.kept_cells.append((line.number, {name: line.cells.get(name) for name in checks.kept}))
        said = [*line.said, *by_column(line.cells, columns, known), *_twice(line, seen)]
        said += [found for check in checks.rows for found in check(line.cells, known)]
        bad = {column for column, _ in line.said}
        yield from (Flaw(name, line.number, *one) for one in said if one in line.said or one[0] not in bad)


def by_column(cells: Cells, columns: Sequence[Column], known: Crosswalk) -> Iterator[Said]:
    """Check needed cells and code lists."""
    for column in columns:
        value = cells.get(column.name)
        if value is None or value == "":
            if column.needed:
                yield column.name, "the cell is empty"
        elif column.codes and str(value) not in known.lists(column.codes):
            yield column.name, f"{value!r} is not in the list {column.codes!r}"


def _twice(line: Line, seen: dict[tuple[str, ...], dict[tuple[Value, ...], int]]) -> Iterator[Said]:
    for names, known in seen.items():
        values = tuple(line.cells.get(name) for name in names)
        first = known.setdefault(values, line.number)
        if first != line.number:
            yield names[0], f"line {first} has the same {', '.join(names)}"
