"""A calendar of what was read: outlets by days of a month or by months of a year, with what was not read as plain as what was."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from marsad.model.person import Person
from marsad.store.coverage import Day, Outlet, days_read, outlet_days, outlets, told_days, undated

_MONTHS = 12


@dataclass(slots=True)
class Square:
    """A square of the calendar: on how many days anything was read, how many reports, and the incidents told in them (None: not counted)."""

    days: int = 0
    reports: int = 0
    incidents: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An outlet with its squares; None where nothing was read."""

    outlet: Outlet
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The lines of a month (`month` is its number) or of a year (None), and one for all outlets together.

    `columns` are the first days of its squares, each with how many days it has; `span` the first and last day of all that was read.
    """

    year: int
    month: int | None
    columns: tuple[tuple[date, int], ...]
    every: tuple[Square | None, ...]
    lines: tuple[Line, ...]
    left_out: int
    undated: int
    span: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Known:
    """What every calendar has of the whole record: the days of what was read, the outlets, and how many reports have no day."""

    days: Mapping[str, int]
    outlets: tuple[Outlet, ...]
    undated: int


def known_of(connection: Connection, person: Person) -> Known:
    """Count what of the record does not hang on the month that is shown."""
    return Known(days_read(connection, person), tuple(outlets(connection, person)), undated(connection, person))


def reading_calendar(
    connection: Connection, person: Person, wanted: tuple[int | None, int | None], most: int | None, known: Known
) -> Calendar:
    """Make the calendar of a month, or of a year; without one, of the last month that anything was read of. `most`: how many outlets."""
    (year, month), read = wanted, sorted(known.days.items())
    span = (date.fromisoformat(read[0][0]), date.fromisoformat(read[-1][0])) if read else None
    if year is None:
        last = span[1] if span else date(2000, 1, 1)
        year, month = last.year, last.month
    columns = tuple(_days(year, month) if month else _months(year))
    first, last = columns[0][0], date(year, month or _MONTHS, columns[-1][1] if month is None else len(columns))
    told = (told_days if month else outlet_days)(connection, person, first, last)
    by_outlet = _squares(told, whole_months=month is None)
    everybody = _all(
        [(day, count) for day, count in read if first.isoformat() <= day <= last.isoformat()], month is None
    )
    lines = tuple(_line(each, by_outlet.get(each.name, {}), columns) for each in known.outlets[:most])
    every = tuple(everybody.get(start) for start, _ in columns)
    return Calendar(year, month, columns, every, lines, len(known.outlets) - len(lines), known.undated, span)


def _days(year: int, month: int) -> Iterable[tuple[date, int]]:
    return ((date(year, month, day), 1) for day in range(1, calendar.monthrange(year, month)[1] + 1))


def _months(year: int) -> Iterable[tuple[date, int]]:
    return ((date(year, month, 1), calendar.monthrange(year, month)[1]) for month in range(1, _MONTHS + 1))


def _squares(told: Iterable[Day], *, whole_months: bool) -> Mapping[str | None, Mapping[date, Square]]:
    found: defaultdict[str | None, dict[date, Square]] = defaultdict(dict)
    for each in told:
        square = found[each.outlet].setdefault(_start(each.day, whole_months), Square())
        square.days += 1
        square.reports += each.reports
        square.incidents = each.incidents
    return found


def _all(read: Iterable[tuple[str, int]], whole_months: bool) -> Mapping[date, Square]:
    found: dict[date, Square] = {}
    for day, reports in read:
        square = found.setdefault(_start(day, whole_months), Square())
        square.days += 1
        square.reports += reports
    return found


def _start(day: str, whole_month: bool) -> date:
    found = date.fromisoformat(day)
    return found.replace(day=1) if whole_month else found


def _line(outlet: Outlet, squares: Mapping[date, Square], columns: Iterable[tuple[date, int]]) -> Line:
    return Line(outlet, tuple(squares.get(start) for start, _ in columns))
