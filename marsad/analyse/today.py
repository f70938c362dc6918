"""The day that a report calls today: the day of publication, unless its own weekdays say that it is dated a day or two off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from marsad.analyse.dating import resolve
from marsad.analyse.when import Fields, When

_OFF = 2
_LAST_DAYS = (0, -1, -2)


def own_day(whens: Iterable[When | None], published: date | None) -> date | None:
    """Give the day from which 'yesterday' is told: a page may be filed a day before or after the news on it was written.

    The weekdays said with 'today' and 'yesterday', and the date of today, must all tell of the same day.
    """
    if published is None:
        return None
    told = {off for when in whens if isinstance(when, Fields) and (off := _off(when, published)) is not None}
    return published + timedelta(told.pop()) if len(told) == 1 else published


def _off(when: Fields, published: date) -> int | None:
    """Give how many days the report's own day lies behind its publication, as one expression tells; None where it tells nothing."""
    if when.anchor == "day" and when.weekday is not None and not when.back and when.shift in _LAST_DAYS:
        said = published + timedelta(when.shift)
        near = (off for off in sorted(range(-_OFF, _OFF + 1), key=abs))
        return next((off for off in near if (said + timedelta(off)).weekday() == when.weekday), None)
    if when.direction == "this" and when.month and when.day:
        day = resolve(when, published).start
        return (day - published).days if day and abs((day - published).days) <= _OFF else None
    return None
