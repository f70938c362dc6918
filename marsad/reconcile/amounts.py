"""Arithmetic of what reports say: numbers that may be open, or missing, on either side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.model.value import Count


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, as told: the least and the most that is named, and whether it is left open upwards.

    'At least 5' names 5 twice and is open; 'up to 30' names no least; a vague number names neither and is open.
    """

    low: int | None
    high: int | None
    open: bool = False

    @property
    def is_named(self) -> bool:
        """Whether any number is named."""
        return self.low is not None or self.high is not None


def amount(count: Count) -> Amount:
    """Read a count of a claim."""
    if count.high is None:
        return Amount(count.low, count.low, open=True)
    return Amount(count.low, count.high)


def together(amounts: Iterable[Amount]) -> Amount:
    """Add people who are apart; a part without a number adds to no bound and leaves the sum open."""
    told = list(amounts)
    return Amount(
        _sum(each.low for each in told),
        _sum(each.high for each in told),
        any(each.open or each.high is None for each in told),
    )


def either(amounts: Iterable[Amount]) -> Amount:
    """Span several tellings of the same people; one without a number says nothing where another names one."""
    told = list(amounts)
    lows = [each.low for each in told if each.low is not None]
    highs = [each.high for each in told if each.high is not None]
    least, most = min(lows, default=None), max(highs, default=None)
    return Amount(least, most, any(each.open and each.high == most for each in told))


def is_more(first: Amount, second: Amount) -> bool:
    """Say whether the first names more than the second; by its most, then by its least."""
    return (first.high or 0, first.low or 0) > (second.high or 0, second.low or 0)


def _sum(numbers: Iterable[int | None]) -> int | None:
    named = [number for number in numbers if number is not None]
    return sum(named) if named else None
