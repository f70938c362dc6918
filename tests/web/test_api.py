"""The JSON interface: it says what it offers, gives whole lists by pages, and never fails whatever it is asked."""

from __future__ import annotations

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from workbench import SECRET, Served, signed_in


def test_a_program_signs_in_and_reads_every_incident_once(shared: Served) -> None:
    with httpx.Client(base_url=shared.url) as client:
        answer = client.post("/api/v1/session", json={"name": "reader", "secret": SECRET})
        client.headers["authorization"] = f"Bearer {answer.json()['token']}"
        seen: list[str] = []
        after: str | None = ""
        while after is not None:
            page = client.get("/api/v1/incidents", params={"after": after, "limit": 4}).json()
            seen += [each["id"] for each in page["items"]]
            after = page["next"]
        assert (len(seen), len(set(seen))) == (9, 9)
        assert client.get("/api/v1/log").status_code == 403
        report = client.get("/api/v1/documents").json()["items"][0]["id"]
        whole = client.get(f"/api/v1/documents/{report}").json()
        for claim in client.get(f"/api/v1/documents/{report}/claims").json():
            span = claim["statement"]["evidence"]["span"]
            assert whole["text"][span["start"] : span["end"]] == claim["statement"]["evidence"]["text"]


def test_a_wrong_password_earns_no_token(shared: Served) -> None:
    answer = httpx.post(f"{shared.url}/api/v1/session", json={"name": "reader", "secret": "wrong"})
    assert (answer.status_code, "token" in answer.text) == (403, False)


def test_nothing_that_is_asked_makes_it_fail(shared: Served) -> None:
    with signed_in(shared, "administrator") as client:
        schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
        sent = {"cookies": dict(client.cookies), "headers": {"x-marsad-form": client.headers["x-marsad-form"]}}
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:

        @settings(max_examples=20, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def holds(case: Any) -> None:
            case.call_and_validate(base_url=shared.url, checks=[not_a_server_error], **sent)

        holds()
    assert len(operations) >= 9
