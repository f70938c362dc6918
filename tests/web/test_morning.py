"""An analyst's morning: a report comes in, is read and reviewed, incidents are joined, a reviewer approves what is published."""

from __future__ import annotations

import re

from playwright.sync_api import Page
from workbench import SECRET, Served, Tab

from marsad.store.documents import all_documents
from marsad.store.judgements import all_judgements, current_judgements
from marsad.store.log import entries
from marsad.store.verify import verify

REPORT = (
    "أفادت مصادر محلية بمقتل تسعة مدنيين وإصابة أربعة آخرين في غارة جوية لطائرات التحالف الدولي على بلدة الشعفة أمس الاثنين. "
    "وقال مصدر طبي إن بين القتلى ثلاثة أطفال."
)


def enter(page: Page, served: Served, name: str) -> None:
    page.goto(f"{served.url}/sign-in")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=secret]").fill(SECRET)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url("**/incidents")


def leave(page: Page) -> None:
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")


def add(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/add")
    page.locator("textarea[name=text]").fill(REPORT)
    page.locator("input[name=published]").fill("2019-01-08")
    page.locator("input[name=outlet]").fill("إذاعة الصباح")
    page.locator("form[action='/add/report'] button").click()
    page.locator("#job .note a").click()
    page.wait_for_url("**/documents/*")
    assert page.locator("main mark, main [data-claim]").count() > 0


def press(page: Page, key: str) -> str:
    """Press a key of the queue and wait for the next claim; give the one that was decided."""
    before = str(page.locator("#desk").get_attribute("data-claim"))
    page.keyboard.press(key)
    page.wait_for_function("before => document.getElementById('desk').dataset.claim !== before", arg=before)
    return before


def review(page: Page, served: Served) -> list[str]:
    """Accept, correct and reject a claim by keyboard, and take the last back."""
    page.goto(f"{served.url}/review?sort=newest")
    accepted = press(page, "a")
    page.keyboard.press("c")
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("8")
    corrected = press(page, "Enter")
    press(page, "r")
    press(page, "u")
    return [accepted, corrected]


def join(page: Page, served: Served) -> str:
    """Join the first incident with one near it, after a look at what that will do; give the id of what came of it."""
    page.goto(f"{served.url}/incidents?since=2019-01-07&until=2019-01-08&killed=1")
    page.locator("tbody a[href^='/incidents/']").first.click()
    page.locator("a[href$='/join']").click()
    page.locator("a[href*='/join?with=']").first.click()
    page.locator("textarea[name=reason]").fill("one strike, told twice")
    page.locator("form.narrow button").click()
    page.wait_for_url(re.compile(r"/incidents/[0-9a-f]{16}"))
    return page.url.rpartition("/")[2].partition("?")[0][:16]


def look(page: Page, served: Served, tab: Tab) -> None:
    """Go over the map, the calendar, the tallies and the search."""
    for path, sign in (
        ("/map", "#list a, main table a"),
        ("/coverage", "table"),
        ("/tallies", "tbody a"),
        ("/search?q=%D8%A7%D9%84%D8%B4%D8%B9%D9%81%D8%A9", "main a[href^='/documents/']"),
    ):
        page.goto(f"{served.url}{path}")
        page.locator(sign).first.wait_for()
        assert (path, tab.violations()) == (path, [])


def publish(page: Page, served: Served) -> str:
    page.goto(f"{served.url}/publish")
    page.locator("form[action='/publish'] > button").click()
    page.locator("#publication h2").first.wait_for(timeout=60_000)
    return page.url


def test_an_analysts_morning(shared: Served, tab: Tab) -> None:
    page = tab.page
    enter(page, shared, "analyst")
    add(page, shared)
    kept = review(page, shared)
    joined = join(page, shared)
    look(page, shared, tab)
    where = publish(page, shared)
    leave(page)
    enter(page, shared, "reviewer")
    page.goto(where)
    page.locator("form[action$='/approve'] button").click()
    page.locator("#publication").get_by_text("reviewer").first.wait_for()
    with shared.store.reading() as connection:
        stand = {(each.verdict, each.by) for each in current_judgements(connection)}
        signed = [each.subjects[0] for each in all_judgements(connection) if each.verdict in ("accept", "correct")]
        document = next(each for each in all_documents(connection) if each.text == REPORT)
        done = [(each.actor, each.action) for each in entries(connection)]
        assert not list(verify(connection))
    assert stand == {("accept", "analyst"), ("correct", "analyst"), ("same", "analyst")}
    assert signed == kept
    assert document.original == REPORT.encode()
    for entry in (
        ("analyst", "RECEIVE"),
        ("analyst", "JUDGE"),
        ("analyst", "WITHDRAW"),
        ("analyst", "PUBLISH"),
        ("reviewer", "APPROVE"),
    ):
        assert entry in done
    assert page.request.get(f"{shared.url}/incidents/{joined}").status == 200
