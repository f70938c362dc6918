"""Laws of the times: what is spelled is read back, news looks to the past, and what can't be known stays unresolved."""

from __future__ import annotations

import calendar as gregorian
import functools
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marsad.analyse import read_mentions, read_words
from marsad.analyse import time as times
from marsad.analyse.calendar import (
    HIJRI,
    days_of,
    hijri_years,
    month_shift,
    near,
    nth_weekday,
    pick,
    season_of,
    week_of,
    years_about,
    years_of,
)
from marsad.analyse.dating import moved, resolve
from marsad.analyse.numbers import PRODUCTIONS as NUMBERS
from marsad.analyse.when import Ago, Fields, Lasting, Slice, Stretch, Window, iso_duration, looks_back, merge
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.mention import Mention
from marsad.model.value import Grain, TimeRange
from marsad.rules.engine import apply, compile_layers
from marsad.rules.rule import Rule

MONTHS = [
    ("يناير", "كانون الثاني", "جانفي"), ("فبراير", "شباط", "فيفري"), ("مارس", "آذار", "مارس"),
    ("أبريل", "نيسان", "أفريل"), ("مايو", "أيار", "ماي"), ("يونيو", "حزيران", "جوان"), ("يوليو", "تموز", "جويلية"),
    ("أغسطس", "آب", "غشت"), ("سبتمبر", "أيلول", "شتنبر"), ("أكتوبر", "تشرين الأول", "أكتوبر"),
    ("نوفمبر", "تشرين الثاني", "نونبر"), ("ديسمبر", "كانون الأول", "دجنبر"),
]  # fmt: skip
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
SHAPES = [
    "{d} {egypt} {y}", "{d} {levant} {y}", "{d} {maghreb} {y}", "{d} {egypt}/{levant} {y}", "{d} {levant}/ {egypt} {y}",
    "{d} {egypt} ({levant}) {y}", "{d} من {levant} {y}", "{d} {levant} عام {y}", "{d} {levant} من عام {y}", "{d} {levant} {y}م",
    "الـ{d} من {levant} {y}", "{d}/{m}/{y}", "{d}-{m}-{y}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{weekday} {d} {levant} {y}",
    "{weekday}، {d} {egypt} {y}", "{weekday} ({d} {levant} {y})",
]  # fmt: skip
HEAP = [
    *WEEKDAYS, *(name for names in MONTHS for name in names), "أمس", "اليوم", "غدا", "أول من أمس", "الماضي", "المقبل",
    "الجاري", "ما قبل الماضي", "منذ", "حتى", "إلى", "من", "بين", "قبل", "بعد", "في", "يوم", "ليل", "صباح", "مطلع", "نهاية",
    "الأسبوع", "الشهر", "العام", "أسبوعين", "ثلاثة أيام", "سنوات", "القرن", "الثمانينيات", "صيف", "رمضان", "هـ", "الأول",
    "الثاني", "ذلك", "نفسه", "التالي", "هذا", "الـ", "2", "15", "31", "1445", "2014", "2015.3", "/", "-", "،", "(", ")", "و", ".",
]  # fmt: skip
RELATIVE = [
    "أمس", "اليوم", "الجمعة", "الأحد الماضي", "15 آذار", "أيلول الماضي", "الشهر الماضي", "قبل يومين", "هذا الأسبوع",
    "مطلع الشهر الجاري", "منذ الجمعة", "خلال الأيام الثلاثة الماضية", "من الجمعة حتى الأحد", "صيف العام الماضي", "يوم 27.",
]  # fmt: skip

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2060, 12, 31))


@functools.cache
def layers() -> tuple[tuple[Rule, ...], ...]:
    return compile_layers(load(), [("numbers", NUMBERS), ("time", times.PRODUCTIONS)])


def mentions(text: str, published: date | None) -> list[Mention]:
    knowledge = load()
    context = read_words(Document(document_id(text), text, "case", published=published), knowledge)
    for rules in layers():
        apply(rules, context)
    return list(read_mentions(context, [times.DIMENSION]).mentions)


def values(text: str, published: date | None) -> list[TimeRange]:
    return [mention.value for mention in mentions(text, published) if isinstance(mention.value, TimeRange)]


def only(text: str, published: date | None) -> TimeRange:
    (value,) = values(text, published)
    return value


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=30)
@given(day=days)
def test_a_date_that_is_spelled_is_read_back(shape: str, day: date) -> None:
    egypt, levant, maghreb = MONTHS[day.month - 1]
    fields = {"d": day.day, "m": day.month, "y": day.year, "weekday": WEEKDAYS[day.weekday()]}
    text = shape.format(**fields, egypt=egypt, levant=levant, maghreb=maghreb)
    (mention,) = mentions(f"وقع الهجوم في {text} قرب البلدة", None)
    assert mention.quote.text == text
    assert mention.value == TimeRange(day, day, "day")


@given(published=days, weekday=st.integers(0, 6))
def test_a_weekday_is_the_latest_at_or_before_publication(published: date, weekday: int) -> None:
    name = WEEKDAYS[weekday]
    found = only(f"قتل حارس {name}", published).start
    last = only(f"قتل حارس {name} الماضي", published).start
    before = only(f"قتل حارس {name} ما قبل الماضي", published).start
    coming = only(f"تبدأ الهدنة {name} المقبل", published).start
    assert found
    assert last
    assert before
    assert coming
    assert {day.weekday() for day in (found, last, before, coming)} == {weekday}
    assert published - timedelta(7) < found <= published
    assert published - timedelta(7) <= last < published
    assert last - before == timedelta(7)
    assert published < coming <= published + timedelta(7)


@given(published=days, day=days)
def test_a_date_without_a_year_is_the_latest_at_or_before_publication(published: date, day: date) -> None:
    assume((day.month, day.day) != (2, 29))
    found = only(f"قتل حارس في {day.day} {MONTHS[day.month - 1][1]}", published).start
    assert found
    assert (found.month, found.day) == (day.month, day.day)
    assert published - timedelta(366) < found <= published


@given(published=days, later=st.integers(1, 400))
def test_days_told_from_the_report_move_with_it(published: date, later: int) -> None:
    for text in ("قتل حارس أمس", "قتل حارس قبل ثلاثة أيام", "قتل حارس في اليومين الماضيين"):
        early, late = only(text, published), only(text, published + timedelta(later))
        assert early.start
        assert late.start
        assert late.start - early.start == timedelta(later)


@given(published=days)
def test_a_month_and_a_year_are_whole(published: date) -> None:
    month, year = only("قتل حارس الشهر الماضي", published), only("قتل حارس العام الماضي", published)
    assert month.start
    assert month.end
    assert (month.start.day, month.end + timedelta(1)) == (1, published.replace(day=1))
    assert (year.start, year.end) == (date(published.year - 1, 1, 1), date(published.year - 1, 12, 31))


@given(published=days, start=days)
def test_since_runs_open_to_the_day_of_publication(published: date, start: date) -> None:
    value = only(f"قتل ألفان منذ {start.day} {MONTHS[start.month - 1][1]} {start.year}", published)
    assert value == TimeRange(start, published if start <= published else None, "day", open=True)


@given(words=st.lists(st.sampled_from(HEAP), max_size=12), published=st.none() | days)
def test_any_heap_of_words_gives_closed_ranges_whose_quotes_stand_where_they_say(
    words: list[str], published: date | None
) -> None:
    text = " ".join(words)
    for mention in mentions(text, published):
        assert text[mention.span.start : mention.span.end] == mention.quote.text
        value = mention.value
        assert isinstance(value, TimeRange)
        assert value.grain in get_args(Grain)
        assert value.start is None or value.end is None or value.start <= value.end


@pytest.mark.parametrize("text", RELATIVE)
def test_without_a_day_of_publication_nothing_relative_is_guessed(text: str) -> None:
    assert [(value.start, value.end) for value in values(f"قتل حارس {text}", None)] == [(None, None)]


@pytest.mark.parametrize(
    "text", ["31 شباط 2020", "30 فبراير 2019", "29 شباط 2019", "31 نيسان الماضي", "30 رمضان 1446 هـ"]
)
def test_a_date_that_does_not_exist_is_unresolved(text: str) -> None:
    assert only(f"قتل حارس في {text}", date(2024, 6, 13)) == TimeRange(None, None, "day")


def test_that_day_is_the_last_one_named_and_keeps_its_letters() -> None:
    told = mentions("انفجر لغم في 5 أيار 2014، وفي اليوم التالي آخر، وفي اليوم التالي ثالث", date(2024, 6, 13))
    assert [mention.value.start for mention in told if isinstance(mention.value, TimeRange)] == [
        date(2014, 5, 5),
        date(2014, 5, 6),
        date(2014, 5, 7),
    ]


def test_a_period_that_an_event_opens_shows_how_it_was_read() -> None:
    (mention,) = mentions("قتل ألف منذ اندلاع الحرب في نيسان 2023", date(2024, 6, 13))
    assert mention.value == TimeRange(date(2023, 4, 1), date(2024, 6, 13), "month", open=True)
    assert mention.rule == "time/since-event"
    assert mention.derivation.parts[0].rule == "ar/time/alone"


# Fields, before they are days


def test_what_contradicts_is_not_merged_and_what_agrees_is() -> None:
    assert merge(Fields(day=3), Fields(month=5)) == Fields(day=3, month=5)
    assert merge(Fields(), Fields(weekday=4, direction="last")) == Fields(weekday=4, direction="last")
    assert merge(Fields(month=5), Fields(month=6)) is None
    assert merge(Fields(anchor="day", shift=-1), Fields(anchor="week")) is None
    assert merge(Fields(year=1445), Fields(calendar=HIJRI, month=9)) == Fields(calendar=HIJRI, year=1445, month=9)


@pytest.mark.parametrize(
    ("fields", "grain"),
    [
        (Fields(year=2014), "year"), (Fields(year=2014, month=5), "month"), (Fields(day=3), "day"), (Fields(weekday=0), "day"),
        (Fields(anchor="week"), "week"), (Fields(season=1, year=2014), "season"), (Fields(decade=80), "decade"),
        (Fields(century=19), "century"), (Fields(), "period"),
    ],
)  # fmt: skip
def test_the_grain_is_that_of_the_finest_field(fields: Fields, grain: str) -> None:
    assert fields.grain == grain


@pytest.mark.parametrize(
    ("lasting", "written"),
    [
        (Lasting((("day", 3),)), "P3D"), (Lasting((("hour", 48),)), "PT48H"), (Lasting((("year", 2), ("month", 3))), "P2Y3M"),
        (Lasting((("decade", 2),)), "P20Y"), (Lasting((("hour", 1), ("hour", 0.5))), "PT1.5H"),
        (Lasting((("day", 1), ("minute", 5))), "P1DT5M"), (Lasting((("year", 1),), counted=False), None),
    ],
)  # fmt: skip
def test_a_duration_is_written_by_the_standard(lasting: Lasting, written: str | None) -> None:
    assert iso_duration(lasting) == written


def test_what_looks_back_is_known_through_any_wrapping() -> None:
    back = Fields(anchor="day", back="date")
    assert looks_back(Stretch(back, None, open=True)) == "date"
    assert looks_back(Slice(Fields(anchor="month", back="time"), 1, parts=3)) == "time"
    assert not looks_back(Ago((("day", 2),), -1))


@pytest.mark.parametrize(
    "when",
    [
        Fields(anchor="year", shift=9000), Fields(anchor="day", shift=10**7), Ago((("century", 90),), 1),
        Window((("year", 4000),), -1), Fields(century=120), Fields(calendar=HIJRI, year=900),
    ],
)  # fmt: skip
def test_a_time_beyond_every_calendar_is_unresolved(when: Fields | Ago | Window) -> None:
    assert resolve(when, date(2024, 6, 13)).start is None


# Days of a calendar


@given(day=days)
def test_a_hijri_day_lies_in_its_month_and_year(day: date) -> None:
    found = [days_of(HIJRI, year, month) for year in hijri_years(day.year) for month in range(1, 13)]
    assert sum(month is not None and month[0] <= day <= month[1] for month in found) == 1


@given(year=st.integers(1950, 2050), month=st.integers(1, 12))
def test_a_hijri_month_of_a_gregorian_year_begins_in_it(year: int, month: int) -> None:
    found = days_of(HIJRI, year, month)
    assert found is None or found[0].year == year


@given(year=st.integers(-5, 99999), month=st.integers(-1, 14), day=st.integers(-1, 40))
def test_any_number_is_a_date_or_none(year: int, month: int, day: int) -> None:
    for calendar in ("gregorian", HIJRI):
        found = days_of(calendar, year, month, day)
        assert found is None or found[0] == found[1]


@given(day=days, months=st.integers(-600, 600))
def test_moving_by_months_keeps_the_day_where_the_month_has_it(day: date, months: int) -> None:
    moved_day = month_shift(day, months)
    assert (moved_day.year * 12 + moved_day.month) - (day.year * 12 + day.month) == months
    assert moved_day.day == min(day.day, gregorian.monthrange(moved_day.year, moved_day.month)[1])


@given(base=days, direction=st.sampled_from(["", "last", "next", "this", "coming", "before-last", "after-next"]))
def test_picking_keeps_what_its_word_says(base: date, direction: str) -> None:
    weeks = [week_of(base + timedelta(weeks=step)) for step in range(-4, 5)]
    found = pick(weeks, direction, base)
    place = {"": 4, "this": 4, "coming": 4, "last": 3, "before-last": 2, "next": 5, "after-next": 6}[direction]
    assert found == weeks[place]
    assert pick([], direction, base) is None


def test_half_a_day_reaches_into_the_day_before() -> None:
    assert moved(date(2024, 6, 13), (("hour", 5),), -1) == date(2024, 6, 12)
    assert moved(date(2024, 6, 13), (("month", 1.5),), -1) == date(2024, 4, 28)


def test_seasons_weekdays_and_leap_days_of_a_calendar() -> None:
    assert season_of(4, 2012) == (date(2011, 12, 1), date(2012, 2, 29))
    assert nth_weekday((date(2024, 6, 1), date(2024, 6, 30)), 4, 1) == (date(2024, 6, 7), date(2024, 6, 7))
    assert nth_weekday((date(2024, 6, 1), date(2024, 6, 30)), 4, 5) is None
    assert near(date(2024, 6, 12), 3, date(2024, 6, 13)) == date(2024, 6, 13)
    assert near(date(2024, 6, 12), 5, date(2024, 6, 13)) is None
    assert {2016, 2020} <= set(years_about("gregorian", date(2023, 1, 1), 2, 29))
    assert years_of(9990, 100) is None
