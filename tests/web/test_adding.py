"""Adding reports: what is pasted or sent is read with progress, and a bad file is listed beside the good ones."""

from __future__ import annotations

import json
import re
import time

import httpx
import pytest
from workbench import Served, Tab, signed_in

from marsad.store.documents import all_documents
from marsad.store.people import set_circle

REPORT = "قتل أربعة مدنيين وأصيب سبعة آخرون في قصف مدفعي على مدينة إدلب أمس، بحسب الدفاع المدني."


def waited(client: httpx.Client, where: str) -> str:
    """Wait until a job is at its end, and give its page."""
    for _ in range(300):
        text = client.get(where).text
        if re.search("Done|Stopped|اكتملت|توقفت", text):
            return text
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def test_what_is_pasted_is_read_and_joined(own: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{own.url}/add")
    assert tab.violations() == []
    page.locator("textarea[name=text]").fill(REPORT)
    page.locator("input[name=published]").fill("2019-01-10")
    page.locator("form[action='/add/report'] button").click()
    page.locator("#job .note").wait_for()
    assert tab.violations() == []
    with own.store.reading() as connection:
        found = [each for each in all_documents(connection) if each.text == REPORT]
    assert len(found) == 1
    assert page.locator("#job .note a").get_attribute("href") == f"/documents/{found[0].id}"


def test_files_are_read_by_their_kind_and_bad_ones_listed(shared: Served) -> None:
    lines = "\n".join(json.dumps({"id": key, "text": REPORT + key, "published": "2019-01-10"}) for key in ("x1", "x2"))
    sent = [
        ("files", ("../../etc/<b>one</b>.txt", REPORT.encode())),
        ("files", ("C:\\reports\\many.jsonl", lines.encode())),
        ("files", ("empty.txt", b"")),
        ("files", ("picture.png", b"\x89PNG")),
        ("files", ("english.txt", b"Three people were killed in an air strike on the town yesterday, officials said.")),
    ]
    with signed_in(shared, "analyst") as client:
        answer = client.post("/add/files", files=sent)
        text = waited(client, answer.headers["location"])
    assert text.count("<li>") >= 4
    assert "empty.txt" in text
    assert "picture.png" in text
    assert "english.txt" in text
    assert "<b>one" not in text
    with shared.store.reading() as connection:
        names = {each.name for each in all_documents(connection)}
    assert {"x1", "x2"} <= names
    assert not any("/" in name or "\\" in name for name in names)


def test_an_empty_report_is_refused_in_a_sentence(shared: Served) -> None:
    with signed_in(shared, "analyst") as client:
        answer = client.post("/add/report", data={"text": "   ", "published": "yesterday"})
    assert answer.status_code == 422


def test_a_reader_can_not_add_and_another_can_not_see_the_job(shared: Served) -> None:
    with signed_in(shared, "analyst") as client:
        where = client.post("/add/report", data={"text": REPORT}).headers["location"]
        waited(client, where)
    with signed_in(shared, "reader") as client:
        assert client.post("/add/report", data={"text": REPORT}).status_code == 403
    with signed_in(shared, "reviewer") as client:
        assert client.get(where).status_code == 404


@pytest.mark.parametrize(("collection", "status"), [("camp", 303), ("other", 403)])
def test_reports_go_into_a_collection_that_one_sees(shared: Served, collection: str, status: int) -> None:
    with shared.store.transaction("tester") as writing:
        set_circle(writing, "field", ["analyst"], ["camp"])
    with signed_in(shared, "analyst") as client:
        answer = client.post("/add/report", data={"text": REPORT, "collection": collection})
        assert answer.status_code == status
        if status == 303:
            waited(client, answer.headers["location"])
