"""People and rights: who is admitted, who sees what, and what the log says of it."""

from __future__ import annotations

import httpx
from workbench import SECRET, Served, Tab, proof, signed_in

from marsad.store.log import entries


def test_an_administrator_admits_somebody_who_then_signs_in(shared: Served) -> None:
    with signed_in(shared, "administrator") as client:
        answer = client.post(
            "/people", data={"name": "نور", "shown": "نور", "role": "analyst", "secret": "twelve letters"}
        )
        assert answer.status_code == 303
        assert "نور" in client.get("/people").text
    with httpx.Client(base_url=shared.url) as client:
        form = proof(client.get("/sign-in").text)
        data = {"form": form, "name": "نور", "secret": "twelve letters"}
        assert client.post("/sign-in", data=data).status_code == 303
    with shared.store.reading() as connection:
        assert any(each.action == "ADMIT" and each.subject == "نور" for each in entries(connection))


def test_what_is_wrong_with_an_account_is_said_and_nothing_changes(shared: Served) -> None:
    with signed_in(shared, "administrator") as client:
        for data in (
            {"name": "x", "role": "analyst", "secret": "short"},
            {"name": "x", "role": "king", "secret": "long enough to be one"},
            {"name": " ", "role": "analyst", "secret": "long enough to be one"},
            {"name": "x", "role": "analyst"},
        ):
            assert client.post("/people", data=data).status_code == 422
        assert client.post("/people/close", data={"name": "administrator"}).status_code == 422
        assert client.post("/people/circle", data={"name": "field", "persons": "nobody"}).status_code == 422


def test_a_closed_account_is_out_at_once(shared: Served) -> None:
    with signed_in(shared, "analyst") as analyst, signed_in(shared, "administrator") as client:
        client.post("/people/close", data={"name": "analyst"})
        assert analyst.get("/add").status_code == 303


def test_one_changes_ones_own_password(shared: Served) -> None:
    with signed_in(shared, "reader") as client:
        assert client.post("/me", data={"old": "wrong", "new": "another long one"}).status_code == 403
        assert client.post("/me", data={"old": SECRET, "new": "another long one"}).status_code == 303
        assert client.get("/me").status_code == 303


def test_a_closed_collection_hides_its_reports_and_their_incidents(shared: Served) -> None:
    with signed_in(shared, "analyst") as analyst, signed_in(shared, "administrator") as client:
        first = client.get("/api/v1/incidents").json()["items"][0]
        client.post("/people/shelve", data={"collection": "closed", "documents": first["documents"][0]})
        hidden = [f"/api/v1/incidents/{first['id']}", f"/api/v1/documents/{first['documents'][0]}"]
        assert [analyst.get(path).status_code for path in hidden] == [404, 404]
        assert first["id"] not in analyst.get("/api/v1/incidents").text
        client.post("/people/circle", data={"name": "field", "persons": "analyst", "collections": "closed"})
        assert [analyst.get(path).status_code for path in hidden] == [200, 200]
        client.post("/people/shelve", data={"documents": first["documents"][0]})
    with signed_in(shared, "reader") as client:
        assert [client.get(path).status_code for path in hidden] == [200, 200]


def test_the_pages_are_sound(own: Served, tab: Tab) -> None:
    for path in ("/people", "/log", "/me"):
        tab.page.goto(f"{own.url}{path}")
        assert (path, tab.violations()) == (path, [])


def test_the_log_is_given_page_by_page(shared: Served) -> None:
    with signed_in(shared, "reviewer") as client:
        first = client.get("/api/v1/log", params={"limit": 3}).json()
        second = client.get("/api/v1/log", params={"limit": 3, "before": first["next"]}).json()
        numbers = [each["seq"] for each in (*first["items"], *second["items"])]
        assert numbers == list(range(numbers[0], numbers[0] - 6, -1))
        assert client.get("/log", params={"action": "READ"}).status_code == 200
