"""Calendars: what a day, month or year of a calendar is as a closed range of days, and how a range is picked.

Knows no report and no language; Hijri dates are converted by the Umm al-Qura calendar (a day off where the moon was sighted otherwise).
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hijridate import Hijri

Days = tuple[date, date]

GREGORIAN = "gregorian"
HIJRI = "hijri"
FIRST_GREGORIAN_IN_HIJRI = 1700
_HIJRI_EPOCH = 621.57
_HIJRI_YEAR = 0.970224
_MONTHS = 12
_WEEK = 7
_NEAR = 3
_LEAP = 8
_LEAP_DAY = (2, 29)
_SEASON_MONTHS = 3
_SPRING = 3


def days_of(calendar: str, year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """Give the days of a year, month or day of a calendar; None where there is no such date."""
    try:
        return _hijri_days(year, month, day) if calendar == HIJRI else _gregorian_days(year, month, day)
    except (ValueError, OverflowError):
        return None


def _gregorian_days(year: int, month: int | None, day: int | None) -> Days:
    if month is None:
        return date(year, 1, 1), date(year, _MONTHS, 31)
    if day is None:
        return date(year, month, 1), date(year, month, gregorian.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _hijri_days(year: int, month: int | None, day: int | None) -> Days | None:
    """Give Hijri days; a year too great to be Hijri is the Gregorian year in which the month falls (Ramadan of 2023)."""
    if year >= FIRST_GREGORIAN_IN_HIJRI:
        guesses = (guess for guess in hijri_years(year) if guess < FIRST_GREGORIAN_IN_HIJRI)
        return _within(year, (days_of(HIJRI, guess, month, day) for guess in guesses))
    first = Hijri(year, 1 if month is None else month, 1 if day is None else day)
    last = Hijri(year, _MONTHS if month is None else month, 1)
    return _plain(first), _plain(Hijri(last.year, last.month, last.month_length() if day is None else day))


def _within(year: int, ranges: Iterable[Days | None]) -> Days | None:
    return next((days for days in ranges if days and days[0].year == year), None)


def _plain(day: Hijri) -> date:
    return date(*day.to_gregorian().datetuple())


def hijri_years(year: int) -> range:
    """Give the Hijri years that may overlap a Gregorian year; none beyond the tables of the calendar."""
    guess = int((year - _HIJRI_EPOCH) / _HIJRI_YEAR)
    return range(guess - 1, guess + 3)


def years_about(calendar: str, base: date, month: int | None, day: int | None) -> Iterable[int]:
    """Give the years of a calendar around a day; more of them for a 29th of February."""
    reach = _LEAP if (month, day) == _LEAP_DAY else 2
    years = range(base.year - reach, base.year + reach + 1)
    return range(hijri_years(years[0])[0], hijri_years(years[-1])[-1]) if calendar == HIJRI else years


def season_of(season: int, year: int) -> Days:
    """Give a season by its months (spring is March to May); winter belongs to the year in which it ends."""
    first = _SPRING + (season - 1) * _SEASON_MONTHS
    start = month_shift(date(year, 1, 1), first - 1 - (_MONTHS if first >= _MONTHS else 0))
    return start, month_shift(start, _SEASON_MONTHS) - timedelta(1)


def week_of(day: date) -> Days:
    """Give the week of a day, Monday to Sunday as ISO 8601 counts it."""
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(_WEEK - 1)


def years_of(first: int, count: int) -> Days | None:
    """Give a run of whole years."""
    return (date(first, 1, 1), date(first + count - 1, 12, 31)) if 1 <= first <= 9999 - count else None


def month_shift(day: date, months: int) -> date:
    """Move a day by months; a day that the month does not have becomes its last."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def nth_weekday(days: Days, weekday: int, nth: int) -> Days | None:
    """Give the nth such weekday within a range, the last one for -1; None where there are not so many."""
    first = days[0] + timedelta((weekday - days[0].weekday()) % _WEEK)
    found = [first + timedelta(_WEEK * week) for week in range((days[1] - first).days // _WEEK + 1)]
    index = nth if nth < 0 else nth - 1
    return (found[index], found[index]) if index < len(found) and found else None


def near(day: date, weekday: int, latest: date) -> date | None:
    """Give the day of that weekday that is nearest to a day and not after the latest; None where it is not near."""
    about = [day + timedelta(step) for step in range(-_NEAR, _NEAR + 1)]
    return next((one for one in about if one.weekday() == weekday and one <= latest), None)


def pick(ranges: Sequence[Days], direction: str, base: date) -> Days | None:
    """Choose one of several ranges, in order of time, by the word that points to it.

    Without a word it is the latest that has begun; `last` is over, `next` has not begun, `coming` is not over, `this` is the
    nearest.
    """
    if direction == "this":
        return min(ranges, key=lambda days: _distance(days, base), default=None)
    if direction in ("next", "after-next"):
        later = [days for days in ranges if days[0] > base]
        place = 0 if direction == "next" else 1
        return later[place] if place < len(later) else None
    if direction == "coming":
        return next((days for days in ranges if days[1] >= base), None)
    over = direction in ("last", "before-last")
    earlier = [days for days in ranges if (days[1] < base if over else days[0] <= base)]
    place = 2 if direction == "before-last" else 1
    return earlier[-place] if place <= len(earlier) else None


def _distance(days: Days, base: date) -> int:
    if days[0] <= base <= days[1]:
        return 0
    return min(abs((days[0] - base).days), abs((days[1] - base).days))
