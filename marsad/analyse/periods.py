"""Productions that read more than one day: periods told from the report, durations, windows, from one time to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from marsad.analyse.amounts import amount_of, share_of
from marsad.analyse.around import Parts, stands_before
from marsad.analyse.dates import STEPS, ends_clause, fields, follows, precedes
from marsad.analyse.days import coming, is_year
from marsad.analyse.when import Ago, Amounts, Fields, Lasting, Slice, Stretch, When, Window, merge
from marsad.model.value import Count
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_SINGLE, _DUAL = 1.0, 2.0
_AGE_REACH = 6
_LONGEST_COUNT = 5000
_MONTHS = 12
_UNIT_WEEKS = ("month", "year")


# Units told from the report


def period_which(parts: Parts, context: Context) -> Fields | None:
    """Read 'last week', 'the current month'; after an office ('general', as the year is spelled) it is none."""
    unit = parts[0].value["unit"]
    if follows(parts[0], ("time-office",), context) or unit in ("hour", "minute", "second"):
        return None
    return Fields(anchor=unit, shift=STEPS[parts[1].value["step"]])


def period_this(parts: Parts, _: Context) -> Fields | None:
    """Read 'this week'."""
    return Fields(anchor=parts[1].value["unit"])


def first_months(parts: Parts, _: Context) -> Slice | None:
    """Read 'the first six months of the year'."""
    unit, of = parts[0].value["unit"], fields(parts[-1])
    if of is None and parts[-1].category == "time-unit":
        of = Fields(anchor="year")
    count, nth = (amount_of(part).value for part in parts if part.category in ("cardinal", "ordinal"))
    if of is None or of.grain != "year" or unit != "month" or nth != 1 or not 1 <= count <= _MONTHS:
        return None
    return Slice(of, 1, parts=_MONTHS, count=int(count))


def phase(parts: Parts, context: Context) -> When | None:
    """Read the beginning, middle or end of a month, a year: a third of it; a week end may be over or to come."""
    of, bare = fields(parts[-1]), parts[-1].category == "time-unit"
    if bare and parts[-1].value["unit"] == "week" and parts[0].value["index"] == "3":
        return Ago((("week", _SINGLE),), -1, counted=False)
    if of is None and bare:
        of = Fields(anchor=parts[-1].value["unit"])
    if of is None or of.grain in ("day", "period"):
        return None
    of = coming(parts[0], of, context)
    return Slice(of, int(parts[0].value["index"]), parts=int(parts[0].value["parts"]))


def portion(parts: Parts, _: Context) -> Slice | None:
    """Read the first half of a year, the last week of a month."""
    unit = next(part for part in parts if part.category == "time-portion")
    of = fields(next(part for part in parts if part.category in ("date", "period", "year")))
    ordinals = [part for part in parts if part.category == "ordinal"]
    index = int(amount_of(ordinals[0]).value) if ordinals else -1
    count, days = int(unit.value.get("parts", 0)), int(unit.value.get("days", 0))
    if of is None or of.grain in ("day", "week", "period") or (count and index > count):
        return None
    return Slice(of, index, parts=count, days=days) if count or of.grain in _UNIT_WEEKS else None


# Durations


def counted(parts: Parts, context: Context) -> Lasting | None:
    """Read a counted unit; beside an age, or as years in brackets, it is somebody's age."""
    unit, count = parts[-1].value["unit"], _count(parts[0])
    if _is_age(parts, unit, context) or not _agree(parts, count, context):
        return None
    return Lasting(((unit, count or _SINGLE),), counted=count is not None)


def _count(node: Node) -> float | None:
    """Give how many, where it is one number."""
    if isinstance(node.value, Count):
        return float(node.value.low) if node.value.low is not None and node.value.low == node.value.high else None
    if node.category == "vague":
        return None
    value = float(amount_of(node).value)
    return value if 0 < value < _LONGEST_COUNT else None


def _agree(parts: Parts, count: float | None, context: Context) -> bool:
    """Say whether a number counts the singular after it: in words only from eleven up, and never 'day' before its name."""
    number, unit = parts[0], parts[-1]
    if unit.value["number"] != "one":
        return True
    in_words = number.category == "cardinal" and amount_of(number).kind not in ("digits", "figure")
    few = in_words and count is not None and count <= 10
    return not few and not precedes(unit, ("weekday", "deictic", "digits", "ordinal"), context)


def _is_age(parts: Parts, unit: str, context: Context) -> bool:
    if unit not in ("year", "month", "week", "day"):
        return False
    first, last = parts[0], parts[-1]
    told = stands_before(first, "time-age", _AGE_REACH, context)
    bracketed = follows(first, ("time-open",), context) and precedes(last, ("time-close",), context)
    of_age = precedes(last, ("time-of",), context) and context.chart.at(last.end + 1, "time-age")
    return bool(told or of_age or precedes(last, ("time-age",), context) or (bracketed and unit in ("year", "month")))


def dual(parts: Parts, context: Context) -> Lasting | None:
    """Read two of a unit, said in one word."""
    return None if _is_age(parts, parts[0].value["unit"], context) else Lasting(((parts[0].value["unit"], _DUAL),))


def single(parts: Parts, _: Context) -> Lasting:
    """Read a whole unit ('a full week')."""
    return Lasting(((parts[0].value["unit"], _SINGLE),))


def throughout(parts: Parts, _: Context) -> Lasting:
    """Read 'all day', 'all week'."""
    return Lasting(((parts[-1].value["unit"], _SINGLE),))


def single_after_for(parts: Parts, context: Context) -> Lasting | None:
    """Read one unit as a duration after 'for'; before a noun the decade is the holding of something."""
    holding = parts[0].value["unit"] == "decade" and not ends_clause(parts[0].end, context)
    if holding or not follows(parts[0], ("time-for", "time-about"), context):
        return None
    return single(parts, context)


def share(parts: Parts, _: Context) -> Lasting | None:
    """Read half an hour."""
    part = share_of(parts[0])
    return Lasting(((parts[-1].value["unit"], float(part)),)) if part else None


def and_share(parts: Parts, _: Context) -> Lasting | None:
    """Read two hours and a half: the fraction is one of the last unit."""
    part, amounts = share_of(parts[-1]), _amounts(parts[0])
    return Lasting((*amounts, (amounts[-1][0], float(part)))) if part and not parts[-1].suffix else None


def durations(parts: Parts, _: Context) -> Lasting | None:
    """Read a week and three days; the units go from large to small or back, none twice."""
    first, last = parts[0].value, parts[-1].value
    if {unit for unit, _ in first.amounts} & {unit for unit, _ in last.amounts}:
        return None
    return Lasting(first.amounts + last.amounts, first.counted and last.counted)


def _amounts(node: Node) -> Amounts:
    """Give the units of a duration or of a bare unit word."""
    if isinstance(node.value, Lasting):
        return node.value.amounts
    return ((node.value["unit"], _DUAL if node.value["number"] == "two" else _SINGLE),)


def _is_counted(parts: Parts) -> bool:
    """Say whether the words give a number: not 'days ago', nor 'more than a year ago'."""
    last = next(part for part in reversed(parts) if part.category in ("duration", "time-unit"))
    exact = not any(part.value.get("exact") == "no" for part in parts if part.category == "time-about")
    return exact and (last.value.counted if isinstance(last.value, Lasting) else last.value["number"] != "many")


# Distances and windows


def ago(parts: Parts, context: Context) -> Ago | None:
    """Read 'two days ago'; 'two days before the attack' is told from the attack."""
    if _is_dual_word(parts[-1]) or _told_from_else(parts[-1], context):
        return None
    return Ago(_amounts(parts[-1]), -1, _is_counted(parts))


def hence(parts: Parts, context: Context) -> Ago | None:
    """Read 'in two weeks from now'; without 'from now' it is told from what came before, and stays unresolved."""
    unit = next(part for part in parts if part.category in ("duration", "time-unit"))
    from_now = parts[-1].category == "from-now"
    far = follows(parts[0], ("time-upon",), context)
    if far or _is_dual_word(unit) or (not from_now and _told_from_else(unit, context)):
        return None
    return Ago(_amounts(unit), 1, from_now and _is_counted(parts))


def _told_from_else(unit: Node, context: Context) -> bool:
    """Say whether what follows is what the distance is told from, or a word that belongs to the unit."""
    own = unit.category == "time-unit" and precedes(unit, ("time-full",), context)
    after = unit.end + 1 if context.chart.at(unit.end, "time-few") else unit.end
    return own or bool(context.chart.at(after, "time-of") or context.chart.at(after, "time-upon"))


def _is_dual_word(node: Node) -> bool:
    """Say whether a unit word is a dual, which is a duration already."""
    return node.category == "time-unit" and node.value["number"] == "two"


def window(parts: Parts, _: Context) -> Window | None:
    """Read 'the last two years', 'the last few days'."""
    step = STEPS[parts[-1].value["step"]]
    return Window(_amounts(parts[0]), step, parts[0].value["number"] == "two") if step in (-1, 1) else None


def window_counted(parts: Parts, _: Context) -> Window | None:
    """Read 'the last three days', 'the last 24 hours'."""
    unit = next(part for part in parts if part.category == "time-unit")
    count = _count(next(part for part in parts if part.category == "cardinal"))
    step = STEPS[next(part.value["step"] for part in parts if "step" in _means(part))]
    if count is None or step not in (-1, 1) or (unit.value["definite"] == "yes" and unit.value["number"] == "one"):
        return None
    return Window(((unit.value["unit"], count),), step)


def _means(node: Node) -> Mapping[str, str]:
    return node.value if isinstance(node.value, dict) else {}


# From one time to another


def since(parts: Parts, context: Context) -> Stretch | None:
    """Read 'since March', 'for three months now'."""
    if parts[-1].category == "when":
        return Stretch(parts[-1].value, None, open=True)
    if _is_dual_word(parts[-1]):
        return None
    return Stretch(Ago(_amounts(parts[-1]), -1, _is_counted(parts)), None, open=True)


def since_told(parts: Parts, _: Context) -> Stretch:
    """Read 'since that date', 'since that time'."""
    return Stretch(Fields(anchor="day", back=parts[-1].value["kind"]), None, open=True)


def since_part(parts: Parts, _: Context) -> Stretch:
    """Read 'since the morning': of the day of the report."""
    return Stretch(Fields(anchor="day"), None, open=True)


def since_until(parts: Parts, _: Context) -> Stretch:
    """Read 'since March until September'."""
    return Stretch(parts[0].value.first, parts[-1].value)


def until(parts: Parts, context: Context) -> Stretch | None:
    """Read 'until September', 'until now'; 'until the hour 2' is a clock."""
    if precedes(parts[-1], ("cardinal", "ordinal"), context):
        return None
    return Stretch(None, Fields(anchor="day") if parts[-1].category == "time-now" else parts[-1].value)


def from_to(parts: Parts, context: Context) -> Stretch | None:
    """Read the two ends of a stretch; a dash joins ends of one kind only, for it also parts a day from its date."""
    ends = [part for part in parts if part.category in ("when", "dom", "year")]
    if not all(end.category != "year" or is_year(end, context) for end in ends):
        return None
    if len(ends) != 2:
        return None
    first, last = map(_end, ends)
    dashed = any(part.category == "time-mark" for part in parts)
    if isinstance(first, Fields) and isinstance(last, Fields):
        if first == last or (first.grain == "day" and last.grain not in ("day", "period")):
            return None
        if dashed and (first.grain != last.grain or first.weekday is not None or last.weekday is not None):
            return None
        if first.year and last.year and (first.year, first.month or 0) > (last.year, last.month or 12):
            return None
    return Stretch(first, last)


def from_stretch(parts: Parts, _: Context) -> Stretch | None:
    """Read 'from' before a stretch that has two ends."""
    stretch: Stretch = parts[-1].value
    told = parts[-1].parts[0].category.startswith("time-")
    return stretch if stretch.first and stretch.last and not told else None


def _end(node: Node) -> When:
    end: When = node.value
    return end


def two_days(parts: Parts, _: Context) -> Stretch | None:
    """Read '7 and 8 January': one stretch where the second day follows the first."""
    first, last = fields(next(part for part in parts if part.category == "dom")), fields(parts[-1])
    if not first or not last or not first.day or not last.month or last.day != first.day + 1:
        return None
    return Stretch(first, last)


def two_years(parts: Parts, _: Context) -> Stretch | None:
    """Read 'the years 2013 and 2014'."""
    first, last = fields(parts[1]), fields(parts[-1])
    return Stretch(first, last) if first and last and first.year and last.year == first.year + 1 else None


def within_week(parts: Parts, _: Context) -> Stretch | None:
    """Read 'last week from Wednesday to Friday'."""
    week = next(fields(part) for part in parts if part.category == "period")
    stretch = next(part.value for part in parts if part.category == "stretch")
    if week is None or not isinstance(stretch.first, Fields) or not isinstance(stretch.last, Fields):
        return None
    if stretch.first.weekday is None or stretch.last.weekday is None:
        return None
    return Stretch(merge(week, stretch.first), merge(week, stretch.last))


def night(parts: Parts, _: Context) -> Stretch | Fields | None:
    """Read the night from one weekday to the next; what is past its midnight is of the second day."""
    first, last = fields(parts[1]), fields(parts[-1])
    if not first or not last or first.weekday is None or last.weekday != (first.weekday + 1) % 7:
        return None
    second = parts[0].feature("half") == "second"
    return last if second else Stretch(replace(first, direction=last.direction), last)


def before(parts: Parts, context: Context) -> Stretch | None:
    """Read 'before 2011'; after 'of' the word is 'by'."""
    return None if follows(parts[0], ("time-of",), context) else Stretch(None, parts[-1].value, beyond=True)


def after(parts: Parts, _: Context) -> Stretch:
    """Read 'after 2011'."""
    return Stretch(parts[-1].value, None, open=True, beyond=True)


PRODUCTIONS: Mapping[str, Production] = {
    production.__name__: production
    for production in (
        period_which, period_this, first_months, phase, portion, counted, dual, single, throughout, single_after_for, share,
        and_share, durations, ago, hence, window, window_counted, since, since_told, since_part, since_until, until,
        from_to, from_stretch, two_days, two_years, within_week, night, before, after,
    )
}  # fmt: skip
