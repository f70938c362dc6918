"""Productions that read a day by its name: weekdays, days told from today or from a day named before, parts of the day.

`alone` takes any date as a mention of its own, where nothing about it makes it a name or a mere number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from marsad.analyse.amounts import Amount, amount_of
from marsad.analyse.around import Parts, chained, stands_before
from marsad.analyse.calendar import GREGORIAN
from marsad.analyse.dates import FIRST_YEAR, LAST_YEAR, ends_clause, fields, follows, is_loose, join, joined, precedes
from marsad.analyse.when import Fields
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production
from marsad.text.letters import QUOTES

PREPOSITIONS = (
    "time-in", "time-since", "time-to", "time-before", "time-after", "time-between", "time-phase", "time-this",
)  # fmt: skip
_QUOTES = tuple(QUOTES)
_CLOCK = frozenset(":.")
_PLANNED_REACH = 4
_LAST_WEEKDAY_OF_MONTH = 5


def weekday(parts: Parts, context: Context) -> Fields | None:
    """Read a weekday; after 'square' or 'newspaper' it is part of a name."""
    if follows(parts[0], ("time-namesake",), context):
        return None
    return join(parts, context)


def weekday_this(parts: Parts, context: Context) -> Fields | None:
    """Read 'this Friday': the nearest."""
    return joined([Fields(direction="this"), fields(parts[-1]) or Fields()])


def deictic(parts: Parts, context: Context) -> Fields | None:
    """Read a day told from today; 'the day' is today only where nothing makes it another day or a name."""
    node = parts[0]
    if follows(node, ("time-namesake", "time-per"), context) or _is_quoted(node, context):
        return None
    if node.value.get("noun") and _is_the_day(node, context):
        return None
    return fields(node)


def _is_the_day(node: Node, context: Context) -> bool:
    """Say whether the words beside it make it another day: in the day, that day, the third day, the day of a year."""
    before = {"bi", "ka"}.intersection(node.particles) or follows(node, ("time-that", "time-inside"), context)
    after = precedes(node, ("time-not-today", "time-told", "ordinal"), context)
    return bool(before) or after or _of_a_year(node, context)


def _of_a_year(node: Node, context: Context) -> bool:
    return bool(context.chart.at(node.end, "time-of") and context.chart.at(node.end + 1, "time-unit"))


def _is_quoted(node: Node, context: Context) -> bool:
    """Say whether the one word stands between quotation marks: a newspaper's name."""
    text, span = context.document.text, node.span
    around = text[max(0, span.start - 2) : span.start].strip(), text[span.end : span.end + 2].strip()
    return around[0][-1:] in _QUOTES and around[1][:1] in _QUOTES


def nth_weekday(parts: Parts, context: Context) -> Fields | None:
    """Read 'the second Sunday'; no month has a sixth, and what goes on ('the fifth Friday of the marches') counts no month."""
    day, nth = fields(parts[0]), amount_of(parts[1]).value
    if not ends_clause(parts[-1].end, context):
        return None
    return replace(day, nth=int(nth)) if day and 1 <= nth <= _LAST_WEEKDAY_OF_MONTH else None


def nth_of_month(parts: Parts, context: Context) -> Fields | None:
    """Read 'the first Friday of Ramadan'."""
    nth = amount_of(parts[0]).value
    day = next((found for part in parts if part.category == "weekday-bare" and (found := fields(part))), None)
    month = fields(parts[-1])
    return joined([day, month, Fields(nth=int(nth))]) if day and month and 1 <= nth <= _LAST_WEEKDAY_OF_MONTH else None


def dated(parts: Parts, _: Context) -> Fields | None:
    """Read a day with its date; the date counts, the name of the day only helps to find its year, a Hijri date repeats it."""
    dates = [found for part in parts if part.category in ("date", "day") and (found := fields(part))]
    date = min(dates, key=lambda found: found.calendar != GREGORIAN)
    name = next((found for part in parts if part.category == "day-name" and (found := fields(part))), None)
    return date if name is None or date.dated or date.direction else _of_day(date, name)


def _of_day(date: Fields, name: Fields) -> Fields:
    """Keep the weekday that is said with a date without a year; where it is today's, the nearest such date is meant."""
    today = name.anchor == "day" and name.shift == 0
    weekday = name.weekday if date.calendar == GREGORIAN else None
    return replace(date, weekday=weekday, direction="this" if today else "")


def of_this_month(parts: Parts, _: Context) -> Fields | None:
    """Read 'the 24th of the current': month is understood."""
    day = fields(parts[0])
    return replace(day, anchor="month") if day else None


def numbered(parts: Parts, context: Context) -> Fields | None:
    """Read a weekday with a day of the month, where no noun follows that the number could count."""
    name, dom, last = fields(parts[0]), next(part for part in parts if part.category == "dom"), parts[-1]
    nth = dom.parts[-1].category == "ordinal" and len(parts) == 2
    ends = ends_clause(last.end, context) or precedes(last, ("time-to",), context)
    day = fields(dom)
    if not name or not day or name.nth or name.back or nth or not ends:
        return None
    return Fields(day=day.day, weekday=name.weekday)


def this_part(parts: Parts, _: Context) -> Fields | None:
    """Read 'this morning'."""
    return Fields(anchor="day")


def told(parts: Parts, context: Context) -> Fields | None:
    """Read 'the same day', 'that year', 'the following day': told from the day that was named before."""
    unit = next(part for part in parts if part.category == "time-unit")
    teller = next(part for part in parts if part.category != "time-unit")
    if follows(unit, ("time-office",), context) or (unit.value["unit"] == "day" and _of_a_year(parts[-1], context)):
        return None
    return Fields(anchor=unit.value["unit"], shift=int(teller.value["step"]), back="time")


def alone(parts: Parts, context: Context) -> Fields | None:
    """Take a date as a mention of its own, where nothing about it makes it a name or a mere number."""
    node, value = parts[0], fields(parts[0])
    if value is None or (node.category == "year" and not _is_lone_year(node, context)):
        return None
    if node.category == "date" and not _is_lone_date(node, value, context):
        return None
    return coming(node, value, context)


def coming(node: Node, value: Fields, context: Context) -> Fields:
    """Turn a date towards the future where 'planned' stands shortly before it."""
    turned = value.dated or value.direction or not stands_before(node, "time-planned", _PLANNED_REACH, context)
    return value if turned else replace(value, direction="coming")


def is_year(node: Node, context: Context) -> bool:
    """Say whether a year stands in words or with its era, or in digits that no noun after them counts."""
    if node.parts[0].category == "time-unit":
        return True
    year: Fields = node.value
    if year.calendar != GREGORIAN:
        return True
    if year.year is None or not FIRST_YEAR <= year.year <= LAST_YEAR or chained((node,), context, _CLOCK):
        return False
    return year.year % 100 != 0 or ends_clause(node.end, context)


def _is_lone_year(node: Node, context: Context) -> bool:
    if node.parts[0].category == "time-unit":
        return True
    if chained((node,), context):
        return False
    bracketed = follows(node, ("time-open",), context) and precedes(node, ("time-close",), context)
    placed = follows(node, PREPOSITIONS, context) or stands_before(node, "time-since", 2, context)
    return (bracketed or placed) and is_year(node, context)


def _is_lone_date(node: Node, value: Fields, context: Context) -> bool:
    """Say whether a date names a day or month: not after 'revolution', nor a name that is also a month's."""
    if value.dated:
        return True
    if follows(node, ("time-namesake",), context):
        return False
    if value.grain != "month":
        return True
    after_number = any(dom.end == node.start for dom in context.chart.of("dom"))
    return not after_number and (not is_loose(node) or follows(node, PREPOSITIONS, context))


def numbered_day(parts: Parts, context: Context) -> Fields | None:
    """Read 'the day 27' as the latest such day of a month; 'one day' is no date."""
    return fields(parts[-1]) if _in_digits(parts[-1]) else None


def bare_day(parts: Parts, context: Context) -> Fields | None:
    """Read 'in 27' as a day of a month, where no noun follows that the number could count."""
    placed = follows(parts[0], ("time-inside",), context)
    return fields(parts[0]) if placed and _in_digits(parts[0]) and ends_clause(parts[0].end, context) else None


def _in_digits(dom: Node) -> bool:
    return isinstance(dom.parts[-1].value, Amount) and dom.parts[-1].value.kind in ("digits", "ordinal")


PRODUCTIONS: Mapping[str, Production] = {
    production.__name__: production
    for production in (
        weekday,
        weekday_this,
        deictic,
        nth_weekday,
        nth_of_month,
        dated,
        of_this_month,
        numbered,
        this_part,
        told,
        alone,
        numbered_day,
        bare_day,
    )
}
