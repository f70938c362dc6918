"""What comes from outside stays text: hostile reports, titles, outlets, addresses, file names and places run nothing on any page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from records import administrator
from sqlalchemy import text
from workbench import Served, Tab

from marsad.ingest import Report, to_document
from marsad.model.document import Document
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import refresh
from marsad.serve.app import rules
from marsad.store.incidents import current_incidents
from marsad.store.people import set_circle, shelve

ATTACK = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>\"'><svg onload=window.pwned=1>"
BODY = f"قتل ثلاثة مدنيين في قصف على مدينة حلب أمس {ATTACK} بحسب المرصد السوري لحقوق الإنسان.\n</script></textarea></title>"
TURNED = "report\u202etxt.exe"
PAGES = sorted(path for method, path in rules() if method == "GET" and not path.startswith("/api/"))


def hostile() -> Document:
    received = to_document(
        Report(f"{ATTACK}{TURNED}", BODY, f"عنوان {ATTACK}", None, f"وكالة {ATTACK}", "javascript:window.pwned=1")
    )
    return replace(received, original=BODY.encode())


@pytest.fixture
def attacked(own: Served) -> Served:
    """A workbench over a record that holds a hostile report, a hostile circle, and a place out of a hostile gazetteer."""
    knowledge = own.bench.knowledge
    take_in(own.store, [hostile()], knowledge, ATTACK, lambda _: None)
    with own.store.transaction(ATTACK) as writing:
        refresh(writing, run_of(knowledge.version))
    with own.store.transaction("amal") as writing:
        set_circle(writing, ATTACK, [], [ATTACK])
        shelve(writing, ["0" * 16], ATTACK)
    bring_up(own.store)
    with administrator(str(own.store.engine.url.database)) as connection:
        connection.execute(
            text("UPDATE facets SET place = :bad, actors = '|' || :bad || '|' WHERE incident = :key"), _facet(own)
        )
    return own


def _facet(own: Served) -> dict[str, str]:
    with own.store.reading() as connection:
        found = next(each for each in current_incidents(connection) if hostile().id in each.documents)
    return {"bad": ATTACK, "key": found.id}


def test_nothing_hostile_runs_on_any_page(attacked: Served, tab: Tab) -> None:
    page = tab.page
    page.on("dialog", lambda dialog: tab.errors.append(f"a dialog: {dialog.message}"))
    keys = {"document": hostile().id, "incident": _facet(attacked)["key"]}
    opened = 0
    for path in PAGES:
        kind = "incident" if "incident" in path else "document"
        if "{" in path and not path.startswith(("/incidents/", "/documents/")):
            continue
        answer = page.request.get(f"{attacked.url}{re.sub(r'{[^}]+}', keys[kind], path)}")
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(answer.url)
        page.wait_for_timeout(150)
        opened += 1
        assert (path, page.evaluate("window.pwned")) == (path, None)
        assert (
            path,
            page.locator("a[href^='javascript:'], script:not([src]):not([type='application/json'])").count(),
        ) == (path, 0)
    assert opened >= 7


def test_nothing_hostile_runs_when_it_is_searched_for(attacked: Served, tab: Tab) -> None:
    for path in ("/search?q=", "/log?actor=", "/incidents?actor=", "/sign-in?then="):
        tab.page.goto(f"{attacked.url}{path}{'%22%3E%3Cscript%3Ewindow.pwned=1%3C/script%3E'}")
        tab.errors[:] = [each for each in tab.errors if "status of 4" not in each]
        assert tab.page.evaluate("window.pwned") is None
