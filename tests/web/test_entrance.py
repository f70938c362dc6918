"""The way in: who may, who may not, and that every page is made for whoever reads it."""

from __future__ import annotations

import httpx
import pytest
from workbench import SECRET, Served, Tab, proof, signed_in

from marsad.serve.gate import COOKIE


def test_nobody_sees_a_page_before_signing_in(shared: Served) -> None:
    answer = httpx.get(f"{shared.url}/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?then=/")


def test_signing_in_changes_the_token_and_signing_out_ends_it(shared: Served) -> None:
    with httpx.Client(base_url=shared.url) as client:
        form = proof(client.get("/sign-in").text)
        before = client.cookies[COOKIE]
        client.post("/sign-in", data={"form": form, "name": "analyst", "secret": SECRET})
        after = client.cookies[COOKIE]
        assert (before != after, client.get("/").status_code) == (True, 303)
        client.post("/sign-out", data={"form": proof(client.get("/sign-in").text)})
        client.cookies.set(COOKIE, after)
        assert client.get("/").headers["location"].startswith("/sign-in")


def test_too_many_wrong_secrets_make_everybody_wait(shared: Served) -> None:
    with httpx.Client(base_url=shared.url) as client:
        form = proof(client.get("/sign-in").text)
        tried = [
            client.post("/sign-in", data={"form": form, "name": "analyst", "secret": "wrong"}).status_code
            for _ in range(5)
        ]
        right = client.post("/sign-in", data={"form": form, "name": "analyst", "secret": SECRET})
    assert (tried, right.status_code) == ([403] * 5, 429)


def test_a_form_of_another_session_is_refused_and_logged(shared: Served) -> None:
    with signed_in(shared, "analyst") as client:
        answer = client.post("/sign-out", headers={"x-marsad-form": "0" * 64})
        assert answer.status_code == 403
        other = client.post("/sign-out", headers={"origin": "http://elsewhere.example"})
        assert other.status_code == 403


def test_another_host_name_is_not_answered(own: Served) -> None:
    assert httpx.get(own.url, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("then", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere", "javascript:x"])
def test_signing_in_leads_nowhere_else(shared: Served, then: str) -> None:
    with httpx.Client(base_url=shared.url) as client:
        form = proof(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"form": form, "name": "reader", "secret": SECRET, "then": then})
    assert answer.headers["location"] == "/"


def test_the_page_for_signing_in_is_sound(shared: Served, tab: Tab) -> None:
    tab.page.goto(f"{shared.url}/sign-in")
    assert tab.violations() == []
    tab.page.get_by_role("button").first.click()
    assert tab.page.locator("html").get_attribute("dir") in {"rtl", "ltr"}
