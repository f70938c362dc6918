"""Productions that read a date of a calendar: months, days of the month, years, dates in digits, feasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from marsad.analyse.amounts import Amount, amount_of
from marsad.analyse.around import Parts, chained, sentence_of
from marsad.analyse.calendar import GREGORIAN, HIJRI
from marsad.analyse.when import Fields, merge
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

STEPS = {"before-last": -2, "last": -1, "this": 0, "next": 1, "after-next": 2}
FIRST_YEAR, LAST_YEAR = 1800, 2100
_HIJRI_YEARS = range(1300, 1500)
_LATEST_SHORT_YEAR = 2040
_ROUND_THE_CLOCK = ("24", "7")
_LONGEST_WORD = 3


def fields(node: Node) -> Fields | None:
    """Give what a reading says of a date: a rule's own fields, or those that a word of the lexicon means."""
    if isinstance(node.value, Fields):
        return node.value
    means: Mapping[str, str] = node.value if isinstance(node.value, dict) else {}
    if "days" in means:
        return Fields(anchor="day", shift=int(means["days"]))
    if node.category in ("time-which", "time-this"):
        return Fields(direction=means.get("step", "this"))
    numbers = [int(means[key]) if key in means else None for key in ("month", "day", "weekday", "season", "decade")]
    month, day, weekday, season, decade = numbers
    if numbers.count(None) == len(numbers):
        return None
    return Fields(means.get("calendar", GREGORIAN), None, month, day, weekday, season=season, decade=decade)


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
    total: Fields | None = found[0] if found else Fields()
    for one in found[1:]:
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


def month_twice(parts: Parts, context: Context) -> Fields | None:
    """Read one month under two names (March/Adhar); the same letters twice are a score of nought to nought."""
    names = [part for part in parts if part.category == "month-word"]
    first, second = (context.tokens[name.start : name.end] for name in names)
    same = [token.form for token in first] == [token.form for token in second]
    return fields(names[0]) if fields(names[0]) == fields(names[1]) and not same else None


def day_and_month(parts: Parts, context: Context) -> Fields | None:
    """Read a day and its month; a dash before a name that is also another word is a score ('1-nought')."""
    marks = [part.value["mark"] for part in parts if part.category == "time-mark"]
    return None if "dash" in marks and is_loose(parts[-1]) else join(parts, context)


def is_loose(node: Node) -> bool:
    """Say whether all that was read is one word that is more than a month's name."""
    while len(node.parts) == 1:
        node = node.parts[0]
    return not node.parts and isinstance(node.value, dict) and "loose" in node.value


def day_of_month(parts: Parts, _: Context) -> Fields | None:
    """Read a number that may be a day of a month."""
    amount = amount_of(parts[-1])
    if parts[-1].feature("shape") == "compound" or not _is_whole(amount, 1, 31):
        return None
    return Fields(day=int(amount.value))


def _is_whole(amount: Amount, low: int, high: int) -> bool:
    return amount.value.denominator == 1 and low <= amount.value <= high and amount.kind not in ("quotient", "negative")


def year(parts: Parts, _: Context) -> Fields | None:
    """Read four digits as a year, or fewer with their era."""
    form = parts[0].value["value"]
    calendar = parts[1].value["calendar"] if len(parts) > 1 else GREGORIAN
    if len(parts) > 1 and form.isdecimal() and (len(form) == 4 or (len(form) == 3 and calendar == HIJRI)):
        return Fields(calendar=calendar, year=int(form))
    if len(form) != 4 or not form.isdecimal() or not _HIJRI_YEARS[0] <= int(form) <= LAST_YEAR:
        return None
    return Fields(year=int(form))


def year_named(parts: Parts, context: Context) -> Fields | None:
    """Read 'the year 2013'; two digits are the latest such year ('the war of the year 67')."""
    amount = amount_of(parts[1])
    calendar = parts[2].value["calendar"] if len(parts) > 2 else GREGORIAN
    if _is_whole(amount, 100, 2200):
        return Fields(calendar=calendar, year=int(amount.value))
    if amount.kind != "digits" or amount.value not in range(20, 100) or not context.document.published:
        return None
    return Fields(year=_full_year(str(amount.value), context))


def _full_year(digits: str, context: Context) -> int:
    """Complete a year of two digits: the latest such year by the next after publication."""
    published = context.document.published
    latest = published.year + 1 if published else _LATEST_SHORT_YEAR
    year = int(digits) + latest // 100 * 100
    return int(digits) if len(digits) > 2 else year if year <= latest else year - 100


def short_year(parts: Parts, context: Context) -> Fields | None:
    """Read the two digits after 'the month of September' as a year."""
    named, form = fields(parts[1]), parts[2].value["value"]
    if named is None or len(form) != 2 or not form.isdecimal() or len(parts[1].parts) != 1:
        return None
    return replace(named, year=_full_year(form, context))


def year_in_words(parts: Parts, context: Context) -> Fields | None:
    """Read a year in words after a date, where no noun follows that it could count."""
    amount, date = amount_of(parts[-1]), fields(parts[0])
    if not date or not _is_year_in_words(amount) or not ends_clause(parts[-1].end, context):
        return None
    return joined([date, Fields(year=int(amount.value))])


def century(parts: Parts, _: Context) -> Fields | None:
    """Read 'the nineteenth century'."""
    amount = amount_of(parts[-1])
    return Fields(century=int(amount.value)) if _is_whole(amount, 1, 21) else None


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
    return amount.kind not in ("digits", "figure") and _is_whole(amount, 1000, LAST_YEAR)


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
        return _day_month(int(first), int(second), _full_year(third, context))
    return None


def _day_month(day: int, month: int, year: int | None) -> Fields | None:
    if month > 12:
        day, month = month, day
    calendar = HIJRI if year in _HIJRI_YEARS else GREGORIAN
    return Fields(calendar=calendar, day=day, month=month, year=year) if 1 <= month <= 12 and 1 <= day <= 31 else None


def numeric_with_comma(parts: Parts, context: Context) -> Fields | None:
    """Read month, day and, after a comma, the year."""
    month, day, year = (parts[place].value["value"] for place in (0, 2, 4))
    if not (month + day + year).isdecimal() or len(year) not in (2, 4) or max(len(month), len(day)) > 2:
        return None
    return _day_month(int(day), int(month), _full_year(year, context))


def numeric_short(parts: Parts, context: Context) -> Fields | None:
    """Read month and year, or day and month where the words or the digits leave no doubt that it is a date."""
    first, second = parts[0].value["value"], parts[2].value["value"]
    if not (first + second).isdecimal() or chained(parts, context) or parts[1].value["mark"] == "dot":
        return None
    if {len(first), len(second)} in ({1, 4}, {2, 4}):
        month, year = sorted((int(first), int(second)))
        valid = 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR
        return Fields(month=month, year=year) if valid else None
    short = max(len(first), len(second)) <= 2 and (first, second) != _ROUND_THE_CLOCK
    return _day_month(int(first), int(second), None) if short and _is_date(first, second, parts, context) else None


def _is_date(first: str, second: str, parts: Parts, context: Context) -> bool:
    """Tell a date from a fraction, a score or a range: by the preposition, a day beyond twelve, a leading nought."""
    told = follows(parts[0], ("time-in", "on-day", "time-since", "day-name"), context)
    plain = max(int(first), int(second)) > 12 or "0" in (first[0], second[0])
    alone = ends_clause(parts[-1].end, context)
    return (told and (plain or alone)) or (plain and (alone or parts[1].value["mark"] == "slash"))


def numeric_dotted(parts: Parts, context: Context) -> Fields | None:
    """Read 2015.3 and 4.22 as dates, where no noun follows that a decimal could count."""
    first, _, second = parts[0].value["value"].partition(".")
    if not second or not (first + second).isdecimal() or not ends_clause(parts[0].end, context):
        return None
    if len(first) == 4 and len(second) <= 2 and FIRST_YEAR <= int(first) <= LAST_YEAR:
        return Fields(year=int(first), month=int(second)) if 1 <= int(second) <= 12 else None
    if len(first) > 2 or len(second) != 2 or not 12 < int(second) <= 31:
        return None
    return _day_month(int(second), int(first), None)


# Feasts


def feast_day(parts: Parts, _: Context) -> Fields | None:
    """Read 'the second day of the feast'."""
    first, nth = fields(parts[-1]), amount_of(parts[0]).value
    if first is None or first.day is None or nth > 5:
        return None
    return replace(first, day=first.day + int(nth) - 1)


PRODUCTIONS: Mapping[str, Production] = {
    production.__name__: production
    for production in (
        join,
        last_part,
        first_part,
        month,
        month_twice,
        day_and_month,
        day_of_month,
        year,
        year_named,
        short_year,
        year_in_words,
        century,
        decade,
        month_day,
        numeric,
        numeric_with_comma,
        numeric_short,
        numeric_dotted,
        feast_day,
    )
}
