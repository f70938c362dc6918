"""What a time expression says, before it is known which days it means.

`Fields` is a date as far as it is spelled out; the others are built of it. `dating.py` turns each into days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from marsad.analyse.calendar import GREGORIAN
from marsad.model.value import Grain

Amounts = tuple[tuple[str, float], ...]

_FIELDS = ("year", "month", "day", "weekday", "nth", "season", "decade", "century")
_DATE_UNITS = {"year": "Y", "month": "M", "week": "W", "day": "D"}
_CLOCK_UNITS = {"hour": "H", "minute": "M", "second": "S"}
YEARS_IN = {"decade": 10, "century": 100}


@dataclass(frozen=True, slots=True)
class Fields:
    """A date as far as it is spelled out: fields of a calendar, or a shift of an `anchor` unit from the base, or both.

    `direction` chooses where the fields fit many days. `back` takes a day named before as the base: any `time`, or a `date`.
    """

    calendar: str = GREGORIAN
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    season: int | None = None
    decade: int | None = None
    century: int | None = None
    anchor: str = ""
    shift: int = 0
    direction: str = ""
    back: str = ""

    @property
    def grain(self) -> Grain:
        """How long a stretch it means."""
        if self.day or self.weekday is not None or self.anchor == "day":
            return "day"
        for grain in _GRAINS:
            if getattr(self, grain, None) is not None or self.anchor == grain:
                return grain
        return "period"

    @property
    def dated(self) -> bool:
        """Whether it says which year by itself or from the base, not by the direction alone."""
        return self.year is not None or bool(self.anchor)


_GRAINS: tuple[Grain, ...] = ("week", "month", "season", "decade", "century", "year")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a longer stretch: `count` of `parts` equal ones from the `index`th, or a run of so many `days`.

    A negative index counts from the end.
    """

    of: Fields
    index: int
    parts: int = 0
    days: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Ago:
    """A distance from the base, back (`step` -1) or on (+1); not `counted` where the words give no number."""

    amounts: Amounts
    step: int
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of so many units that ends or begins at the base ('the last three days')."""

    amounts: Amounts
    step: int
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Lasting:
    """A duration without a place in time."""

    amounts: Amounts
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one time to another; one side may be missing. `first` with `open` is 'since', `beyond` is 'before' and 'after'."""

    first: When | None
    last: When | None
    open: bool = False
    beyond: bool = False


When = Fields | Slice | Ago | Window | Lasting | Stretch


def merge(one: Fields, other: Fields) -> Fields | None:
    """Join what two expressions say of one date; None where they contradict each other."""
    if one.anchor and other.anchor:
        return None
    taken: dict[str, object] = {}
    for name in (*_FIELDS, "direction", "anchor"):
        here, there = getattr(one, name), getattr(other, name)
        if here not in (None, "") and there not in (None, "") and here != there:
            return None
        taken[name] = there if here in (None, "") else here
    calendar = one.calendar if one.calendar != GREGORIAN else other.calendar
    return replace(one, **taken, calendar=calendar, shift=one.shift + other.shift, back=one.back or other.back)  # type: ignore[arg-type]


def looks_back(when: When | None) -> str:
    """Say whether a day that the text named before must be known first: a `date`, any `time`, or none."""
    if isinstance(when, Stretch):
        return looks_back(when.first) or looks_back(when.last)
    if isinstance(when, Slice):
        return when.of.back
    return when.back if isinstance(when, Fields) else ""


def iso_duration(when: Lasting) -> str | None:
    """Write a duration by ISO 8601 (P3D, PT3H); None where the words give no number."""
    if not when.counted:
        return None
    totals: dict[str, float] = {}
    for unit, count in when.amounts:
        name, times = ("year", YEARS_IN[unit]) if unit in YEARS_IN else (unit, 1)
        totals[name] = totals.get(name, 0) + count * times
    days = "".join(f"{totals[unit]:g}{letter}" for unit, letter in _DATE_UNITS.items() if unit in totals)
    clock = "".join(f"{totals[unit]:g}{letter}" for unit, letter in _CLOCK_UNITS.items() if unit in totals)
    return f"P{days}" + (f"T{clock}" if clock else "")
