"""What must hold of the tables that are like Airwars'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from marsad.export.checks.sheet import Line, coded, on_earth, ordered, sheet
from marsad.knowledge.crosswalk import Crosswalk, crosswalk

_LISTS = {
    "incidents": {
        "civilian_harm_status_slug": "harm_status", "strike_status_slug": "strike_status",
        "strike_type_slug": "strike_type", "geolocation_accuracy_slug": "accuracy",
    },
    "casualties": {"casualty_type_slug": "group"},
    "belligerents": {"assessment_slug": "assessment"},
    "sources": {},
}  # fmt: skip
_PAIRS = {
    "casualties": (("killed_min", "killed_max"), ("injured_min", "injured_max")),
    "belligerents": (
        ("deaths_conceded_min", "deaths_conceded_max"),
        ("injuries_conceded_min", "injuries_conceded_max"),
    ),
}
_CONCEDED = ("deaths_conceded_min", "injuries_conceded_min")


def faults(folder: Path) -> list[str]:
    """Give what is wrong with the tables of a folder, table by table, and then between them."""
    known = crosswalk("airwars")
    found: list[str] = []
    tables: dict[str, tuple[Line, ...]] = {}
    for table in _LISTS:
        read = sheet(folder / f"{table}.csv", known.tables[table])
        tables[table] = read.lines
        found += [f"{table}: {fault}" for fault in (*read.faults, *_rows(table, read.lines, known))]
    return [*found, *(f"incidents: {fault}" for fault in _between(tables))]


def _rows(table: str, lines: tuple[Line, ...], known: Crosswalk) -> Iterator[str]:
    for line in lines:
        yield from coded(line, known, _LISTS[table], ("code", *(_LISTS[table] if table == "casualties" else ())))
        for pair in _PAIRS.get(table, ()):
            yield from ordered(line, *pair)
        if table == "incidents":
            yield from on_earth(line, "latitude", "longitude")
            yield from _names(line, known)


def _names(line: Line, known: Crosswalk) -> Iterator[str]:
    slug, name = line.cells["civilian_harm_status_slug"], line.cells["civilian_harm_status_name"]
    if slug in known.lists("harm_status") and name != known.lists("harm_status")[slug]:
        yield line.says("civilian_harm_status_name", f"{name!r} is not the name of {slug!r}")
    if line.day("date_end") and not line.day("date"):
        yield line.says("date", "is empty where date_end is not")


def _between(tables: dict[str, tuple[Line, ...]]) -> Iterator[str]:
    """Check that tables speak of the same incidents, and that a grade has what it needs."""
    codes = Counter(line.cells["code"] for line in tables["incidents"])
    for table in ("casualties", "belligerents", "sources"):
        for line in tables[table]:
            if line.cells["code"] not in codes:
                yield f"{table} row {line.number}, code: {line.cells['code']!r} is no incident"
    parties = Counter(line.cells["code"] for line in tables["belligerents"])
    sources = Counter(line.cells["code"] for line in tables["sources"])
    conceding = {line.cells["code"] for line in tables["belligerents"] if any(line.whole(name) for name in _CONCEDED)}
    for line in tables["incidents"]:
        code, grade = line.cells["code"], line.cells["civilian_harm_status_slug"]
        if codes[code] > 1:
            yield line.says("code", f"{code!r} stands twice")
        if grade == "contested" and parties[code] < 2:
            yield line.says("civilian_harm_status_slug", "contested needs two belligerents")
        if grade == "confirmed" and code not in conceding:
            yield line.says("civilian_harm_status_slug", "confirmed needs a belligerent that concedes harm")
        if grade == "fair" and sources[code] < 2:
            yield line.says("civilian_harm_status_slug", "fair needs two sources")
        if line.whole("num_sources") != sources[code]:
            yield line.says("num_sources", f"is not the number of its sources, {sources[code]}")
