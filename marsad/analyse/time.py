"""Time: dates, periods and durations as mentions, resolved against the day of publication.

The words and patterns are in time.yaml; `dates.py`, `days.py` and `periods.py` read them, `dating.py` says which days they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from marsad.analyse import dates, days, periods
from marsad.analyse.around import sentence_of
from marsad.analyse.dating import resolve as days_of
from marsad.analyse.reading import DimensionReader
from marsad.analyse.today import own_day
from marsad.analyse.when import Fields, Lasting, Stretch, When, Window, looks_back
from marsad.model.mention import Derivation, Mention
from marsad.model.value import TimeRange, Value
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

Named = tuple[When | None, Value]

_RANKS = {"when": 0, "stretch": 1, "duration": 2, "day-number": 3}
_WHEN = get_args(When)
_SINCE = "time/since-event"
_CLOSE, _FAR = 3, 12


def to_value(node: Node, context: Context) -> TimeRange | None:
    """Give the days of a reading; what is told from an earlier day of the text waits for `resolve`."""
    return days_of(node.value, context.document.published) if isinstance(node.value, _WHEN) else None


def resolve(mentions: list[Mention], context: Context) -> list[Mention]:
    """Give 'that date', 'the following day' their days, told from a day that the text named before.

    A date that belongs to 'since' some words before it ('since the outbreak of the war in 2011') opens a period. What is told from
    the day of the report is told from the day that the report itself calls today.
    """
    found: list[Mention] = []
    named: list[Named] = []
    whens = [_said(mention, context) for mention in mentions]
    today = own_day(whens, context.document.published)
    for mention, when in zip(mentions, whens, strict=True):
        told = _told(mention, when, named, today) if when else mention
        if when and not looks_back(when) and _dates_an_event_since(found, mention, when, context):
            told = _opened(mention, when, today)
        found.append(told)
        named.append((when, told.value))
    return found


def _told(mention: Mention, when: When, named: list[Named], published: date | None) -> Mention:
    """Give a mention its days, where it looks back those told from a day that was named before."""
    back = looks_back(when)
    if not back:
        return mention.meaning(days_of(when, published))
    of_a_day = isinstance(when, Fields) and when.anchor == "day"
    known = [one for one in named if not of_a_day or (isinstance(one[1], TimeRange) and one[1].grain == "day")]
    return mention.meaning(days_of(when, published, _base(known, back, published)))


def _dates_an_event_since(before: list[Mention], mention: Mention, when: When, context: Context) -> bool:
    """Say whether 'since' and an event stand before the date: only words between, none a verb or a time of its own."""
    if isinstance(when, Stretch | Lasting | Window):
        return False
    start = mention.tokens[0]
    nearest = max(before[-1].tokens[1] if before else 0, start - 1 - _since_reach(mention, context))
    here = sentence_of(start, context)
    for place in range(start - 1, nearest - 1, -1):
        if context.tokens[place].kind != "word" or _is_verb(place, context) or sentence_of(place, context) != here:
            return False
        if context.chart.at(place, "time-since"):
            return place < start - 1
    return False


def _since_reach(mention: Mention, context: Context) -> int:
    """Give how far back 'since' may stand: close by, farther where 'in' ties the date to the event."""
    return _FAR if context.chart.at(mention.tokens[0] - 1, "time-inside") else _CLOSE


def _is_verb(place: int, context: Context) -> bool:
    return any(node.feature("shape") == "verb" for kind in ("harm", "act") for node in context.chart.at(place, kind))


def _opened(mention: Mention, when: When, published: date | None) -> Mention:
    """Make of a date the period that it opens, and keep how it was read."""
    step = Derivation(_SINCE, mention.span, "stretch", (mention.derivation,))
    value = days_of(Stretch(when, None, open=True), published)
    return replace(mention, value=value, derivation=step)


def _said(mention: Mention, context: Context) -> When | None:
    """Give what the words of a mention say, from the reading that it was made of."""
    start, end = mention.tokens
    nodes = [node for category in _RANKS for node in context.chart.at(start, category)]
    return next((node.value for node in nodes if node.end == end and node.rule == mention.rule), None)


def _base(named: list[Named], back: str, published: date | None) -> date | None:
    """Give the day that 'that' points to: the last one named, and for 'that date' the last date of a calendar.

    The day of the report itself is not 'that day'.
    """
    days = [(when, value.start) for when, value in reversed(named) if isinstance(value, TimeRange) and value.start]
    others = [(when, day) for when, day in days if day != published]
    dates = [day for when, day in others if back == "date" and _is_calendar_date(when)]
    return next(iter(dates or [day for _, day in others]), None)


def _is_calendar_date(when: When | None) -> bool:
    first = when.first if isinstance(when, Stretch) else when
    return isinstance(first, Fields) and (first.month is not None or first.year is not None)


PRODUCTIONS: Mapping[str, Production] = {**dates.PRODUCTIONS, **days.PRODUCTIONS, **periods.PRODUCTIONS}
DIMENSION = DimensionReader("time", _RANKS, to_value, PRODUCTIONS, resolve)
