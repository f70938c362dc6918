"""The calendar of what was read: a day without reports is no day without deaths."""

from __future__ import annotations

from datetime import date

import httpx
import pytest
from workbench import Served, Tab, signed_in

from marsad.model.person import Person
from marsad.record.calendar import Calendar, known_of, reading_calendar
from marsad.store.documents import all_documents
from marsad.store.people import shelve

EVERYTHING = Person("amal", "Amal", "administrator", None)


def calendar(served: Served, person: Person, year: int | None = None, month: int | None = None) -> Calendar:
    with served.store.reading() as connection:
        return reading_calendar(connection, person, (year, month), None, known_of(connection, person))


def reports(found: Calendar) -> int:
    return sum(each.reports for line in found.lines for each in line.squares if each)


def test_every_report_with_a_day_stands_in_its_year_and_its_month(own: Served) -> None:
    with own.store.reading() as connection:
        published = [each.published for each in all_documents(connection)]
    first = next(day for day in published if day)
    year, month = calendar(own, EVERYTHING, first.year), calendar(own, EVERYTHING, first.year, first.month)
    assert reports(year) == sum(1 for day in published if day and day.year == first.year)
    assert reports(month) == sum(1 for day in published if day and (day.year, day.month) == (first.year, first.month))
    assert year.undated == published.count(None)
    squares = [square for line in month.lines for square in line.squares if square]
    assert squares
    assert all(square.days == 1 and square.incidents is not None for square in squares)


def test_it_opens_on_the_last_month_that_was_read(own: Served) -> None:
    found = calendar(own, EVERYTHING)
    assert found.span is not None
    assert (found.year, found.month) == (found.span[1].year, found.span[1].month)


def test_a_closed_report_counts_for_nobody_who_may_not_see_it(shared: Served) -> None:
    with shared.store.reading() as connection:
        hidden = next(each for each in all_documents(connection) if each.published)
    with shared.store.transaction("administrator") as writing:
        shelve(writing, [hidden.id], "closed")
    day = hidden.published or date.min
    reader = Person("reader", "Reader", "reader", frozenset())
    assert reports(calendar(shared, reader, day.year)) == reports(calendar(shared, EVERYTHING, day.year)) - 1
    with signed_in(shared, "reader") as client:
        assert client.get("/coverage").status_code == 200


@pytest.mark.parametrize("asked", ["month=2018-13", "month=x", "year=99999", "year=2018-"])
def test_what_is_no_month_is_refused_in_a_sentence(own: Served, asked: str) -> None:
    assert httpx.get(f"{own.url}/coverage?{asked}").status_code == 422


def test_the_calendar_is_sound(own: Served, tab: Tab) -> None:
    tab.page.goto(f"{own.url}/coverage")
    assert tab.page.locator("td.none").count() > 0
    assert tab.page.locator("td.told").count() > 0
    assert tab.violations() == []
    tab.page.locator("a[href*='year=']").first.click()
    tab.page.wait_for_selector("table.months")
    assert tab.violations() == []
