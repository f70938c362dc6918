"""What must hold of a file in ACLED's layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.export.acled import interaction
from marsad.export.checks.sheet import Line, coded, on_earth, sheet
from marsad.knowledge.crosswalk import Crosswalk, crosswalk

_LISTS = {
    "event_type": "event_type", "sub_event_type": "sub_event_type", "disorder_type": "disorder_type", "inter1": "inter",
    "time_precision": "time_precision", "geo_precision": "geo_precision", "source_scale": "source_scale", "region": "region",
    "interaction": "interaction", "civilian_targeting": "civilian_targeting",
}  # fmt: skip
_NEEDED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "location",
    "latitude", "longitude", "geo_precision", "fatalities",
)  # fmt: skip
_SAME = ("event_date", "location", "actor1", "actor2", "event_type", "sub_event_type")


def faults(path: Path) -> list[str]:
    """Give what is wrong with a file, in the order of its rows."""
    known = crosswalk("acled")
    read = sheet(path, known.tables["events"])
    found = [*read.faults]
    for line in read.lines:
        found += [*coded(line, known, _LISTS, _NEEDED), *_time(line, known), *_kind(line, known), *_sides(line, known)]
        found += [*on_earth(line, "latitude", "longitude"), *_count(line)]
    return [*found, *_twice(read.lines)]


def _time(line: Line, known: Crosswalk) -> Iterator[str]:
    day = line.day("event_date")
    if day and line.whole("year") != day.year:
        yield line.says("year", f"is not the year of {day}")
    if day and line.cells["time_precision"] == "3" and day.day != known.number("month_mid_point"):
        yield line.says("event_date", "a month is coded to its mid-point where the precision is 3")


def _kind(line: Line, known: Crosswalk) -> Iterator[str]:
    sub_type = line.cells["sub_event_type"]
    if sub_type in known.maps["event_type"].values and known.to("event_type", sub_type) != line.cells["event_type"]:
        yield line.says("sub_event_type", f"{sub_type!r} is no sub-type of {line.cells['event_type']!r}")
    if (
        sub_type in known.maps["disorder_type"].values
        and known.to("disorder_type", sub_type) != line.cells["disorder_type"]
    ):
        yield line.says("disorder_type", f"{sub_type!r} is of {known.to('disorder_type', sub_type)!r}")


def _sides(line: Line, known: Crosswalk) -> Iterator[str]:
    """Check that the interaction is made of the two codes, and that a side without an actor has none."""
    first, second = line.cells["inter1"], line.cells["inter2"]
    if bool(line.cells["actor1"]) != bool(first):
        yield line.says("inter1", "an actor and its code go together")
    if (second in ("0", "")) != (not line.cells["actor2"]):
        yield line.says("inter2", "is 0 if and only if there is no second actor")
    if second and second != "0" and second not in known.lists("inter"):
        yield line.says("inter2", f"{second!r} is not in the list 'inter'")
    made = interaction(first, second or "0") if first else ""
    expected = made if made in known.lists("interaction") else ""
    if line.cells["interaction"] != expected:
        yield line.says("interaction", f"is not made of {first or 'nothing'} and {second or 'nothing'}")


def _count(line: Line) -> Iterator[str]:
    number = line.whole("fatalities")
    if number is not None and number < 0:
        yield line.says("fatalities", f"{number} is less than nought")


def _twice(lines: Iterable[Line]) -> Iterator[str]:
    events: dict[tuple[str, ...], list[int]] = defaultdict(list)
    ids: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        events[tuple(line.cells[name] for name in _SAME)].append(line.number)
        ids[line.cells["event_id_cnty"]].append(line.number)
    for numbers in filter(lambda numbers: len(numbers) > 1, events.values()):
        yield f"row {numbers[1]}, {', '.join(_SAME)}: the same as in row {numbers[0]}; ACLED has one row an event"
    for name, numbers in ids.items():
        if len(numbers) > 1:
            yield f"row {numbers[1]}, event_id_cnty: {name!r} stands in row {numbers[0]} already"
