"""What a reader makes of one line: a row of the gazetteer, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.errors import SourceError
from marsad.knowledge.rows import Row
from marsad.knowledge.usage import TOWN

_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]{2}")


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that is wrong, and why; it is skipped."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


@dataclass(frozen=True, slots=True)
class Nameless:
    """A place without an Arabic name, which no Arabic report can name."""


Found = Row | Bad | Nameless


@dataclass(frozen=True, slots=True)
class Source:
    """Where a form of table comes from, and what its users must say."""

    form: str
    title: str
    licence: str
    attribution: str


def degrees(lat: str, lon: str) -> tuple[float, float]:
    """Read two coordinates; a `SourceError` says what is wrong with them."""
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise SourceError(f"{lat!r}, {lon!r} are no degrees such as 36.2, 37.16") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or north == east == 0:
        raise SourceError(f"{lat}, {lon} is no place on land (degrees north, then degrees east)")
    return round(north, 4), round(east, 4)


def country_code(written: str) -> str:
    """Read an ISO 3166 code of two letters."""
    if not re.fullmatch("[A-Za-z]{2}", written):
        raise SourceError(f"{written!r} is no country code of two letters such as SY")
    return written.upper()


def arabic(*names: str) -> tuple[tuple[str, str], ...]:
    """Keep the names that are written in Arabic letters, each once."""
    found = dict.fromkeys(" ".join(name.split()) for name in names)
    return tuple((name, "common") for name in found if _ARABIC.search(name))


def people(written: str) -> int:
    """Read how many live somewhere; nothing where it is not said."""
    try:
        return max(0, int(float(written)))
    except (ValueError, OverflowError):
        return 0


def settlement(population: int) -> str:
    """Say whether a settlement is a town or a village."""
    return "town" if population >= TOWN else "village"
