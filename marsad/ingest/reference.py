"""Tables of ACLED, UCDP GED and Airwars as reference events: the layout is told by the header, bad rows by a sentence each."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from marsad.errors import SourceError
from marsad.model.reference import Layout, Reference, ReferenceEvent

Cells = Mapping[str, str]
_DAYS = ("%d %B %Y", "%d-%b-%Y", "%d/%m/%Y")
_CIVILIANS = "civilian_non_combatants"


@dataclass(frozen=True, slots=True)
class _Shape:
    """A layout: the columns it can't do without, and what makes an event of a row."""

    layout: Layout
    needed: tuple[str, ...]
    event: Callable[[Cells, int], ReferenceEvent]


def read_reference(path: Path) -> Reference:
    """Read a table of the user's; one that has no known layout is a SourceError that says what each layout needs.

    Beside an Airwars table of incidents, `casualties.csv` and `belligerents.csv` of the same folder are read where they are.
    """
    rows = list(_rows(path))
    header = [name.strip() for name in rows[0][1]] if rows else []
    shape = _shape(path, header)
    beside = _beside(path) if shape.layout == "airwars" else {}
    events, faults = [], []
    for number, row in rows[1:]:
        if len(row) != len(header):
            faults.append(f"row {number}: has {len(row)} cells where the header has {len(header)}")
            continue
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        try:
            events.append(shape.event({**cells, **beside.get(cells.get("code", ""), {})}, number))
        except ValueError as fault:
            faults.append(f"row {number}, {fault}")
    return Reference(path.name, shape.layout, tuple(events), tuple(faults))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not empty with their numbers; commas or semicolons part them, by whichever the header has more of."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise SourceError(f"{path.name}: is no UTF-8; save it as 'CSV UTF-8'") from fault
    except OSError as fault:
        raise SourceError(f"{path.name}: can't be read: {fault.strerror}") from fault
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        for number, row in enumerate(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), 1):
            if any(row):
                yield number, row
    except csv.Error as fault:
        raise SourceError(f"{path.name}: is no CSV: {fault}") from fault


def _shape(path: Path, header: list[str]) -> _Shape:
    if not header:
        raise SourceError(f"{path.name}: is empty; it needs a header and rows")
    found = next((shape for shape in _SHAPES if set(shape.needed) <= set(header)), None)
    if found:
        return found
    nearest = max(_SHAPES, key=lambda shape: len(set(shape.needed) & set(header)))
    missing = ", ".join(name for name in nearest.needed if name not in header)
    raise SourceError(
        f"{path.name}: is in the layout of neither ACLED, UCDP GED nor Airwars; for {nearest.layout} it lacks the columns {missing}"
    )


def _acled(cells: Cells, row: int) -> ReferenceEvent:
    day, number = _day(cells, "event_date"), _whole(cells, "fatalities")
    actors = _names(cells, "actor1", "assoc_actor_1", "actor2", "assoc_actor_2")
    lat, lon = _point(cells)
    return ReferenceEvent(
        cells["event_id_cnty"], row, day, day, cells.get("location", ""), lat, lon, actors, number, number, number
    )


def _ged(cells: Cells, row: int) -> ReferenceEvent:
    start, end = _day(cells, "date_start"), _day(cells, "date_end")
    if end < start:
        raise ValueError("date_end: is before date_start")
    low, best, high = (_whole(cells, name) for name in ("low", "best", "high"))
    lat, lon = _point(cells)
    place = cells.get("where_coordinates", "")
    return ReferenceEvent(
        cells["id"], row, start, end, place, lat, lon, _names(cells, "side_a", "side_b"), low, best, high
    )


def _airwars(cells: Cells, row: int) -> ReferenceEvent:
    start = _day(cells, "date")
    end = _day(cells, "date_end") if cells.get("date_end") else start
    low, high = (_whole(cells, f"{_CIVILIANS}_killed_{end_}") for end_ in ("min", "max"))
    lat, lon = _point(cells)
    actors = _names(cells, "belligerent_name")
    place = cells.get("location_name", "")
    return ReferenceEvent(cells["code"], row, start, end, place, lat, lon, actors, low, low, high, "civilian")


_SHAPES = (
    _Shape("acled", ("event_id_cnty", "event_date", "actor1", "actor2", "latitude", "longitude", "fatalities"), _acled),
    _Shape(
        "ged",
        ("id", "date_start", "date_end", "side_a", "side_b", "latitude", "longitude", "low", "best", "high"),
        _ged,
    ),
    _Shape("airwars", ("code", "date", "latitude", "longitude", "civilian_harm_status_slug"), _airwars),
)


def _beside(path: Path) -> dict[str, dict[str, str]]:
    """Give what the tables beside say of each incident: its civilians killed, and its belligerents in one cell."""
    found: dict[str, dict[str, str]] = {}
    for cells in _table(path.with_name("casualties.csv")):
        if cells.get("casualty_type_slug") == _CIVILIANS:
            for end in ("killed_min", "killed_max"):
                found.setdefault(cells["code"], {})[f"{_CIVILIANS}_{end}"] = cells.get(end, "")
    for cells in _table(path.with_name("belligerents.csv")):
        known = found.setdefault(cells["code"], {})
        known["belligerent_name"] = "; ".join(filter(None, (known.get("belligerent_name"), cells["belligerent_name"])))
    return found


def _table(path: Path) -> Iterator[Cells]:
    if not path.exists():
        return
    rows = list(_rows(path))
    for _, row in rows[1:]:
        cells = dict(zip(rows[0][1], row, strict=False))
        if cells.get("code"):
            yield cells


def _day(cells: Cells, column: str) -> date:
    text = cells.get(column, "")
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        for form in _DAYS:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
    raise ValueError(f"{column}: {text!r} is no day; write it as 2019-03-14" if text else f"{column}: is empty")


def _whole(cells: Cells, column: str) -> int | None:
    text = cells.get(column, "")
    try:
        number = int(text) if text else None
    except ValueError:
        raise ValueError(f"{column}: {text!r} is no whole number") from None
    if number is not None and number < 0:
        raise ValueError(f"{column}: {number} is less than nought")
    return number


def _point(cells: Cells) -> tuple[float | None, float | None]:
    """Give latitude and longitude, both or neither."""
    try:
        lat, lon = (float(cells[name]) if cells.get(name) else None for name in ("latitude", "longitude"))
    except ValueError:
        raise ValueError("latitude, longitude: are no numbers") from None
    if lat is None or lon is None:
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"latitude, longitude: {lat}, {lon} is no point on earth")
    return lat, lon


def _names(cells: Cells, *columns: str) -> tuple[str, ...]:
    names = (name.strip() for column in columns for name in cells.get(column, "").split(";"))
    return tuple(dict.fromkeys(filter(None, names)))
