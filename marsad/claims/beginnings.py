"""When what a total counts over began: told by its length, by 'which began on', or dated elsewhere in the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from marsad.claims.clauses import Clause
from marsad.claims.scene import Scene
from marsad.model.claim import When
from marsad.model.mention import Mention
from marsad.model.value import TimeRange

_BEGAN = "began"
_OPENED = ("began", "carry")
_FINE = ("day", "month")
_DATE_REACH = 4
_DEED_REACH = 6
_MASDAR_REACH = 8
_SHORTEST = timedelta(days=4)
_SLACK = 5  # the fifth part of a round length may be missing to the day that the report gives
_DAYS = {"D": 1, "W": 7}
_MONTHS = {"M": 1, "Y": 12}


def counted_back(scene: Scene, mention: Mention) -> When | None:
    """Give the period of some length that ends with the report ('in two weeks of raids')."""
    published, time = scene.document.published, mention.value
    if published is None or not isinstance(time, TimeRange) or time.duration is None:
        return None
    start = _back(published, time.duration)
    if start is None:
        return None
    slack = (published - start) / _SLACK
    dated = [m for m in _beginnings(scene, *_OPENED) if abs(_start(m) - start) <= slack]
    return _opened(scene, dated[0]) if dated else When(TimeRange(start, published, "period", open=True), mention.quote)


def _back(day: date, duration: str) -> date | None:
    """Give the day that lies an ISO 8601 duration of one unit before another."""
    count, unit = duration[1:-1], duration[-1]
    if not count.isdecimal():
        return None
    try:
        if unit in _DAYS:
            return day - timedelta(days=int(count) * _DAYS[unit])
        months = day.year * 12 + day.month - 1 - int(count) * _MONTHS[unit]
        return date(months // 12, months % 12 + 1, min(day.day, 28))
    except (ValueError, OverflowError):  # before the year 1
        return None


def began(scene: Scene, clause: Clause, token: int) -> When | None:
    """Give the time since when a deed of the clause goes on that 'began on' a day long past ('an operation that began on …')."""
    for node in scene.functions(max(clause.start, token), clause.end, _BEGAN):
        near = scene.within("time", node.end, min(node.end + _DATE_REACH, clause.end))
        dated = next((m for m in near if _is_long_past(scene, m)), None)
        told = range(max(clause.start, node.start - _DEED_REACH), node.start)
        if dated and any(scene.function(at, "conflict", "generic") for at in told):
            return _opened(scene, dated)
    return None


def begun_with(scene: Scene, link: Mention) -> When | None:
    """Give the time of 'since the start of the offensive': the one day or month that the report says something began on."""
    if not scene.functions(*link.tokens, _BEGAN):
        return None
    found = _beginnings(scene, _BEGAN)
    return _opened(scene, found[0]) if len(set(map(_start, found))) == 1 else None


def _beginnings(scene: Scene, *kinds: str) -> list[Mention]:
    return [m for m in scene.of("time") if _is_long_past(scene, m) and (_is_open(m) or _begins(scene, m, kinds))]


def _start(mention: Mention) -> date:
    assert isinstance(mention.value, TimeRange)  # noqa: S101  long past is dated
    assert mention.value.start  # noqa: S101
    return mention.value.start


def _is_long_past(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is a day or month that lies some days back, by its own words and not by 'that time'."""
    time, published = mention.value, scene.document.published
    if not isinstance(time, TimeRange) or time.start is None or time.grain not in _FINE:
        return False
    if scene.functions(*mention.tokens, "this"):
        return False
    return published is not None and time.start <= published - _SHORTEST


def _is_open(mention: Mention) -> bool:
    return isinstance(mention.value, TimeRange) and mention.value.open


def _begins(scene: Scene, mention: Mention, kinds: tuple[str, ...]) -> bool:
    """Say whether a word for beginning stands right before or soon behind a time, in its sentence."""
    start, end = mention.tokens
    sentence = scene.sentence(start)
    before = scene.functions(max(sentence.start, start - _DATE_REACH), start, *kinds)
    behind = scene.functions(end, min(end + _MASDAR_REACH, sentence.end), _BEGAN)
    return bool(before or behind)


def _opened(scene: Scene, mention: Mention) -> When:
    """Give a time as the beginning of a period that runs up to the day of the report."""
    assert isinstance(mention.value, TimeRange)  # noqa: S101  the callers filtered
    time = replace(mention.value, end=scene.document.published, grain="period", open=True)
    return When(time, mention.quote)
