"""Running totals in the browser: their series, their checks, and the incidents that they should be the sum of."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from workbench import Served, Tab, signed_in

from marsad import ingest
from marsad.model.document import Document
from marsad.model.person import Person
from marsad.model.tally import Tally
from marsad.reconcile.tallies import compare
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import refresh
from marsad.record.summing import against
from marsad.store.incidents import current_incidents, current_tallies
from marsad.store.people import shelve

WHOLE = Person("amal", "amal", "administrator", None)
REPORTS = (
    ("2019-01-10", "وثّق المرصد السوري لحقوق الإنسان مقتل 120 مدنياً في قصف على محافظة دير الزور منذ مطلع العام الجاري."),
    ("2019-01-14", "وثّق المرصد السوري لحقوق الإنسان مقتل 150 مدنياً في قصف على محافظة دير الزور منذ مطلع العام الجاري."),
    ("2019-01-18", "وثّق المرصد السوري لحقوق الإنسان مقتل 140 مدنياً في قصف على محافظة دير الزور منذ مطلع العام الجاري."),
)


@pytest.fixture
def told(own: Served) -> Served:
    """A record with a running total that falls."""
    return add(own)


def add(served: Served) -> Served:
    take_in(served.store, reports(served), served.bench.knowledge, "tester", lambda _: None)
    with served.store.transaction("tester") as writing:
        refresh(writing, run_of(served.bench.knowledge.version))
    bring_up(served.store)
    return served


def reports(served: Served) -> list[Document]:
    path = served.bench.folder.parent / "totals.jsonl"
    told = [{"id": day, "published": day, "outlet": "وكالة الفرات للأنباء", "text": text} for day, text in REPORTS]
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in told), encoding="utf-8")
    return [each for each in ingest.read([str(path)]) if isinstance(each, Document)]


def totals(served: Served) -> list[Tally]:
    with served.store.reading() as connection:
        return list(current_tallies(connection))


def test_the_sum_by_the_database_is_that_of_comparing_every_incident(told: Served) -> None:
    with told.store.reading() as connection:
        every = tuple(current_incidents(connection))
        for each in totals(told):
            slow, fast = compare(each, every), against(connection, each, WHOLE)
            assert (fast.holds, fast.expected, fast.found, fast.note) == (
                slow.holds,
                slow.expected,
                slow.found,
                slow.note,
            )


def test_a_total_that_fell_is_marked_for_review_and_stands_first(told: Served) -> None:
    page = httpx.get(f"{told.url}/tallies").text
    by_id = {each.id: each for each in totals(told)}
    listed = [by_id[key] for key in re.findall(r'href="/tallies/([0-9a-f]{16})"', page)]
    faults = [sum(not one.holds for one in each.checks) for each in listed]
    assert (faults == sorted(faults, reverse=True), faults[0] > 0) == (True, True)
    fell = next(each for each in listed if any(one.kind == "fall" for one in each.checks))
    assert "120 → 150 → 140" in page
    assert fell.id in httpx.get(f"{told.url}/tallies?faults=1").text
    one = httpx.get(f"{told.url}/tallies/{fell.id}").text
    assert ('class="fails"' in one, 'class="fell"' in one) == (True, True)


def test_pages_of_the_list_join_without_gap_or_overlap(told: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.serve.pages.tallies._AT_ONCE", 1)
    for order in ("faults", "newest", "speaker"):
        found: list[str] = []
        address: str | None = f"/tallies?order={order}"
        while address:
            page = httpx.get(f"{told.url}{address}").text
            found += re.findall(r'href="/tallies/([0-9a-f]{16})"', page)
            onward = re.search(r'rel="next" href="([^"]+)"', page)
            address = onward[1].replace("&amp;", "&") if onward else None
        assert (order, sorted(found)) == (order, sorted(each.id for each in totals(told)))


def test_a_total_of_a_closed_report_is_not_there(shared: Served) -> None:
    found = next(each for each in totals(add(shared)) if len(each.states) == 3)
    with shared.store.transaction("tester") as writing:
        shelve(writing, [found.states[0].document], "closed")
    with signed_in(shared, "reviewer") as client:
        assert (client.get(f"/tallies/{found.id}").status_code, found.id in client.get("/tallies").text) == (404, False)


def test_a_running_total_is_read_with_its_chart(told: Served, tab: Tab) -> None:
    tab.page.goto(f"{told.url}/tallies")
    assert tab.violations() == []
    tab.page.locator("tbody th a").first.click()
    tab.page.wait_for_selector("#chart canvas")
    assert tab.violations() == []
