"""The map, its timeline and its list: nothing is dropped, nothing is a false point, and what one shows the others show."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect
from workbench import Served, Tab, signed_in

from marsad.store.incidents import current_incidents
from marsad.store.people import shelve


def asked(served: Served, part: str, **given: object) -> Any:
    answer = httpx.get(f"{served.url}/map/{part}", params={key: str(value) for key, value in given.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def drawn(found: Any) -> int:
    return int(sum(each["n"] for each in (*found["cells"], *found["countries"].values())) + found["unplaced"])


def held(served: Served) -> int:
    with served.store.reading() as connection:
        return sum(1 for _ in current_incidents(connection))


def dated(found: Any) -> int:
    return sum((*found["sure"], *found["loose"], found["earlier"], found["later"], found["undated"]))


def test_every_incident_is_drawn_or_counted_at_every_zoom(own: Served) -> None:
    for zoom in range(13):
        assert drawn(asked(own, "cells", zoom=zoom)) == held(own)
    assert dated(asked(own, "days")) == held(own)
    assert asked(own, "list")["total"] == held(own)


def test_a_wide_area_is_drawn_for_itself_once_it_is_wide_on_the_screen(own: Served) -> None:
    wide = [each for each in asked(own, "cells", zoom=9)["cells"] if each["most"] >= 100]
    assert all(each["box"][:2] == each["box"][2:] and each["least"] == each["most"] for each in wide)


def test_picking_what_is_drawn_lists_just_that(own: Served) -> None:
    for zoom in (3, 8):
        found = asked(own, "cells", zoom=zoom)
        for each in found["cells"]:
            pick = ",".join(str(number) for number in (*each["box"], each["least"], each["most"]))
            listed = asked(own, "list", pick=pick)
            assert listed["total"] == each["n"]
            assert each["incident"] in {None, *(row["incident"] for row in listed["rows"])}
        for code, counted in found["countries"].items():
            assert asked(own, "list", pick=f"in:{code}")["total"] == counted["n"]
    assert asked(own, "list", pick="unplaced")["total"] == asked(own, "cells")["unplaced"]
    assert asked(own, "list", pick="undated")["total"] == asked(own, "days")["undated"]


def test_a_part_of_the_map_narrows_the_list_and_the_timeline_alike(own: Served) -> None:
    box = "31,34,38,43"
    total = asked(own, "list", box=box)["total"]
    assert total == dated(asked(own, "days", box=box))
    assert 0 < total < held(own)


def test_days_narrow_the_map_and_the_list_but_not_the_timeline(own: Served) -> None:
    whole = asked(own, "days")
    first = next(row["first"] for row in asked(own, "list")["rows"] if row["first"])
    days = {"since": first, "until": first}
    assert drawn(asked(own, "cells", **days)) == asked(own, "list", **days)["total"] < held(own)
    assert dated(asked(own, "days", **days)) == dated(whole)


@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("cells", {"view": "1,2,3"}), ("cells", {"zoom": "nan"}), ("cells", {"view": "nan,0,1,1"}), ("days", {"step": "hour"}),
        ("list", {"pick": "here"}), ("list", {"pick": "1,2,3,4,5"}), ("list", {"after": "x"}), ("list", {"box": "91,0,92,1"}),
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_is_refused_in_a_sentence(own: Served, part: str, given: dict[str, str]) -> None:
    assert httpx.get(f"{own.url}/map/{part}", params=given).status_code == 422


def test_what_rests_on_a_closed_report_is_drawn_for_nobody_else(shared: Served) -> None:
    with signed_in(shared, "reader") as reader, signed_in(shared, "administrator") as administrator:
        row = next(each for each in reader.get("/map/list").json()["rows"] if each["place"])
        with shared.store.reading() as connection:
            resting = next(each for each in current_incidents(connection) if each.id == row["incident"])
            documents = list(connection.exec_driver_sql(
                "SELECT document FROM accounts WHERE incident = ? AND current = 1", (resting.id,)
            ).scalars())  # fmt: skip
        with shared.store.transaction("administrator") as writing:
            shelve(writing, documents, "closed")
        assert drawn(administrator.get("/map/cells").json()) == held(shared)
        seen = reader.get("/map/list").json()
        assert row["incident"] not in {each["incident"] for each in seen["rows"]}
        assert drawn(reader.get("/map/cells").json()) == dated(reader.get("/map/days").json()) == seen["total"]
        assert seen["total"] < held(shared)
        reports = [sum(one.get("/map/days").json()["reports"]) for one in (reader, administrator)]
        assert reports[0] < reports[1]


def test_the_map_is_read_pressed_brushed_and_filtered(own: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{own.url}/map")
    page.wait_for_selector("#mapping[data-ready]")
    page.wait_for_selector(".badge")
    assert tab.violations() == []
    total = int(asked(own, "list")["total"])
    assert str(total) in page.locator("#list-count").inner_text()
    badge = page.locator(".badge:not(.country)").first
    badge.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**pick=**")
    expect(page.locator("#list-count")).not_to_contain_text(str(total))
    expect(page.locator("#rows a").first).to_have_attribute("href", re.compile("^/incidents/"))
    page.go_back()
    expect(page.locator("#list-count")).to_contain_text(str(total))
    expect(page.locator("#chart .u-over").first).to_be_visible()
    plot = page.locator("#chart .u-over").first.bounding_box()
    assert plot is not None
    page.mouse.move(plot["x"] + plot["width"] * 0.3, plot["y"] + 30)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.7, plot["y"] + 30, steps=4)
    page.mouse.up()
    page.wait_for_url("**since=**")
    said = parse_qs(urlsplit(page.url).query)
    assert said["since"][0] <= said["until"][0]
    assert page.locator("#filter [name=since]").input_value() == said["since"][0]
    page.locator(".filterbox summary").click()
    page.locator("#filter [name=killed]").fill("2")
    page.locator("#filter button").click()
    page.wait_for_url("**killed=2**")
    assert page.locator("#chips li").count() == 4
    page.reload()
    page.wait_for_selector("#mapping[data-ready]")
    assert page.locator("#filter [name=killed]").input_value() == "2"
    assert tab.violations() == []


def test_moving_the_map_moves_the_list(own: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{own.url}/map")
    page.wait_for_selector("#mapping[data-ready]")
    page.locator("#map canvas").focus()
    page.keyboard.press("+")
    page.wait_for_url("**box=**")
    box = parse_qs(urlsplit(page.url).query)["box"][0]
    total = asked(own, "list", box=box)["total"]
    expect(page.locator("#list-count")).to_have_text(re.compile(rf"(^|\D){total}(\D|$)"))


def test_without_webgl_the_list_and_the_timeline_still_work(own: Served, browser: Browser) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, "
                         "{apply: (real, on, given) => given[0].startsWith('webgl') ? null : Reflect.apply(real, on, given)})")  # fmt: skip
    page.goto(f"{own.url}/map")
    page.wait_for_selector("#mapping[data-ready]")
    assert page.locator("#no-webgl").is_visible()
    assert page.locator("#rows tr").count() > 0
    assert page.locator("#chart canvas").count() == 2
    context.close()
