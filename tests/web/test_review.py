"""The queue in the browser: worked by keyboard, in Arabic and in English, with nothing lost on the way."""

from __future__ import annotations

from workbench import Served, Tab

from marsad.model.person import Person
from marsad.record.board import bring_up
from marsad.store.judgements import all_judgements, current_judgements
from marsad.store.queue import counts

SOMEBODY = Person("somebody", "somebody", "administrator", None)


def claim(tab: Tab) -> str:
    return str(tab.page.locator("#desk").get_attribute("data-claim"))


def press(tab: Tab, key: str) -> str:
    """Press a key and wait for another claim to lie on the desk; give its id."""
    before = claim(tab)
    tab.page.keyboard.press(key)
    tab.page.wait_for_function("before => document.getElementById('desk').dataset.claim !== before", arg=before)
    return before


def numbers(served: Served) -> dict[str, int]:
    bring_up(served.store)
    with served.store.reading() as connection:
        return {str(state): number for state, number in counts(connection, SOMEBODY).items()}


def test_the_queue_is_worked_by_keyboard(own: Served, tab: Tab) -> None:
    start = numbers(own)["open"]
    tab.page.goto(f"{own.url}/review?sort=severity")
    assert tab.violations() == []
    accepted = press(tab, "a")
    rejected = press(tab, "r")
    skipped = press(tab, "n")
    press(tab, "k")
    assert claim(tab) == skipped
    tab.page.keyboard.press("c")
    tab.page.keyboard.type("41")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("42")
    assert tab.page.locator("#decide .changed").count() == 2
    corrected = press(tab, "Enter")
    with own.store.reading() as connection:
        signed = current_judgements(connection)
    assert [(each.verdict, each.subjects[0], each.by) for each in signed] == [
        ("accept", accepted, "amal"),
        ("reject", rejected, "amal"),
        ("correct", corrected, "amal"),
    ]
    assert signed[-1].corrections == (("high", "42"), ("low", "41"))
    press(tab, "u")
    assert claim(tab) == corrected
    assert numbers(own)["open"] == start - 2
    assert "42" in tab.page.locator(".said").inner_text().translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))


def test_the_keys_are_shown_and_letters_typed_into_fields_decide_nothing(own: Served, tab: Tab) -> None:
    tab.page.goto(f"{own.url}/review?sort=newest")
    before = claim(tab)
    tab.page.keyboard.press("?")
    assert tab.page.locator("dialog#keys").is_visible()
    assert tab.violations() == []
    tab.page.keyboard.press("Escape")
    tab.page.locator("#decide .reason input").fill("")
    tab.page.locator("#decide .reason input").type("arn")
    assert claim(tab) == before
    with own.store.reading() as connection:
        assert list(all_judgements(connection)) == []


def test_what_was_typed_stays_when_the_record_can_not_be_reached(own: Served, tab: Tab) -> None:
    tab.page.goto(f"{own.url}/review?sort=severity")
    before = claim(tab)
    tab.page.locator("#decide .reason input").fill("a reason that took a while")
    tab.page.route("**/judgements", lambda route: route.abort())
    tab.page.locator("[data-key=r]").click()
    tab.page.wait_for_selector("#told .refusal")
    assert (claim(tab), tab.page.locator("#decide .reason input").input_value()) == (
        before,
        "a reason that took a while",
    )
    tab.errors.clear()


def test_a_nearby_incident_is_one_with_it_and_then_is_not(own: Served, tab: Tab) -> None:
    with own.store.reading() as connection:
        keys = (
            connection.exec_driver_sql("SELECT claim FROM queue WHERE incident IS NOT NULL ORDER BY claim")
            .scalars()
            .all()
        )
    for key in keys:
        tab.page.goto(f"{own.url}/review?claim={key}")
        if tab.page.locator("#pair").count():
            break
    else:
        raise AssertionError("no claim of the bundled reports has an incident near it")
    tab.page.keyboard.press("1")
    with tab.page.expect_response("**/judgements"):
        tab.page.keyboard.press("s")
    tab.page.wait_for_selector(".last")
    with own.store.reading() as connection:
        assert current_judgements(connection)[-1].verdict == "same"
    with tab.page.expect_response("**/judgements/undo"):
        tab.page.keyboard.press("u")
    tab.page.wait_for_selector(".last", state="detached")
    with own.store.reading() as connection:
        assert current_judgements(connection) == ()


def test_the_judgements_are_listed(own: Served, tab: Tab) -> None:
    tab.page.goto(f"{own.url}/review?sort=severity")
    press(tab, "a")
    tab.page.goto(f"{own.url}/judgements")
    assert tab.violations() == []
    tab.page.locator("tbody button").first.click()
    tab.page.wait_for_selector("tbody .tag.warn")
    with own.store.reading() as connection:
        assert current_judgements(connection) == ()
