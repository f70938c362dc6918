"""Which accounts are worth comparing: those that may lie near each other in time and in space.

The map is laid out in squares wider than any pinned place can reach, so what belongs together lies in the same square or in one beside
it. An account without a point, or with a wide one, is compared with all of its days.
"""

from __future__ import annotations

import itertools
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from marsad.reconcile.cluster import Pair, ordered
from marsad.reconcile.compare import link
from marsad.reconcile.place import APART_KM, DEGREE_KM, reach
from marsad.reconcile.sketch import Sketch

ANYWHERE = "*"
SIDE = 1.5
LONGEST = 31
_LENGTHS = (2, 8, LONGEST)
_WIDE_KM = 62.0
_BESIDE = (-1, 0, 1)
_SCHEMA = """
CREATE TABLE here (
    at INTEGER, first INTEGER, last INTEGER, length INTEGER, x INTEGER, y INTEGER,
    document INTEGER, country INTEGER, place INTEGER, lat REAL, reach REAL
);
CREATE TABLE beside (x INTEGER, y INTEGER);
"""
_INDEX = """
CREATE INDEX square ON here (x, y, length, first);
CREATE INDEX land ON here (length, country, first);
CREATE INDEX day ON here (length, first);
"""
_MEET = """b.length = :length AND b.first BETWEEN a.first - 1 - :length AND a.last + 1
AND b.last >= a.first - 1 AND a.document <> b.document"""
_APART = f"""a.lat IS NOT NULL AND b.lat IS NOT NULL AND a.place <> b.place
AND abs(a.lat - b.lat) * {DEGREE_KM} > a.reach + b.reach + {APART_KM}"""
_NARROW = f"""
SELECT a.at, b.at FROM here a CROSS JOIN beside o CROSS JOIN here b INDEXED BY square
WHERE b.x = a.x + o.x AND b.y = a.y + o.y AND {_MEET} AND a.at < b.at AND NOT ({_APART})
AND (a.country = b.country OR a.country = 0 OR b.country = 0)
"""  # noqa: S608  all of it is ours
_WIDE = f"""
SELECT a.at, b.at FROM here a CROSS JOIN here b INDEXED BY land
WHERE a.x IS NULL AND a.country <> 0 AND b.country IN (a.country, 0)
AND {_MEET} AND (b.x IS NOT NULL OR a.at < b.at OR b.country = 0) AND NOT ({_APART})
"""  # noqa: S608
_ANYWHERE = f"""
SELECT a.at, b.at FROM here a CROSS JOIN here b INDEXED BY day
WHERE a.x IS NULL AND a.country = 0 AND {_MEET} AND (b.x IS NOT NULL OR (b.country = 0 AND a.at < b.at)) AND NOT ({_APART})
"""  # noqa: S608
"""Near each other; one that is wide, in its country; one that may be anywhere. Of accounts of few days only few days are looked at."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an account stands: its days as ordinals, and its square, None where it may be anywhere."""

    first: int
    last: int
    square: tuple[int, int] | None

    def cells(self) -> list[tuple[str, int]]:
        """Give a key for each day that the account may be of, as a store keeps them."""
        name = ANYWHERE if self.square is None else f"{self.square[0]}:{self.square[1]}"
        return [(name, day) for day in range(self.first, self.last + 1)]

    def squares_about(self) -> list[str] | None:
        """Give the squares that hold all it may be compared with; None for all there are."""
        if self.square is None:
            return None
        x, y = self.square
        return [ANYWHERE, *(f"{x + dx}:{y + dy}" for dx in _BESIDE for dy in _BESIDE)]

    def days_about(self) -> range:
        """Give the days that hold all it may be compared with."""
        return range(self.first - 1, self.last + 2)


def stand(sketch: Sketch) -> Stand | None:
    """Say where an account stands; None where its time is unknown or too long to tell of one occurrence."""
    if sketch.first is None or sketch.last is None or sketch.last - sketch.first > timedelta(days=LONGEST):
        return None
    place = sketch.place
    square = None
    if place and place.lat is not None and place.lon is not None and reach(sketch) <= _WIDE_KM:
        square = math.floor(place.lat / SIDE), math.floor(place.lon / SIDE)
    return Stand(sketch.first.toordinal(), sketch.last.toordinal(), square)


def links(sketches: Mapping[str, Sketch]) -> dict[Pair, float]:
    """Give the pairs that link accounts, with their scores; what does not link is not kept, for there is much of it."""
    scored = ((pair, link(sketches[pair[0]], sketches[pair[1]])) for pair in candidates(sketches.values()))
    return {pair: found for pair, found in scored if found is not None}


def candidates(sketches: Iterable[Sketch]) -> Iterator[Pair]:
    """Give every pair of accounts of different documents that is worth comparing, once: of no two countries, nor of far latitudes."""
    drawn = list(sketches)
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(_SCHEMA)
        base.executemany("INSERT INTO here VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(drawn))
        base.executemany("INSERT INTO beside VALUES (?, ?)", [(dx, dy) for dx in _BESIDE for dy in _BESIDE])
        base.executescript(_INDEX)
        for query, length in itertools.product((_NARROW, _WIDE, _ANYWHERE), _LENGTHS):
            for one, other in base.execute(query, {"length": length}):
                yield ordered(drawn[one].id, drawn[other].id)


def _rows(drawn: Iterable[Sketch]) -> Iterator[tuple[float | None, ...]]:
    """Give where each account stands, with numbers for its document, its country (0: not known) and its place."""
    documents, countries, places = (defaultdict[str | None, int](itertools.count(1).__next__) for _ in range(3))
    for at, each in enumerate(drawn):
        here, place = stand(each), each.place
        if here:
            x, y = here.square or (None, None)
            country = countries[place.country] if place and place.country else 0
            spot = (places[place.id], place.lat) if place else (0, None)
            length = next(each for each in _LENGTHS if here.last - here.first <= each)
            yield at, here.first, here.last, length, x, y, documents[each.document], country, *spot, reach(each)
