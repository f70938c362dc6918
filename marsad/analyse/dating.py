"""From what a time expression says to days, given the day of publication.

Everything resolves towards the past from a base: the day of publication, or for `back` the day that the text named before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from marsad.analyse.calendar import (
    GREGORIAN,
    Days,
    days_of,
    month_shift,
    near,
    nth_weekday,
    pick,
    season_of,
    week_of,
    years_about,
    years_of,
)
from marsad.analyse.when import YEARS_IN, Ago, Amounts, Fields, Lasting, Slice, Stretch, When, Window, iso_duration
from marsad.model.value import Grain, TimeRange

_WEEKDAYS_ABOUT = 15
_WEEK = 7
_DATED_EARLY = 3
_MONTHS_ABOUT = 4
_DECADE = 10
_CENTURY = 100
_MONTHS = 12
_MONTH_DAYS = 30
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1}


def resolve(when: When, published: date | None, named: date | None = None) -> TimeRange:
    """Give the days; a time that can't be resolved keeps its grain and has neither start nor end."""
    if isinstance(when, Stretch):
        return _stretch(when, published, named)
    if isinstance(when, Lasting):
        return TimeRange(None, None, "period", duration=iso_duration(when))
    if isinstance(when, Ago | Window):
        return _range(_from_base(when, published), _finest(when))
    if isinstance(when, Slice):
        return _range(_part_of(when, published, named), "period")
    return _range(_fields(when, named if when.back else published), when.grain)


def _range(days: Days | None, grain: Grain) -> TimeRange:
    return TimeRange(*days, grain) if days else TimeRange(None, None, grain)


def _part_of(when: Slice, published: date | None, named: date | None) -> Days | None:
    """Cut a part of the latest such stretch whose part has begun."""
    whole = _fields(when.of, named if when.of.back else published)
    part = _slice(when, whole) if whole else None
    if part and published and part[0] > published and not when.of.dated and not when.of.direction:
        whole = _fields(replace(when.of, direction="last"), published)
        part = _slice(when, whole) if whole else None
    return part


def _fields(fields: Fields, base: date | None) -> Days | None:
    if fields.year is not None:
        return _in_year(fields, fields.year)
    if fields.century is not None:
        return _in_century(fields, (fields.century - 1) * _CENTURY + 1)
    if base is None:
        return None
    try:
        return _ANCHORED.get(fields.anchor, _unanchored)(fields, base)
    except (OverflowError, ValueError):
        return None


def _in_year(fields: Fields, year: int) -> Days | None:
    if fields.season:
        return season_of(fields.season, year)
    days = days_of(fields.calendar, year, fields.month, fields.day)
    if days and fields.nth and fields.weekday is not None:
        return nth_weekday(days, fields.weekday, fields.nth)
    return days


def _in_century(fields: Fields, first: int) -> Days | None:
    if fields.decade is None:
        return years_of(first, _CENTURY)
    return years_of(first - 1 + fields.decade, _DECADE)


def _by_day(fields: Fields, base: date) -> Days | None:
    """Give the day; a weekday said with it corrects a report that is dated a day early or late."""
    day = base + timedelta(fields.shift)
    if fields.weekday is None or day.weekday() == fields.weekday:
        return (day, day)
    latest = base if fields.shift < 0 else day + timedelta(1)
    nearest = near(day, fields.weekday, latest)
    return (nearest, nearest) if nearest else None


def _by_week(fields: Fields, base: date) -> Days | None:
    monday, sunday = week_of(base + timedelta(weeks=fields.shift))
    if fields.weekday is None:
        return monday, sunday
    day = monday + timedelta(fields.weekday)
    return (day, day)


def _by_month(fields: Fields, base: date) -> Days | None:
    first = month_shift(base.replace(day=1), fields.shift)
    return _in_year(replace(fields, month=first.month), first.year)


def _by_year(fields: Fields, base: date) -> Days | None:
    return _in_year(fields, base.year + fields.shift)


def _by_decade(fields: Fields, base: date) -> Days | None:
    return years_of(base.year // _DECADE * _DECADE + fields.shift * _DECADE, _DECADE)


def _by_century(fields: Fields, base: date) -> Days | None:
    return _in_century(fields, (base.year - 1) // _CENTURY * _CENTURY + 1 + fields.shift * _CENTURY)


def _unanchored(fields: Fields, base: date) -> Days | None:
    """Pick among the days that fit: years for a month or season, months for a day, weeks for a weekday."""
    if fields.nth:
        return _in_year(replace(fields, month=fields.month or base.month), base.year)
    if fields.decade is not None:
        first = base.year // _CENTURY * _CENTURY + fields.decade
        return years_of(first if first <= base.year else first - _CENTURY, _DECADE)
    if fields.month or fields.season:
        ranges = [_in_year(fields, year) for year in years_about(fields.calendar, base, fields.month, fields.day)]
        if fields.day and fields.weekday is not None and (soon := _soon(fields.weekday, ranges, base)):
            return soon
    elif fields.day:
        ranges = _days_in_months(fields, base)
    elif fields.weekday is not None:
        first = (fields.weekday - base.weekday() + _WEEKDAYS_ABOUT) % _WEEK - _WEEKDAYS_ABOUT
        days = [base + timedelta(step) for step in range(first, _WEEKDAYS_ABOUT, _WEEK)]
        ranges = [(day, day) for day in days]
    else:
        return None
    return pick([days for days in ranges if days], fields.direction, base)


def _soon(weekday: int, ranges: Iterable[Days | None], base: date) -> Days | None:
    """Give the date of the next days where the weekday said with it is right: a report may be dated a day or two early."""
    about = (days for days in ranges if days and 0 < (days[0] - base).days <= _DATED_EARLY)
    return next((days for days in about if days[0].weekday() == weekday), None)


def _days_in_months(fields: Fields, base: date) -> list[Days | None]:
    firsts = [month_shift(base.replace(day=1), step) for step in range(-_MONTHS_ABOUT, _MONTHS_ABOUT)]
    found = [days_of(GREGORIAN, first.year, first.month, fields.day) for first in firsts]
    return [days for days in found if days and fields.weekday in (None, days[0].weekday())]


_ANCHORED: dict[str, Callable[[Fields, date], Days | None]] = {
    "day": _by_day,
    "week": _by_week,
    "month": _by_month,
    "year": _by_year,
    "decade": _by_decade,
    "century": _by_century,
}


def _slice(part: Slice, days: Days) -> Days | None:
    """Cut a stretch: whole years of a decade, whole months of a year, days of anything shorter."""
    if part.days:
        return _run_of_days(part, days)
    start, end = days
    index = part.index if part.index > 0 else part.parts + part.index + 1
    months = _month_count(days)
    whole = _MONTHS if part.of.grain in ("decade", "century") else 1
    if whole > 1 or (part.of.grain in ("year", "season") and months % part.parts == 0):
        first, after = (months // whole * place // part.parts * whole for place in (index - 1, index - 1 + part.count))
        return month_shift(start, first), month_shift(start, after) - timedelta(1)
    length = (end - start).days + 1
    first, after = (length * place // part.parts for place in (index - 1, index - 1 + part.count))
    return start + timedelta(first), start + timedelta(after - 1)


def _month_count(days: Days) -> int:
    return (days[1].year - days[0].year) * _MONTHS + days[1].month - days[0].month + 1


def _run_of_days(part: Slice, days: Days) -> Days | None:
    if part.index < 0:
        return days[1] - timedelta(part.days - 1), days[1]
    start = days[0] + timedelta(part.days * (part.index - 1))
    return (start, min(start + timedelta(part.days - 1), days[1])) if start <= days[1] else None


def _finest(when: Ago | Window) -> Grain:
    if isinstance(when, Window) or not when.counted:
        return "period"
    unit = when.amounts[-1][0]
    return unit if unit in ("week", "month", "year", "decade", "century") else "day"  # type: ignore[return-value]


def _from_base(when: Ago | Window, base: date | None) -> Days | None:
    if base is None or not when.counted:
        return None
    try:
        far = moved(base, when.amounts, when.step)
    except (OverflowError, ValueError):
        return None
    if isinstance(when, Window):
        return (far, base) if when.step < 0 else (base + timedelta(1), far)
    return _unit_of(when, far, base)


def _unit_of(when: Ago, far: date, base: date) -> Days | None:
    """Give the day for a distance in days, else the whole unit about it; hours may reach over midnight."""
    unit = when.amounts[-1][0]
    if unit in _HOURS:
        return (far, base) if when.step < 0 else (base, far)
    if unit == "day":
        return (far, far)
    if unit in YEARS_IN:
        return years_of(far.year - far.year % YEARS_IN[unit], YEARS_IN[unit])
    return week_of(far) if unit == "week" else days_of(GREGORIAN, far.year, far.month if unit == "month" else None)


def moved(base: date, amounts: Amounts, step: int) -> date:
    """Give the day so far from the base; hours count as the days that they reach into."""
    months = days = hours = 0.0
    for unit, count in amounts:
        months += count * {"year": 12, "month": 1, "decade": 120, "century": 1200}.get(unit, 0)
        days += count * {"week": 7, "day": 1}.get(unit, 0)
        hours += count * _HOURS.get(unit, 0)
    days += (months % 1) * _MONTH_DAYS
    whole = month_shift(base, step * int(months))
    return whole + timedelta(step * (round(days) + math.ceil(hours / 24)))


def _stretch(when: Stretch, published: date | None, named: date | None) -> TimeRange:
    if when.first and when.last:
        return _between(when, published, named)
    if when.first:
        return _after(when, published, named)
    last = resolve(when.last, published, named) if when.last else TimeRange(None, None, "period")
    end = last.start - timedelta(1) if when.beyond and last.start else last.end
    return TimeRange(None, end, last.grain)


def _after(when: Stretch, published: date | None, named: date | None) -> TimeRange:
    """Resolve 'since' and 'after': open, vouched for up to the day of publication."""
    start, grain = _start(when.first, published, named)
    if when.beyond:
        found = resolve(when.first, published, named) if when.first else None
        start = found.end + timedelta(1) if found and found.end else None
    end = published if start and published and start <= published else None
    return TimeRange(start, end, grain, open=True)


def _start(when: When | None, published: date | None, named: date | None) -> tuple[date | None, Grain]:
    """Give the first day, for a distance in time the day itself and not its whole unit."""
    if isinstance(when, Ago):
        counted = published and when.counted
        return (moved(published, when.amounts, when.step) if published and counted else None), _finest(when)
    found = resolve(when, published, named) if when else TimeRange(None, None, "period")
    return found.start, found.grain


def _between(when: Stretch, published: date | None, named: date | None) -> TimeRange:
    """Resolve both ends: the last first, then the first towards the past from it."""
    first, last = _share(when.first, when.last)
    ending = resolve(last, published, named)
    leans = isinstance(first, Fields) and not first.dated and not first.direction and ending.end
    beginning = resolve(first, ending.end if leans else published, named)
    if _backwards(beginning, ending):
        beginning, ending = _turned((first, last), (beginning, ending), named)
    if beginning.start is None or ending.end is None or _backwards(beginning, ending):
        return TimeRange(None, None, "period")
    return TimeRange(beginning.start, ending.end, "period")


def _turned(
    ends: tuple[When, When], found: tuple[TimeRange, TimeRange], named: date | None
) -> tuple[TimeRange, TimeRange]:
    """Turn ends that stand the wrong way round: the first is a year before the last, or the last still to come."""
    first, last = ends
    if isinstance(first, Fields) and first.year is not None:
        return resolve(replace(first, year=first.year - 1), None), found[1]
    if isinstance(last, Fields) and not last.dated:
        return found[0], resolve(replace(last, direction="next"), found[0].start, named)
    return found


def _backwards(beginning: TimeRange, ending: TimeRange) -> bool:
    return beginning.start is not None and ending.end is not None and beginning.start > ending.end


def _share(first: When | None, last: When | None) -> tuple[When, When]:
    """Give each end the month and year that only the other one names."""
    if not (isinstance(first, Fields) and isinstance(last, Fields)):
        return first, last  # type: ignore[return-value]
    if first.anchor == "day" or last.anchor == "day" or first.grain == "week":
        return first, last
    return _lend(last, first), _lend(first, last)


def _is_weekday(told: Fields) -> bool:
    """Say whether only the day of a week is told, which belongs to no month or year of another day."""
    return told.weekday is not None and not told.day and not told.month


def _lend(giver: Fields, taker: Fields) -> Fields:
    if taker.dated or taker.grain not in ("day", "month", "season") or (_is_weekday(taker) and giver.anchor != "week"):
        return taker
    month = taker.month if taker.month or not taker.day else giver.month
    calendar = taker.calendar if taker.month else giver.calendar
    lent = replace(taker, month=month, calendar=calendar, year=giver.year)
    same_anchor = giver.anchor in ("month", "year", "week") and not (taker.month and giver.anchor == "month")
    return replace(lent, anchor=giver.anchor, shift=giver.shift, back=giver.back) if same_anchor else lent
