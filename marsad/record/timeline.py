"""Incidents along time: counted by day, week or month, beside how much was read then, so that what is empty can be told from what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from marsad.store.mapping import Days

Step = Literal["day", "week", "month"]
STEPS: tuple[Step, ...] = get_args(Step)
_MARGIN = timedelta(days=92)  # how far before the first and after the last report a timeline goes by itself
_BY_DAY, _BY_WEEK = 150, 1100  # days of a window that are still shown by day, and by week
_WEEK = 7
_MOST = 4000  # buckets of a timeline
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(slots=True)
class Bucket:
    """A day, week or month (`start` is its first day, `days` how many it has).

    `sure` are incidents that happened within it, `loose` those dated only as beginning in it and ending after; `killed_high` leaves out what
    is told without an upper end (`open`). `read` is on how many of the days any report was read, `reports` how many.
    """

    start: date
    days: int
    sure: int = 0
    loose: int = 0
    killed_low: int = 0
    killed_high: int = 0
    open: int = 0
    read: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The buckets of a window in order, with how many incidents lie before and after it."""

    step: Step
    buckets: tuple[Bucket, ...]
    earlier: int
    later: int


def timeline(
    told: Sequence[Days],
    read: Mapping[str, int],
    step: Step | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Timeline | None:
    """Put incidents and reports along time; None where there is neither. `since` and `until` widen the window, if need be."""
    window = _window(told, read, since, until)
    if window is None:
        return None
    chosen = _fitting(window, step)
    buckets = {each.start: each for each in _empty(window, chosen)}
    first, last = window[0].isoformat(), window[1].isoformat()
    _count_read(buckets, ((day, count) for day, count in read.items() if first <= day <= last), chosen)
    for each in told:
        if each.last >= first and each.first <= last:
            _count(buckets, each, window[0], chosen)
    earlier = sum(each.counted.incidents for each in told if each.last < first)
    later = sum(each.counted.incidents for each in told if each.first > last)
    return Timeline(chosen, tuple(buckets.values()), earlier, later)


def _window(
    told: Sequence[Days], read: Mapping[str, int], since: date | None, until: date | None
) -> tuple[date, date] | None:
    """Choose the window: all that was read, with what is told of shortly before and after; a lone old date does not stretch it."""
    firsts, lasts = [_clamped(each.first) for each in told], [_clamped(each.last) for each in told]
    days = [_clamped(day) for day in read] or firsts + lasts
    if not days:
        return None
    low, high = min(days), max(days)
    start = min([low, *(day for day in firsts if day >= low - _MARGIN)])
    end = max([high, *(day for day in lasts if day <= high + _MARGIN)])
    return (min(start, _clamped(since)) if since else start, max(end, _clamped(until)) if until else end)


@lru_cache(maxsize=1 << 15)
def _clamped(day: date | str) -> date:
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return min(max(known, _EARLIEST), _LATEST)


def _fitting(window: tuple[date, date], wanted: Step | None) -> Step:
    """Take the step that was asked for, or one that suits the window; a window of decades is not drawn day by day."""
    days = (window[1] - window[0]).days
    if wanted is None:
        return "day" if days <= _BY_DAY else "week" if days <= _BY_WEEK else "month"
    return "month" if days > _MOST * _WEEK else "week" if wanted == "day" and days > _MOST else wanted


@lru_cache(maxsize=1 << 15)
def start_of(day: date, step: Step) -> date:
    """Give the first day of the day, week (from Monday) or month that a day lies in."""
    if step == "month":
        return day.replace(day=1)
    back = day.weekday() if step == "week" else 0
    return day - timedelta(days=back)


def _next(start: date, step: Step) -> date:
    if step == "month":
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start + timedelta(days=_WEEK if step == "week" else 1)


def _empty(window: tuple[date, date], step: Step) -> Iterator[Bucket]:
    start = start_of(window[0], step)
    while start <= window[1]:
        after = _next(start, step)
        yield Bucket(start, (after - start).days)
        start = after


def _count_read(buckets: Mapping[date, Bucket], read: Iterable[tuple[str, int]], step: Step) -> None:
    for day, count in read:
        bucket = buckets[start_of(_clamped(day), step)]
        bucket.read += 1
        bucket.reports += count


def _count(buckets: Mapping[date, Bucket], each: Days, first: date, step: Step) -> None:
    start, end = _clamped(each.first), _clamped(each.last)
    bucket = buckets[start_of(max(start, first), step)]
    if start_of(start, step) == start_of(end, step):
        bucket.sure += each.counted.incidents
    else:
        bucket.loose += each.counted.incidents
    bucket.killed_low += each.counted.killed_low
    bucket.killed_high += each.counted.killed_high
    bucket.open += each.counted.open
