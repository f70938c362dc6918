"""Productions that read one date or day: months, years, numeric dates, weekdays, days told from today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from marsad.analyse.amounts import Amount, amount_of
from marsad.analyse.around import Parts, chained, sentence_of, stands_before
from marsad.analyse.calendar import FIRST_GREGORIAN_IN_HIJRI, GREGORIAN, HIJRI
from marsad.analyse.when import Fields, merge
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

STEPS = {"before-last": -2, "last": -1, "this": 0, "next": 1, "after-next": 2}
PREPOSITIONS = ("time-in", "time-since", "time-to", "time-before", "time-after", "time-between", "time-phase", "time-this")
_NUMERIC = ("month", "day", "weekday", "season", "decade")
_LAST_DAY, _LAST_MONTH, _LAST_WEEKDAY_OF_MONTH = 31, 12, 5
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_LONGEST_WORD = 3
_FIRST_NAMED_YEAR, _LAST_NAMED_YEAR = 100, 2200
_SHORT_YEARS, _CENTURY, _CENTURIES = range(20, 100), 100, 21


def fields(node: Node) -> Fields | None:
    """Give what a reading says of a date: a rule's own fields, or those that a word of the lexicon means."""
    if isinstance(node.value, Fields):
        return node.value
    means: Mapping[str, str] = node.value if isinstance(node.value, dict) else {}
    if "days" in means:
        return Fields(anchor="day", shift=int(means["days"]))
    if node.category in ("time-which", "time-this"):
        return Fields(direction=means.get("step", "this"))
    numbers = {key: int(means[key]) for key in _NUMERIC if key in means}
    return Fields(calendar=means.get("calendar", GREGORIAN), **numbers) if numbers else None


def follows(node: Node, categories: tuple[str, ...], context: Context) -> bool:
    """Say whether a word of some categories, of up to three tokens, stands right before a reading."""
    before = range(node.start - 1, node.start - 1 - _LONGEST_WORD, -1)
    words = (word for category in categories for start in before for word in context.chart.at(start, category))
    return any(word.end == node.start for word in words)


def precedes(node: Node, categories: tuple[str, ...], context: Context) -> bool:
    """Say whether a word of some categories stands right after a reading."""
    return any(context.chart.at(node.end, category) for category in categories)


def ends_clause(end: int, context: Context) -> bool:
    """Say whether nothing follows that a number could count: a mark, a new sentence or the end of the text."""
    if end >= len(context.tokens) or sentence_of(end, context) != sentence_of(end - 1, context):
        return True
    marks = [node.value.get("mark") for node in context.chart.at(end, "time-mark")]
    return context.tokens[end].kind == "mark" and not {"slash", "dash"}.intersection(marks)


def joined(found: list[Fields]) -> Fields | None:
    """Merge what several words say of one date; None where they contradict each other or name the year twice."""
    total: Fields | None = Fields()
    for one in found:
        total = merge(total, one) if total else None
    if total is None or (total.year is not None and (total.anchor or total.direction)):
        return None
    return total


def join(parts: Parts, _: Context) -> Fields | None:
    """Read a date whose words stand side by side: day, month, year, 'of last year'."""
    return joined([found for part in parts if (found := fields(part))])


def last_part(parts: Parts, _: Context) -> Fields | None:
    """Read what the last word says; what stands before it adds nothing to the day."""
    return fields(parts[-1])


def first_part(parts: Parts, _: Context) -> Fields | None:
    """Read what the first word says; what stands after it adds nothing to the day."""
    return fields(parts[0])


# Months, days of the month, years


def month(parts: Parts, context: Context) -> Fields | None:
    """Read a month's name, where the letters are those of the month and not only folded alike."""
    written = parts[0].value.get("written", "").split()
    letters = context.document.quote(parts[0].span).text
    return fields(parts[0]) if not written or letters in written else None


def month_twice(parts: Parts, _: Context) -> Fields | None:
    """Read one month under two names (March/Adhar)."""
    names = [fields(part) for part in parts if part.category == "month-word"]
    return names[0] if names[0] == names[1] else None


def day_of_month(parts: Parts, _: Context) -> Fields | None:
    """Read a number that may be a day of a month."""
    amount = amount_of(parts[-1])
    if parts[-1].feature("shape") == "compound" or not _is_whole(amount, 1, _LAST_DAY):
        return None
    return Fields(day=int(amount.value))


def _is_whole(amount: Amount, low: int, high: int) -> bool:
    return amount.value.denominator == 1 and low <= amount.value <= high and amount.kind not in ("quotient", "negative")


def year(parts: Parts, _: Context) -> Fields | None:
    """Read four digits as a year, or fewer with their era."""
    form = parts[0].value["value"]
    if len(parts) > 1 and form.isdecimal() and len(form) in (3, 4):
        return Fields(calendar=parts[1].value["calendar"], year=int(form))
    if len(form) != 4 or not form.isdecimal() or not _HIJRI_YEARS[0] <= int(form) <= _LAST_YEAR:
        return None
    return Fields(year=int(form))


_HIJRI_YEARS = range(1300, 1500)


def year_named(parts: Parts, context: Context) -> Fields | None:
    """Read 'the year 2013'; two digits are the latest such year ('the war of the year 67')."""
    amount = amount_of(parts[1])
    calendar = parts[2].value["calendar"] if len(parts) > 2 else GREGORIAN
    if _is_whole(amount, _FIRST_NAMED_YEAR, _LAST_NAMED_YEAR):
        return Fields(calendar=calendar, year=int(amount.value))
    published = context.document.published
    if amount.kind != "digits" or amount.value not in _SHORT_YEARS or not published:
        return None
    return Fields(year=_full_year(int(amount.value), published.year))


def _full_year(short: int, latest: int) -> int:
    century = latest // _CENTURY * _CENTURY
    return century + short if century + short <= latest else century - _CENTURY + short


def short_year(parts: Parts, _: Context) -> Fields | None:
    """Read the two digits after 'the month of September' as a year of this century."""
    named, form = fields(parts[1]), parts[2].value["value"]
    if named is None or len(form) != 2 or not form.isdecimal() or len(parts[1].parts) != 1:
        return None
    return replace(named, year=2000 + int(form))


def year_in_words(parts: Parts, context: Context) -> Fields | None:
    """Read a year in words after a date, where no noun follows that it could count."""
    amount, date = amount_of(parts[-1]), fields(parts[0])
    if not date or not _is_year_in_words(amount) or not ends_clause(parts[-1].end, context):
        return None
    return joined([date, Fields(year=int(amount.value))])


def century(parts: Parts, _: Context) -> Fields | None:
    """Read 'the nineteenth century'."""
    amount = amount_of(parts[-1])
    return Fields(century=int(amount.value)) if _is_whole(amount, 1, _CENTURIES) else None


def decade(parts: Parts, context: Context) -> Fields | None:
    """Read 'the nineties', of a century or not; 'in his twenties' is an age."""
    after = parts[-1].end
    if context.chart.at(after, "time-age") or context.chart.at(after + 1, "time-age"):
        return None
    return joined([found for part in parts if part.category in ("decade", "period") and (found := fields(part))])


# Dates in digits


def month_day(parts: Parts, context: Context) -> Fields | None:
    """Read a day after its month, where no noun follows that the number could count."""
    named = parts[0].parts[0].category == "time-unit" if parts[0].parts else False
    if named or not (_year_follows(parts[-1].end, context) or ends_clause(parts[-1].end, context)):
        return None
    return join(parts, context)


def _year_follows(end: int, context: Context) -> bool:
    """Say whether a year in digits or words comes next, with or without 'of'."""
    start = end + 1 if context.chart.at(end, "time-of") else end
    words = [amount_of(node) for node in context.chart.at(start, "cardinal")]
    return bool(context.chart.at(start, "year")) or any(_is_year_in_words(amount) for amount in words)


def _is_year_in_words(amount: Amount) -> bool:
    return amount.kind not in ("digits", "figure") and _is_whole(amount, 1000, _LAST_YEAR)


def numeric(parts: Parts, context: Context) -> Fields | None:
    """Read day, month and year, or year, month and day; the month comes first only where the day would be none."""
    if parts[1].value != parts[3].value or chained(parts, context):
        return None
    first, second, third = (part.value["value"] for part in parts[::2])
    if not (first + second + third).isdecimal() or len(second) > 2:
        return None
    if len(first) == 4 and len(third) <= 2:
        return _day_month(int(third), int(second), int(first))
    if len(first) <= 2 and len(third) in (2, 4):
        return _day_month(int(first), int(second), int(third) + (2000 if len(third) == 2 else 0))
    return None


def _day_month(day: int, month: int, year: int | None) -> Fields | None:
    if month > _LAST_MONTH:
        day, month = month, day
    return Fields(day=day, month=month, year=year) if 1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY else None


def numeric_with_comma(parts: Parts, _: Context) -> Fields | None:
    """Read month, day and, after a comma, the year."""
    month, day, year = (parts[place].value["value"] for place in (0, 2, 4))
    if not (month + day + year).isdecimal() or len(year) not in (2, 4) or max(len(month), len(day)) > 2:
        return None
    return _day_month(int(day), int(month), int(year) + (2000 if len(year) == 2 else 0))


def numeric_short(parts: Parts, context: Context) -> Fields | None:
    """Read month and year, or day and month where the words or the digits leave no doubt that it is a date."""
    first, second = parts[0].value["value"], parts[2].value["value"]
    if not (first + second).isdecimal() or chained(parts, context) or parts[1].value["mark"] == "dot":
        return None
    if {len(first), len(second)} in ({1, 4}, {2, 4}):
        month, year = sorted((int(first), int(second)))
        return Fields(month=month, year=year) if 1 <= month <= _LAST_MONTH and _FIRST_YEAR <= year <= _LAST_YEAR else None
    if max(len(first), len(second)) > 2 or not _is_date(first, second, parts, context):
        return None
    return _day_month(int(first), int(second), None)


def _is_date(first: str, second: str, parts: Parts, context: Context) -> bool:
    """Tell a date from a fraction, a score or a range: by the preposition, a day beyond twelve, a leading nought."""
    told = follows(parts[0], ("time-in", "on-day", "time-since", "day-name"), context)
    plain = max(int(first), int(second)) > _LAST_MONTH or "0" in (first[0], second[0])
    alone = ends_clause(parts[-1].end, context)
    return (told and (plain or alone)) or (plain and (alone or parts[1].value["mark"] == "slash"))


def numeric_dotted(parts: Parts, context: Context) -> Fields | None:
    """Read 2015.3 and 4.22 as dates, where no noun follows that a decimal could count."""
    first, _, second = parts[0].value["value"].partition(".")
    if not second or not (first + second).isdecimal() or not ends_clause(parts[0].end, context):
        return None
    if len(first) == 4 and len(second) <= 2 and _FIRST_YEAR <= int(first) <= _LAST_YEAR:
        return Fields(year=int(first), month=int(second)) if 1 <= int(second) <= _LAST_MONTH else None
    if len(first) > 2 or len(second) != 2 or not _LAST_MONTH < int(second) <= _LAST_DAY:
        return None
    return _day_month(int(second), int(first), None)


# Feasts


def feast(parts: Parts, _: Context) -> Fields | None:
    """Read a feast by its fixed day of a calendar."""
    return fields(parts[0])


def feast_day(parts: Parts, _: Context) -> Fields | None:
    """Read 'the second day of the feast'."""
    first, nth = fields(parts[-1]), amount_of(parts[0]).value
    return replace(first, day=first.day + int(nth) - 1) if first and first.day and nth <= _LAST_WEEKDAY_OF_MONTH else None


# Days by name


def weekday(parts: Parts, context: Context) -> Fields | None:
    """Read a weekday; after 'square' or 'newspaper' it is part of a name."""
    if follows(parts[0], ("time-namesake",), context):
        return None
    day = join(parts, context)
    planned = len(parts) == 1 and follows(parts[0], ("time-planned",), context)
    return replace(day, direction="next") if day and planned else day


def weekday_this(parts: Parts, context: Context) -> Fields | None:
    """Read 'this Friday': the nearest."""
    return joined([Fields(direction="this"), fields(parts[-1]) or Fields()])


def deictic(parts: Parts, context: Context) -> Fields | None:
    """Read a day told from today; 'the day' is today only where nothing makes it another day or a name."""
    node = parts[0]
    if follows(node, ("time-namesake", "time-per"), context):
        return None
    if node.value.get("noun") and (_is_the_day(node, context) or precedes(node, ("time-not-today", "time-told", "ordinal"), context)):
        return None
    return fields(node)


def _is_the_day(node: Node, context: Context) -> bool:
    """Say whether 'that', 'the same' or a bare 'in' stands before: in the day, on that day."""
    inside = node.particles[:1] in (("bi",), ("ka",)) or follows(node, ("time-that", "time-inside"), context)
    of_year = context.chart.at(node.end, "time-of") and context.chart.at(node.end + 1, "year")
    return inside or bool(of_year)


def nth_weekday(parts: Parts, _: Context) -> Fields | None:
    """Read 'the second Sunday'; no month has a sixth."""
    day, nth = fields(parts[0]), amount_of(parts[1]).value
    return replace(day, nth=int(nth)) if day and 1 <= nth <= _LAST_WEEKDAY_OF_MONTH else None


def nth_of_month(parts: Parts, context: Context) -> Fields | None:
    """Read 'the first Friday of Ramadan'."""
    nth = amount_of(parts[0]).value
    day = next((found for part in parts if part.category == "weekday-bare" and (found := fields(part))), None)
    month = fields(parts[-1])
    return joined([day, month, Fields(nth=int(nth))]) if day and month and 1 <= nth <= _LAST_WEEKDAY_OF_MONTH else None


def dated(parts: Parts, _: Context) -> Fields | None:
    """Read a day with its date; the date counts, the name of the day only repeats it, as a Hijri date does."""
    dates = [found for part in parts if part.category in ("date", "day") and (found := fields(part))]
    return min(dates, key=lambda found: found.calendar != GREGORIAN)


def of_this_month(parts: Parts, _: Context) -> Fields | None:
    """Read 'the 24th of the current': month is understood."""
    day = fields(parts[0])
    return replace(day, anchor="month") if day else None


def numbered(parts: Parts, context: Context) -> Fields | None:
    """Read a weekday with a day of the month, where no noun follows that the number could count."""
    name, dom = fields(parts[0]), next(part for part in parts if part.category == "dom")
    apart = len(parts) > 2
    last = parts[-1]
    if not name or name.nth or name.back or not (ends_clause(last.end, context) or precedes(last, ("time-to",), context)):
        return None
    if dom.parts[-1].category == "ordinal" and not apart:
        return None
    day = fields(dom)
    return Fields(day=day.day, weekday=name.weekday) if day else None


def this_part(parts: Parts, _: Context) -> Fields | None:
    """Read 'this morning'."""
    return Fields(anchor="day")


def told(parts: Parts, context: Context) -> Fields | None:
    """Read 'the same day', 'that year', 'the following day': told from the day that was named before."""
    unit = next(part for part in parts if part.category == "time-unit")
    teller = next(part for part in parts if part.category != "time-unit")
    if follows(unit, ("time-office",), context):
        return None
    return Fields(anchor=unit.value["unit"], shift=int(teller.value["step"]), back="time")


def alone(parts: Parts, context: Context) -> Fields | None:
    """Take a date as a mention of its own, where nothing about it makes it a name or a mere number."""
    node, value = parts[0], fields(parts[0])
    if value is None or (node.category == "year" and not _is_lone_year(node, value, context)):
        return None
    if node.category == "date" and not _is_lone_date(node, value, context):
        return None
    return value


def _is_lone_year(node: Node, value: Fields, context: Context) -> bool:
    if len(node.parts) > 1:
        return True
    if value.year is None or not _FIRST_YEAR <= value.year <= _LAST_YEAR or chained((node,), context):
        return False
    bracketed = follows(node, ("time-open",), context) and precedes(node, ("time-close",), context)
    placed = follows(node, PREPOSITIONS, context) or stands_before(node, "time-since", 2, context)
    return bracketed or (placed and (value.year % _CENTURY != 0 or ends_clause(node.end, context)))


def _is_lone_date(node: Node, value: Fields, context: Context) -> bool:
    """Say whether a date names a day or month: not after 'revolution', nor a name that is also a month's."""
    if value.dated:
        return True
    if follows(node, ("time-namesake",), context):
        return False
    if value.grain != "month":
        return True
    after_number = any(dom.end == node.start for dom in context.chart.of("dom"))
    words = _words(node)
    placed = follows(node, PREPOSITIONS, context) or len(words) > 1
    return not after_number and (placed or not words[0].value.get("loose"))


def _words(node: Node) -> list[Node]:
    return [word for part in node.parts for word in _words(part)] if node.parts else [node]


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
        join, last_part, first_part, month, month_twice, day_of_month, year, year_named, short_year, year_in_words,
        century, decade, month_day, numeric, numeric_with_comma, numeric_short, numeric_dotted, feast, feast_day,
        weekday, weekday_this, deictic, nth_weekday, nth_of_month, dated, of_this_month, numbered, this_part, told, alone,
        numbered_day, bare_day,
    )
}  # fmt: skip

__all__ = ["FIRST_GREGORIAN_IN_HIJRI", "HIJRI", "PRODUCTIONS"]
