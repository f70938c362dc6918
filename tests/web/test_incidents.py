"""Incidents: the list and its filters, one incident with the claims behind each number, its history, and joining and parting."""

from __future__ import annotations

import re

import httpx
import pytest
from workbench import Served, Tab, proof, signed_in

from marsad.model.incident import Incident
from marsad.record.board import bring_up
from marsad.store.incidents import current_incidents, history
from marsad.store.judgements import all_judgements
from marsad.store.people import shelve


def incidents(served: Served) -> list[Incident]:
    with served.store.reading() as connection:
        return sorted(current_incidents(connection), key=lambda each: -len(each.accounts))


def shown_in(page: str) -> list[str]:
    return re.findall(r'href="/incidents/([0-9a-f]{16})"', page)


def test_the_list_has_every_incident_once_in_each_order(own: Served) -> None:
    every = {each.id for each in incidents(own)}
    for order in ("day", "newest", "killed"):
        found = shown_in(httpx.get(f"{own.url}/incidents?order={order}").text)
        assert (order, sorted(found)) == (order, sorted(every))


@pytest.mark.parametrize("order", ["day", "newest", "killed"])
def test_pages_of_the_list_join_without_gap_or_overlap(
    own: Served, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shown_in(httpx.get(f"{own.url}/incidents?order={order}").text)
    monkeypatch.setattr("marsad.serve.pages.incidents._AT_ONCE", 2)
    found: list[str] = []
    address: str | None = f"/incidents?order={order}"
    while address:
        page = httpx.get(f"{own.url}{address}").text
        found += shown_in(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") if onward else None
    assert found == whole


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("killed=8", lambda each: (each.range_of("killed", "all", "airwars_min_max").low.value or 0) >= 8),
        ("sources=3", lambda each: len(each.voices) >= 3),
        ("since=2019-01-07", lambda each: each.dating.end.isoformat() >= "2019-01-07"),
        ("until=2019-01-06", lambda each: each.dating.start.isoformat() <= "2019-01-06"),
        ("place=Ash+Shafah", lambda each: each.placing.place.name == "Ash Shafah"),
        ("actor=coalition", lambda each: "coalition" in " ".join(one.actor.name for one in each.participants).lower()),
        ("box=34,40,35,41", lambda each: 34 <= each.placing.place.lat <= 35 and 40 <= each.placing.place.lon <= 41),
    ],
)
def test_a_filter_gives_what_it_says(own: Served, asked: str, held: object) -> None:
    assert callable(held)
    found = shown_in(httpx.get(f"{own.url}/incidents?{asked}").text)
    wanted = {each.id for each in incidents(own) if _holds(held, each)}
    assert (set(found), bool(wanted), len(wanted) < len(incidents(own))) == (wanted, True, True)


def _holds(held: object, each: Incident) -> bool:
    assert callable(held)
    try:
        return bool(held(each))
    except (AttributeError, TypeError):
        return False


@pytest.mark.parametrize("asked", ["since=yesterday", "killed=-1", "order=up", "after=x", "box=1,2", "box=0,0,91,0"])
def test_what_can_not_be_asked_is_refused_in_one_sentence(own: Served, asked: str) -> None:
    answer = httpx.get(f"{own.url}/incidents?{asked}")
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)


def test_every_number_names_the_claims_that_set_it(own: Served) -> None:
    found = incidents(own)[0]
    page = httpx.get(f"{own.url}/incidents/{found.id}").text
    numbered = dict(re.findall(r'id="claim-(\d+)" data-number="\1".*?#claim-([0-9a-f]+)"', page, re.DOTALL))
    assert set(numbered.values()) == set(found.claims)
    range_ = found.range_of("killed", "all", "airwars_min_max")
    assert range_ is not None
    ends = [set(each.split()) for each in re.findall(r'data-claims="([\d ]+)"', page)]
    for end in (range_.low, range_.high):
        assert {key for key, claim in numbered.items() if claim in end.claims} in ends


def test_an_id_that_was_never_given_out_is_not_there(own: Served) -> None:
    assert httpx.get(f"{own.url}/incidents/0123456789abcdef").status_code == 404


def test_joining_is_seen_before_it_is_signed_and_old_ids_lead_on(shared: Served) -> None:
    first, second = incidents(shared)[:2]
    with signed_in(shared, "analyst") as client:
        offered = client.get(f"/incidents/{first.id}/join").text
        preview = client.get(f"/incidents/{first.id}/join", params={"with": second.id}).text
        assert (second.id in offered, len(incidents(shared))) == (True, 9)
        form = re.findall(r'<input type="hidden" name="(verdict|subject|seen|then)" value="([^"]*)"', preview)
        assert {value for name, value in form if name == "subject"} == {*first.accounts, *second.accounts}
        fields = {name: [value for key, value in form if key == name] for name, _ in form}
        answer = client.post("/judgements", data={**fields, "reason": "one attack"})
        assert answer.status_code in (200, 303)
        left, gone = _heir(shared, {first.id, second.id})
        moved = client.get(f"/incidents/{gone}")
        assert (moved.status_code, moved.headers["location"]) == (303, f"/incidents/{left}?came={gone}")
        assert gone in client.get(moved.headers["location"]).text
        whole = next(each for each in incidents(shared) if each.id == left)
        assert {*first.accounts, *second.accounts} <= set(whole.accounts)
        with shared.store.reading() as connection:
            last = history(connection, gone)[-2]
        then = client.get(f"/incidents/{gone}?version={last.seq}")
        assert (then.status_code, 'class="note old"' in then.text) == (200, True)


def _heir(served: Served, keys: set[str]) -> tuple[str, str]:
    left = next(each.id for each in incidents(served) if each.id in keys)
    return left, next(iter(keys - {left}))


def test_parting_signs_that_two_events_were_taken_for_one(shared: Served) -> None:
    found = incidents(shared)[0]
    out = list(found.accounts[-2:])
    with signed_in(shared, "analyst") as client:
        preview = client.get(f"/incidents/{found.id}/part", params={"account": out}).text
        seen = re.search(r'name="seen" value="(\d+)"', preview)
        assert seen is not None
        client.post(f"/incidents/{found.id}/part", data={"account": out, "seen": seen[1], "reason": "another day"})
        now = incidents(shared)
        assert any(set(each.accounts) == set(out) for each in now)
        assert any(set(each.accounts) == set(found.accounts) - set(out) for each in now)
        stale = client.post(f"/incidents/{found.id}/part", data={"account": [found.accounts[0]], "seen": seen[1]})
        assert (stale.status_code, incidents(shared) == now) == (422, True)
        with shared.store.reading() as connection:
            by = {each.by for each in all_judgements(connection)}
    assert by == {"analyst"}


def test_nobody_parts_all_of_an_incident(own: Served) -> None:
    found = incidents(own)[0]
    assert httpx.get(f"{own.url}/incidents/{found.id}/part", params={"account": found.accounts}).status_code == 422


def test_as_known_on_a_day_before_the_record_there_was_nothing(own: Served) -> None:
    found = incidents(own)[0]
    before = httpx.get(f"{own.url}/incidents/{found.id}?on=2001-01-01")
    after = httpx.get(f"{own.url}/incidents/{found.id}?on=2999-01-01")
    assert ('class="columns"' in before.text, 'class="columns"' in after.text) == (False, True)


def test_an_earlier_version_of_a_closed_report_is_closed_too(shared: Served) -> None:
    found = incidents(shared)[0]
    with shared.store.transaction("tester") as writing:
        shelve(writing, [found.documents[-1]], "closed")
    bring_up(shared.store)
    with shared.store.reading() as connection:
        seq = history(connection, found.id)[0].seq
    with signed_in(shared, "reviewer") as client:
        paths = (f"/incidents/{found.id}", f"/incidents/{found.id}?version={seq}", f"/incidents/{found.accounts[-1]}")
        assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_an_analyst_goes_from_the_list_to_the_claims_behind_a_number(own: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{own.url}/incidents?order=killed")
    assert tab.violations() == []
    page.locator("td.day a").first.click()
    page.wait_for_selector("h1")
    assert tab.violations() == []
    page.locator("table.ranges a.bound").first.click()
    wanted = page.locator("table.ranges a.bound").first.get_attribute("data-claims")
    marked = page.eval_on_selector_all(".claim.marked", "found => found.map(each => each.dataset.number)")
    assert (sorted(marked), page.locator("#marked").inner_text() != "") == (sorted((wanted or "").split()), True)
    page.goto(f"{page.url.split('#')[0]}/join")
    assert tab.violations() == []
    page.locator("tbody td:last-child a").first.click()
    page.wait_for_selector("textarea")
    assert tab.violations() == []
    assert proof(page.content())
