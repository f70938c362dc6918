"""Hold the hand-kept places against lists of others: how far each lies from the nearest place of its name in its country.

    python scripts/check_gazetteer.py FOLDER [--beyond KM]

FOLDER holds tables that `marsad gazetteer import` reads. Villages share names, so a large distance is a question, not a
fault: the list may know only the namesake. What is told beside it is nearly always a fault: a province that admin1.csv
has not, two rows for one place, and a place that lies among those of another country or province.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.errors import SourceError
from marsad.ingest.gazetteer.reading import read
from marsad.knowledge.distance import km
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.rows import Row, read_csv, spellings

FOLDER = PACKAGE_FOLDER / "gazetteer"
BOUNDS = (5, 25, 100)
BEYOND = 25.0  # km
TWICE_KM = 3.0
NEIGHBOURS = 7
CELL = 0.25  # degrees: the side of a square in which neighbours are looked for
UNCHECKED = ("country", "sea", "river", "region")  # wide: where their one point lies says nothing
Keyed = tuple[str, Row]


def main() -> None:
    """Print the counts by country and what to look at."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--beyond", type=float, default=BEYOND, help="list what lies farther than this (km)")
    given = arguments.parse_args()
    others = list(tables(given.folder))
    hand = [(place, row) for place, row in hand_rows() if row.kind not in UNCHECKED]
    covered = {other.country for other in others}
    listed = [(place, row) for place, row in hand if row.country in covered]
    print(
        f"{len(hand)} hand-kept places, {len(listed)} of them in the countries of {given.folder.name} ({len(others)} places)\n"
    )
    show(compared(listed, others), given.beyond)
    for title, found in (
        ("provinces that admin1.csv has not", unknown_provinces(hand)),
        (f"two rows of one name within {TWICE_KM:g} km", twice(hand)),
        ("among places of another country", strangers(listed, others, "country")),
        ("among places of another province", strangers(listed, others, "admin1")),
    ):
        print(f"\n{title}:")
        print("\n".join(f"  {line}" for line in found) or "  none")


def tables(folder: Path) -> Iterator[Row]:
    """Give the places of every table in a folder that can be read."""
    for path in sorted(folder.iterdir()):
        try:
            yield from read(path).rows
        except SourceError as refusal:
            print(f"left out: {refusal}")


def hand_rows() -> Iterator[Keyed]:
    """Give the hand-kept places, each with its file and line."""
    for path in sorted((FOLDER / "hand").glob("*.csv")):
        for line, cell in enumerate(read_csv(path), 2):
            yield f"{path.name}:{line}", Row(
                cell["name"], cell["name"], cell["country"], cell["admin1"], cell["kind"], float(cell["lat"]),
                float(cell["lon"]), "hand", "", 0, spellings(cell["ar"]),
            )  # fmt: skip


def compared(hand: Iterable[Keyed], others: Iterable[Row]) -> list[tuple[float | None, str, Row, Row | None]]:
    """Give for each hand-kept place the nearest of its name in its country and how far that is; None where none is."""
    called: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for other in others:
        for name in other.spelled():
            called[_land(other), name].append(other)
    found: list[tuple[float | None, str, Row, Row | None]] = []
    for place, row in hand:
        alike = [other for name in row.spelled() for other in called[_land(row), name]]
        nearest = min(alike, key=lambda other: km(row, other), default=None)
        found.append((km(row, nearest) if nearest else None, place, row, nearest))
    return found


def _land(row: Row) -> str:
    return "PS" if row.country == "IL" else row.country


def show(found: list[tuple[float | None, str, Row, Row | None]], beyond: float) -> None:
    """Print the table of counts and the list of the farthest."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    columns = [*(f"<= {bound} km" for bound in BOUNDS), "farther", "not found"]
    for distance, _, row, _ in found:
        column = (
            columns[-1]
            if distance is None
            else next((c for b, c in zip(BOUNDS, columns, strict=False) if distance <= b), "farther")
        )
        counts[row.country][column] += 1
    print(f"{'country':8}" + "".join(f"{column:>11}" for column in columns))
    for country, numbers in sorted(counts.items()):
        print(f"{country:8}" + "".join(f"{numbers[column]:11}" for column in columns))
    total = sum(counts.values(), Counter[str]())
    print(f"{'all':8}" + "".join(f"{total[column]:11}" for column in columns))
    print(f"\nfarther than {beyond:g} km from the nearest of the name (often a namesake):")
    for distance, place, row, other in sorted((f for f in found if f[0] and f[0] > beyond), key=lambda f: -(f[0] or 0)):
        if other is not None:
            names = "|".join(name for name, _ in row.names)
            print(f"  {distance or 0:6.0f} km {place}: {row.name}, {row.admin1}, {row.kind} {row.lat:g} {row.lon:g} {names}; "
                  f"listed {other.name}, {other.admin1} {other.lat:g} {other.lon:g}")  # fmt: skip


def unknown_provinces(hand: Iterable[Keyed]) -> Iterator[str]:
    """Give the rows whose province admin1.csv does not have, of the countries that it covers."""
    known = {(row["country"], row["name"]) for row in read_csv(FOLDER / "admin1.csv")}
    covered = {country for country, _ in known}
    for place, row in hand:
        if row.country in covered and row.admin1 and (row.country, row.admin1) not in known:
            yield f"{place}: {row.name}: {row.country} has no province {row.admin1!r}"


def twice(hand: Iterable[Keyed]) -> Iterator[str]:
    """Give pairs of rows that share a name and lie on each other, of kinds that may be one place."""
    called: defaultdict[tuple[str, str], list[Keyed]] = defaultdict(list)
    for place, row in hand:
        for name in row.spelled():
            called[row.country, name].append((place, row))
    seen = set()
    for pairs in called.values():
        for index, (place, row) in enumerate(pairs):
            for other_place, other in pairs[:index]:
                alike = row.kind == other.kind and km(row, other) <= TWICE_KM
                if alike and (other_place, place) not in seen:
                    seen.add((other_place, place))
                    yield f"{other_place}: {other.name} and {place}: {row.name}"


def strangers(hand: Iterable[Keyed], others: Iterable[Row], what: str) -> Iterator[str]:
    """Give the rows all of whose nearest neighbours in the lists lie in one and the same other country or province."""
    squares: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for other in others:
        if getattr(other, what) and other.kind != "province":
            squares[_square(other)].append(other)
    for place, row in hand:
        north, east = _square(row)
        near = [
            o
            for dn in (-1, 0, 1)
            for de in (-1, 0, 1)
            for o in squares[north + dn, east + de]
            if what == "country" or o.country == row.country
        ]
        nearest = sorted(near, key=lambda other: km(row, other))[:NEIGHBOURS]
        said = {getattr(other, what) for other in nearest}
        if len(nearest) == NEIGHBOURS and getattr(row, what) and len(said) == 1 and getattr(row, what) not in said:
            yield f"{place}: {row.name}, {row.country} {row.admin1} {row.lat:g} {row.lon:g}: all around is {said.pop()}"


def _square(row: Row) -> tuple[int, int]:
    return round(row.lat / CELL), round(row.lon / CELL)


if __name__ == "__main__":
    main()
