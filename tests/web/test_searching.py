"""Searching: a word in any of its spellings, with and without what is attached to it; names; and nothing of what is closed."""

from __future__ import annotations

import re

import httpx
import pytest
from workbench import Served, Tab, signed_in

from marsad.knowledge.known import Knowledge
from marsad.model.person import Person
from marsad.record.wording import sought
from marsad.store.finding import find
from marsad.store.people import shelve

WHOLE = Person("amal", "amal", "administrator", None)


@pytest.mark.parametrize(
    ("query", "stands", "not_there"),
    [
        ("وبحلب", ("في حلب", "من حلب وريفها", "وحلب", "لحلب"), ("يحلب البقر", "الحلبي")),
        ("حلب", ("بحلب", "وبحلب", "حَلَب"), ("محلب",)),
        ("للرقة", ("الرقة", "والرقة", "للرقة", "إلى الرّقّة"), ("رقم",)),
        ("القصف", ("قصف", "بالقصف", "للقصف", "قصفهم"), ("قصفور",)),
        ("مدرسة", ("المدرسة", "مدرستهم", "للمدرسة"), ("مدرسين",)),
        ("إدلب", ("ادلب", "بإدلب"), ("دلب",)),
        ('"قوات النظام"', ("هاجمت قوات النظام", "لقوات النظام"), ("النظام وقوات",)),
    ],
)
def test_a_word_is_found_with_and_without_what_is_attached(
    known: Knowledge, query: str, stands: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    from marsad.text.fold import fold

    wanted = sought(query, known)
    assert [each for each in stands if not wanted.stands_in(fold(each).text)] == []
    assert [each for each in not_there if wanted.stands_in(fold(each).text)] == []


def test_letters_inside_words_are_found_when_asked_for(known: Knowledge) -> None:
    assert sought("حلب", known, inside=True).stands_in("محلبيه")


def test_found_letters_are_those_that_stand_there(own: Served, known: Knowledge) -> None:
    with own.store.reading() as connection:
        found = find(connection, sought("والشعفة", known), WHOLE).found
    assert len(found) >= 3
    for each in found:
        assert set(each.forms) <= {"الشعفة", "والشعفة", "للشعفة", "بالشعفة"}
        assert all(marked in each.forms for one in each.fragments for marked, is_found in one.pieces if is_found)


def test_pages_of_a_search_join_without_gap_or_overlap(own: Served, known: Knowledge) -> None:
    wanted = sought("الزور", known)
    with own.store.reading() as connection:
        whole = [each.document for each in find(connection, wanted, WHOLE, limit=100).found]
        found, spot = [], None
        while True:
            part = find(connection, wanted, WHOLE, spot, 2)
            found += [each.document for each in part.found]
            spot = part.further
            if spot is None:
                break
    assert (found, len(found) > 4) == (whole, True)


def test_common_words_are_found_without_the_index(
    own: Served, known: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = sought("الزور", known)
    with own.store.reading() as connection:
        through = find(connection, wanted, WHOLE, limit=100)
        monkeypatch.setattr("marsad.store.finding._FEW", 0)
        monkeypatch.setattr("marsad.store.finding._STEP", 2)
        walked = find(connection, wanted, WHOLE, limit=100)
    assert walked == through


@pytest.mark.parametrize("query", ["السوسة", "بالسوسة", "As Susah"])
def test_a_place_is_found_by_any_of_its_names(own: Served, query: str) -> None:
    page = httpx.get(f"{own.url}/search", params={"q": query}).text
    assert "As Susah" in page
    assert re.search(r'href="/incidents/[0-9a-f]{16}"', page)


def test_a_query_without_a_word_is_refused(own: Served) -> None:
    assert httpx.get(f"{own.url}/search", params={"q": "؟!"}).status_code == 422


def test_a_closed_report_is_not_found(shared: Served, known: Knowledge) -> None:
    with shared.store.reading() as connection:
        closed = find(connection, sought("الشعفة", known), WHOLE).found[0].document
    with shared.store.transaction("tester") as writing:
        shelve(writing, [closed], "closed")
    with signed_in(shared, "reviewer") as client:
        assert closed not in client.get("/search", params={"q": "الشعفة"}).text


def test_somebody_searches_and_goes_into_a_report(own: Served, tab: Tab) -> None:
    tab.page.goto(f"{own.url}/search")
    tab.page.locator("input[type=search]").fill("وبالشعفة")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("mark")
    assert tab.violations() == []
