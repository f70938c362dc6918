"""Every route has a rule, and every rule holds: each role against each route, and each object of a closed collection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from fastapi import APIRouter
from workbench import ROLES, Served, signed_in

from marsad.serve.app import check_rules, rules
from marsad.store.documents import all_documents
from marsad.store.incidents import current_incidents
from marsad.store.people import shelve

NOBODY = "nobody"
OBJECTS = {
    "document": (
        "/documents/{key}",
        "/documents/{key}/losing",
        "/documents/{key}/original",
        "/documents/{key}/claims",
        "/api/v1/documents/{key}",
        "/api/v1/documents/{key}/claims",
    ),
    "incident": (
        "/api/v1/incidents/{key}",
        "/incidents/{key}",
        "/incidents/{key}/join",
        "/incidents/{key}/part",
    ),
}
"""Every route of an object, by what it is an object of: a new one must be put here, and is then tried on a closed collection."""

ELSEWHERE = (
    "/add/jobs/{key}",
    "/known/{kind}",
    "/publish/{key}",
    "/publish/{key}/approve",
    "/publish/{key}/withdraw",
    "/publish/{key}/correction",
    "/publish/{key}/files/{name:path}",
)
"""Routes of objects that rest on no collection: one's own jobs, what the knowledge knows, and publications, which hold nothing that is closed."""

APART = ("/tallies/{key}",)
"""Routes of objects that the bundled reports have none of: tried on a closed collection in tests of their own."""


@pytest.fixture
def visitors(shared: Served) -> Iterator[dict[str, httpx.Client]]:
    with ExitStack() as opened:
        clients: dict[str, httpx.Client] = {NOBODY: opened.enter_context(httpx.Client(base_url=shared.url))}
        yield clients | {role: opened.enter_context(signed_in(shared, role)) for role in ROLES}


ROUTES = [(method, path, needed[0].role) for (method, path), needed in rules().items()]


def test_a_route_without_a_rule_is_refused() -> None:
    bare = APIRouter()
    bare.get("/bare")(lambda: None)
    with pytest.raises(TypeError, match="GET /bare has 0 rules"):
        check_rules(rules([bare]))


def test_each_role_can_do_what_it_may_and_no_more(shared: Served, visitors: dict[str, httpx.Client]) -> None:
    wrong = []
    for method, path, needed in ROUTES:
        if needed in ("anybody", "stranger"):
            continue
        for name, client in visitors.items():
            answer = client.request(
                method, re.sub(r"{[\w:]+}", "0000000000000000", path), data={} if method == "POST" else None
            )
            kept_out = answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/sign-in?")
            may = name != NOBODY and ROLES.index(name) >= ROLES.index(needed)
            if kept_out is may or answer.status_code >= 500:
                wrong.append((method, path, name, answer.status_code))
    assert wrong == []


def test_a_form_without_its_proof_is_refused_everywhere(shared: Served, visitors: dict[str, httpx.Client]) -> None:
    client = visitors["administrator"]
    del client.headers["x-marsad-form"]
    posts = [(path, needed) for method, path, needed in ROUTES if method != "GET" and needed != "stranger"]
    answers = {
        path: client.post(re.sub(r"{[\w:]+}", "x", path), data={"form": "0" * 64}).status_code for path, _ in posts
    }
    assert set(answers.values()) == {403}


def test_every_route_of_an_object_is_known() -> None:
    named = {path for _, path, _ in ROUTES if "{" in path}
    assert named == {*ELSEWHERE, *APART, *(path for paths in OBJECTS.values() for path in paths)}


def test_an_object_of_a_closed_collection_is_not_there(shared: Served, visitors: dict[str, httpx.Client]) -> None:
    with shared.store.reading() as connection:
        document = next(iter(all_documents(connection))).id
        incidents = [each.id for each in current_incidents(connection) if document in each.documents]
    keys = {"document": document, "incident": incidents[0]}
    with shared.store.transaction("tester") as writing:
        shelve(writing, [document], "closed")
    methods = {path: method for method, path, _ in ROUTES}
    for kind, paths in OBJECTS.items():
        for path in paths:
            given = re.sub(r"{[\w:]+}", keys[kind], path)
            answer = visitors["reviewer"].request(methods[path], given)
            assert (path, answer.status_code) == (path, 404)
            assert (path, visitors["administrator"].request(methods[path], given).status_code in (200, 303, 422)) == (
                path,
                True,
            )


def test_a_closed_report_shows_nowhere_in_a_list(shared: Served, visitors: dict[str, httpx.Client]) -> None:
    with shared.store.reading() as connection:
        closed = next(iter(all_documents(connection)))
        incidents = [each.id for each in current_incidents(connection) if closed.id in each.documents]
    with shared.store.transaction("tester") as writing:
        shelve(writing, [closed.id], "closed")
    for method, path, needed in ROUTES:
        if method == "GET" and "{" not in path and needed not in ("anybody", "stranger", "administrator"):
            text = visitors["reviewer"].get(path, follow_redirects=True).text
            if path in ("/log", "/api/v1/log"):
                continue
            assert (path, [key for key in (closed.id, *incidents) if key in text]) == (path, [])
