"""Publishing: prepared by one, approved by another, every file with its hash, corrections in both languages, a site without a server."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser
from workbench import Served, Tab, signed_in

from marsad.model.judgement import Judgement
from marsad.record.desk import judge, newest_run
from marsad.serve.words import LANGUAGES
from marsad.store.incidents import current_incidents
from marsad.store.log import entries
from marsad.store.people import shelve

ASKED = {"title_ar": "سجل", "title_en": "Record", "formats": ["incidents-csv", "acled-31"]}


def prepared(client: httpx.Client, data: dict[str, object] | None = None) -> str:
    """Prepare a publication and wait until it is made; give its address."""
    where = client.post("/publish", data=data or ASKED).headers["location"]
    for _ in range(200):
        if "progress" not in client.get(where).text:
            return where
        time.sleep(0.1)
    raise AssertionError("the publication was not made")


def test_one_prepares_and_another_approves(shared: Served) -> None:
    with (
        signed_in(shared, "analyst") as analyst,
        signed_in(shared, "reviewer") as reviewer,
        signed_in(shared, "reader") as reader,
    ):
        where = prepared(analyst)
        file = f"{where}/files/incidents-csv/incidents.csv"
        assert analyst.post(f"{where}/approve").status_code == 403
        assert reader.get(file).status_code == 403
        assert reviewer.post(f"{where}/approve").status_code == 303
        data = reader.get(file).content
        assert hashlib.sha256(data).hexdigest() in analyst.get(where).text
    with shared.store.reading() as connection:
        actions = [each.action for each in entries(connection)]
    assert {"PUBLISH", "APPROVE", "EXPORT"} <= set(actions[-5:])


def test_who_prepared_can_not_approve(shared: Served) -> None:
    with signed_in(shared, "reviewer") as reviewer:
        where = prepared(reviewer)
        assert reviewer.post(f"{where}/approve").status_code == 422


def test_nothing_outside_its_folder_is_given(shared: Served) -> None:
    with signed_in(shared, "administrator") as client:
        where = prepared(client)
        for name in ("../../marsad.db", "%2e%2e/%2e%2e/marsad.db", "..%2f..%2fmarsad.db", "/etc/passwd", "%00"):
            assert client.get(f"{where}/files/{name}").status_code == 404


def test_what_is_wrong_with_a_wish_is_said(shared: Served) -> None:
    with signed_in(shared, "analyst") as client:
        wrong: tuple[dict[str, object], ...] = (
            {"formats": []},
            {"formats": ["pdf"]},
            {"grading": "x"},
            {"profile": "x"},
            {"title_ar": " "},
            {"grid": "99"},
        )
        for change in wrong:
            assert client.post("/publish", data=ASKED | change).status_code == 422


def test_a_change_after_publication_becomes_a_correction(shared: Served) -> None:
    with signed_in(shared, "analyst") as analyst, signed_in(shared, "reviewer") as reviewer:
        reviewer.post(f"{prepared(analyst)}/approve")
        with shared.store.reading() as connection:
            ranges = {
                each.id: found
                for each in current_incidents(connection)
                if (found := each.range_of("killed", "all", "airwars_min_max")) and len(found.high.claims) == 1
            }
            key, found = next(iter(ranges.items()))
            run = newest_run(connection)
        signed = Judgement(
            "j1", "correct", found.high.claims, "reviewer", shared.store.clock(), "", (("low", "77"), ("high", "77"))
        )
        judge(shared.store, signed, run)
        where = prepared(analyst)
        assert key in analyst.get(where).text
        correction = analyst.get(where).text.partition('name="correction" value="')[2].partition('"')[0]
        reason = {"correction": correction, "reason_en": "A count was read wrong.", "reason_ar": "قُرئ عدد خطأ."}
        assert analyst.post(f"{where}/correction", data=reason).status_code == 303
        reviewer.post(f"{where}/approve")
        assert analyst.post(f"{where}/correction", data=reason).status_code == 422
        for text in (
            reviewer.get("/corrections").text,
            *_pages(shared.bench.folder / where.rpartition("/")[2], "corrections"),
        ):
            assert "قُرئ عدد خطأ." in text
            assert "A count was read wrong." in text
            assert "77" in text


def _pages(folder: Path, name: str) -> list[str]:
    return [(folder / "site" / language / f"{name}.html").read_text(encoding="utf-8") for language in LANGUAGES]


def test_the_site_opens_from_its_folder(shared: Served, browser: Browser) -> None:
    with signed_in(shared, "analyst") as client:
        folder = shared.bench.folder / prepared(client).rpartition("/")[2]
    told = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    tab = Tab(page, errors)
    for language in LANGUAGES:
        page.goto((folder / "site" / language / "index.html").as_uri())
        assert page.locator("svg.map circle").count() >= 1
        assert tab.violations() == []
        rows = 0
        months = page.locator(".months a").evaluate_all("links => links.map(link => link.href)")
        for month in months:
            page.goto(month)
            rows += page.locator("tbody tr").count()
            assert tab.violations() == []
        assert rows == len(told)
        page.goto((folder / "site" / language / "files.html").as_uri())
        for link in page.locator("tbody a").evaluate_all("links => links.map(link => decodeURI(link.pathname))"):
            assert Path(link).is_file()
    assert errors == []
    context.close()


def test_the_pages_are_sound(own: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{own.url}/publish")
    assert tab.violations() == []
    page.locator("form[action='/publish'] button").click()
    page.locator("#publication h2").first.wait_for()
    assert tab.violations() == []
    page.goto(f"{own.url}/corrections")
    assert tab.violations() == []


def test_nothing_of_a_closed_collection_is_published(shared: Served) -> None:
    with shared.store.reading() as connection:
        closed = next(iter(current_incidents(connection)))
    with shared.store.transaction("tester") as writing:
        shelve(writing, [closed.documents[0]], "closed")
    with signed_in(shared, "administrator") as client:
        folder = shared.bench.folder / prepared(client).rpartition("/")[2]
    written = [
        path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in (".html", ".csv", ".json")
    ]
    assert not any(closed.id in text for text in written)
