"""What an address asks for: the filter of lists and maps, read from it and written back into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from marsad.errors import MarsadError
from marsad.store.shown import Box, Filter

_DAYS = ("since", "until")
_NUMBERS = ("killed", "injured", "sources")
_WORDS = ("place", "country", "admin1", "actor", "type", "grade", "words")
_LONGEST = 200
_MOST = 10**9


def filter_of(asked: QueryParams) -> Filter:
    """Read a filter; what is no day or number is refused in one sentence."""
    read: list[tuple[tuple[str, ...], Callable[[str], Any]]] = [
        (_DAYS, _day), (_NUMBERS, _number), (_WORDS, _word), (("box",), box_of), (("foreground",), _flag),
    ]  # fmt: skip
    return Filter(**{name: reader(asked.get(name, "")) for names, reader in read for name in names})


def query_of(wanted: Filter, **more: object) -> str:
    """Write a filter as the query of an address, with more values if need be; what is not asked is left out."""
    said = {each.name: _written(getattr(wanted, each.name)) for each in fields(wanted)}
    return urlencode({key: value for key, value in {**said, **more}.items() if value not in ("", None)})


def _written(value: object) -> str:
    if isinstance(value, Box):
        return f"{value.south},{value.west},{value.north},{value.east}"
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def _word(text: str) -> str:
    return text.replace("\0", " ").strip()[:_LONGEST]


def _flag(text: str) -> bool:
    return text not in {"", "0"}


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise MarsadError(f"'{text[:_LONGEST]}' is no day such as 2024-03-05") from None


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or int(text) > _MOST:
        raise MarsadError(f"'{text[:_LONGEST]}' is no whole number")
    return int(text)


def box_of(text: str) -> Box | None:
    """Read a part of the map: south, west, north, east in degrees."""
    if not text.strip():
        return None
    try:
        south, west, north, east = (float(each) for each in text.split(","))
    except ValueError:
        raise MarsadError(
            f"'{text[:_LONGEST]}' is no part of a map: give south, west, north and east in degrees"
        ) from None
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise MarsadError(f"'{text[:_LONGEST]}' lies beyond the map")
    return Box(south, west, north, east)
