"""Running totals: whose series they are, how they change, whether they add up, and what of them incidents itemise."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import ARMY, LOCALS, OBSERVATORY, WORD, killed, report

from marsad.model.account import Account
from marsad.model.claim import HarmClaim, When, Where
from marsad.model.incident import Bound, Dating, Incident, Placing, Range
from marsad.model.judgement import Judgement
from marsad.model.tally import Check, Tally
from marsad.model.value import PlaceRef, TimeRange
from marsad.reconcile.tallies import compare, tallies

SINCE = date(2021, 4, 10)
SYRIA = PlaceRef("Syria", "sy", "SY", None, 35.0, 38.0, "country")
ALEPPO = PlaceRef("Aleppo", "sy-aleppo", "SY", "Aleppo", 36.2, 37.2, "province")
TOWN = PlaceRef("Manbij", "sy-manbij", "SY", "Aleppo", 36.5, 37.9, "town")
STEADY = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def total(id_: str, low: int | None, high: int | None = -1, status: Any = "unknown", **more: Any) -> HarmClaim:
    place, since = more.pop("place", SYRIA), more.pop("since", SINCE)
    more.setdefault("by", (OBSERVATORY,))
    harm = killed(id_, low, high, status, scope="cumulative", since=since, **more)
    return replace(harm, statement=replace(harm.statement, where=Where(place, WORD) if place else None))


def on(day: int, harm: HarmClaim) -> HarmClaim:
    when = When(TimeRange(date(2021, 5, day), date(2021, 5, day), "day"), WORD)
    return replace(harm, statement=replace(harm.statement, when=when))


def one(*accounts: Account) -> Tally:
    (found,) = tallies(accounts)
    return found


def failed(tally: Tally) -> list[str]:
    return [f"{check.kind}: {check.note}" for check in tally.checks if not check.holds]


def incident(n: int, low: int, high: int, day: date = date(2021, 5, 1), place: PlaceRef = TOWN) -> Incident:
    found = Range("killed", "all", "airwars_min_max@1", Bound(low, (f"c{n}",)), None, Bound(high, (f"c{n}",)), 1)
    return Incident(
        f"i{n}", (), (), (), (), True, Dating(day, day, "stated"), Placing(place, ()), None, (), (found,), (), (), ()
    )


def test_one_speakers_totals_are_one_series_in_the_order_of_their_days() -> None:
    tally = one(report("d1", total("b", 1100), day=9), report("d0", total("a", 1087), day=2))
    assert [(state.as_of, state.count.low, state.claim) for state in tally.states] == [
        (date(2021, 5, 2), 1087, "a"),
        (date(2021, 5, 9), 1100, "b"),
    ]
    assert (tally.speaker, tally.outlet, tally.since, tally.place) == (OBSERVATORY, None, SINCE, SYRIA)
    assert not tally.checks


@pytest.mark.parametrize(
    "other",
    [
        {"by": ()},
        {"by": (LOCALS,)},
        {"since": date(2021, 1, 1)},
        {"since": None},
        {"place": ALEPPO},
        {"status": "civilian"},
        {"status": "combatant", "actor": ARMY},
        {"demographic": "children"},
        {"outcome": "injured"},
    ],
)
def test_another_speaker_start_area_or_group_is_another_series(other: dict[str, Any]) -> None:
    assert len(tallies([report("d0", total("a", 10), day=1), report("d1", total("b", 12, **other), day=2)])) == 2


def test_people_whom_two_outlets_do_not_name_have_two_series() -> None:
    told = [report(f"d{n}", total(f"k{n}", 10, by=(LOCALS,)), day=1) for n in range(2)]
    assert sorted(tally.outlet or "" for tally in tallies(told)) == ["outlet of d0", "outlet of d1"]


def test_a_total_is_as_of_the_day_it_runs_to_and_else_of_its_publication() -> None:
    assert one(report("d", on(3, total("a", 10)), day=9)).states[0].as_of == date(2021, 5, 3)
    assert one(report("d", total("a", 10))).states[0].as_of is None


def test_a_fall_is_a_revision_to_review_and_both_states_stay() -> None:
    tally = one(report("d0", total("a", 120), day=1), report("d1", total("b", 115), day=2))
    assert failed(tally) == ["fall: fell by 5: a correction, another scope, or a misreading"]
    assert tally.checks[0].claims == ("a", "b")
    assert len(tally.states) == 2


def test_a_new_start_is_no_fall() -> None:
    told = [report("d0", total("a", 120), day=1), report("d1", total("b", 3, since=date(2021, 5, 1)), day=2)]
    assert not any(failed(tally) for tally in tallies(told))


def test_parts_that_exclude_each_other_are_added_and_held_against_the_whole() -> None:
    whole, soldiers = total("w", 32), total("p", 23, status="combatant", part_of="w")
    told = report("d", whole, soldiers, total("q", 9, status="civilian", part_of="w"), day=1)
    tally = next(each for each in tallies([told]) if each.status == "unknown")
    assert tally.states[0].parts == ("p", "q")
    assert tally.states[0].sums
    assert [(check.holds, check.found, check.note) for check in tally.checks] == [
        (True, (32, 32), "the parts are together as many as the whole")
    ]
    more = report("d", whole, soldiers, total("q", 12, status="civilian", part_of="w"), day=1)
    tally = next(each for each in tallies([more]) if each.status == "unknown")
    assert failed(tally) == ["parts: the parts are together 3 more than the whole"]


def test_parts_that_may_overlap_are_each_no_more_than_the_whole() -> None:
    whole = total("w", 40, status="civilian")
    children = total("p", 30, status="civilian", demographic="children", part_of="w")
    kin = total("q", 25, status="civilian", part_of="w")
    found = next(each for each in tallies([report("d", whole, children, kin, day=1)]) if each.demographic is None)
    assert [(state.claim, state.parts, state.sums) for state in found.states] == [("w", ("p", "q"), False)]
    assert not failed(found)


@pytest.mark.parametrize(("added", "holds"), [(13, True), (20, False)])
def test_what_a_day_added_is_what_the_total_rose_by(added: int, holds: bool) -> None:
    before = report("d0", total("a", 1087), day=1)
    after = report("d1", on(2, killed("k", added, by=(OBSERVATORY,))), on(2, total("b", 1100)), day=2)
    tally = one(before, after)
    (check,) = tally.checks
    assert (check.kind, check.holds, check.expected, check.claims) == ("daily", holds, (13, 13), ("a", "b", "k"))
    assert ("7 less than" in check.note) is not holds


def test_without_a_total_of_the_day_before_nothing_is_said_of_a_days_change() -> None:
    told = (
        report("d0", total("a", 1087), day=1),
        report("d1", killed("k", 1, by=(OBSERVATORY,)), total("b", 1100), day=3),
    )
    assert not one(*told).checks


def test_what_the_incidents_do_not_itemise_is_shown_and_too_many_is_a_fault() -> None:
    tally = one(report("d", total("a", 100), day=20))
    inside = [incident(1, 10, 12), incident(2, 30, 30, place=ALEPPO)]
    outside = [incident(3, 500, 500, date(2021, 4, 9)), incident(4, 500, 500, date(2021, 5, 21))]
    check = compare(tally, [*inside, *outside])
    assert (check.holds, check.expected, check.found) == (True, (100, 100), (40, 42))
    assert check.note == "2 incidents; not itemised: 58 to 60"
    assert check.claims == ("a", "c1", "c2")
    over = compare(tally, [*inside, incident(5, 70, 90)])
    assert not over.holds
    assert "at least 10 more than the total" in over.note


def test_incidents_of_another_area_are_not_of_a_tally() -> None:
    tally = one(report("d", total("a", 100, place=ALEPPO), day=20))
    elsewhere = PlaceRef("Idlib", "sy-idlib", "SY", "Idlib", 35.9, 36.6, "town")
    assert compare(tally, [incident(1, 10, 10), incident(2, 20, 20, place=elsewhere)]).found == (10, 10)


def test_a_tally_without_a_start_is_compared_with_nothing() -> None:
    check = compare(one(report("d", total("a", 100, since=None), day=20)), [incident(1, 10, 10)])
    assert (check.holds, check.found, check.note) == (
        True,
        (None, None),
        "not compared: the tally has no start or no end",
    )


def test_a_rejected_total_is_in_no_series_and_a_corrected_one_has_the_persons_number() -> None:
    told = [report("d0", total("a", 10), day=1), report("d1", total("b", 120), day=2)]
    moment = datetime(2021, 6, 1, tzinfo=UTC)
    reject = Judgement("j", "reject", ("b",), "Rana", moment)
    assert [state.claim for state in tallies(told, [reject])[0].states] == ["a"]
    correct = Judgement("j", "correct", ("b",), "Rana", moment, corrections=(("low", "12"), ("high", "12")))
    assert [state.count.low for state in tallies(told, [correct])[0].states] == [10, 12]


@STEADY
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 50), st.booleans()), min_size=1, max_size=8), st.randoms())
def test_law_4_tallies_do_not_depend_on_the_order(told: list[tuple[int, int, bool]], luck: random.Random) -> None:
    accounts = [
        report(f"d{n}", total(f"k{n}", low, by=(OBSERVATORY,) if quoted else ()), killed(f"i{n}", 2), day=day)
        for n, (day, low, quoted) in enumerate(told)
    ]
    mixed = luck.sample(accounts, len(accounts)) + accounts[:1]
    assert tallies(mixed) == tallies(accounts)
    assert all(isinstance(check, Check) for tally in tallies(accounts) for check in tally.checks)
    states = [state.as_of or date.min for tally in tallies(accounts) for state in tally.states]
    assert len(states) == len(accounts)
