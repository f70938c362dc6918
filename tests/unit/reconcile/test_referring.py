"""Our incidents beside those of others: matched one to one, and the rest named on both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marsad.model.incident import Bound, Dating, Incident, Participant, Placing, Range
from marsad.model.reference import Reference, ReferenceEvent
from marsad.model.value import ActorRef, PlaceRef
from marsad.reconcile.referring import Window, compare, rows

DAY = date(2019, 3, 14)
SARAQIB = PlaceRef("Saraqib", "sy-saraqib", "SY", "Idlib", 35.86, 36.80, "town")
RUSSIA = Participant(ActorRef("Military Forces of Russia"), "initiator", ("h1",), 1)
KILLED = Range("killed", "all", "airwars_min_max@1", Bound(3), None, Bound(9), 2)
OURS = Incident(
    id="i1", accounts=("a1",), documents=("d1",), names=("d1",), claims=("h1",), foreground=True,
    dating=Dating(DAY, DAY, "stated"), placing=Placing(SARAQIB, ("h1",)), kind=None, participants=(RUSSIA,),
    ranges=(KILLED,), own=(), left_out=(), voices=(),
)  # fmt: skip
THEIRS = ReferenceEvent(
    "e1", 2, DAY, DAY, "Saraqib", 35.87, 36.81, ("Russian Military", "Air Force of Russia"), 5, 5, 5
)


def reference(*events: ReferenceEvent) -> Reference:
    return Reference("acled.csv", "acled", events)


def test_one_event_is_found_with_its_distance_in_days_and_kilometres_and_its_actors() -> None:
    (match,) = compare([OURS], reference(replace(THEIRS, start=DAY + timedelta(1), end=DAY + timedelta(1)))).matches
    assert (match.incident, match.event, match.days) == ("i1", "e1", 1)
    assert match.km is not None
    assert 1 < match.km < 2
    assert match.actors == 0.5


@pytest.mark.parametrize(
    ("number", "verdict"), [(2, "below"), (3, "within"), (9, "within"), (10, "above"), (None, "not counted")]
)
def test_a_number_lies_below_within_or_above_our_range(number: int | None, verdict: str) -> None:
    (match,) = compare([OURS], reference(replace(THEIRS, low=number, best=number, high=number))).matches
    assert match.verdict == verdict


def test_a_range_that_is_open_has_nothing_above_it() -> None:
    incident = replace(OURS, ranges=(replace(KILLED, high=Bound(None)),))
    (match,) = compare([incident], reference(replace(THEIRS, best=400))).matches
    assert match.verdict == "within"


@pytest.mark.parametrize(
    "event",
    [
        replace(THEIRS, start=DAY + timedelta(2), end=DAY + timedelta(3)),
        replace(THEIRS, lat=36.4),
        replace(THEIRS, lat=None, lon=None, place="Idlib"),
    ],
)
def test_what_is_too_far_stands_alone_on_both_sides(event: ReferenceEvent) -> None:
    found = compare([OURS], reference(event))
    assert (found.matches, found.only_ours, found.only_theirs) == ((), ("i1",), ("e1",))


def test_without_a_point_the_name_of_the_place_counts() -> None:
    (match,) = compare([OURS], reference(replace(THEIRS, lat=None, lon=None))).matches
    assert match.km is None


def test_an_incident_that_no_claim_dates_may_have_happened_days_before_its_report() -> None:
    early = replace(THEIRS, start=DAY - timedelta(4), end=DAY - timedelta(4))
    published = replace(OURS, dating=Dating(DAY, DAY, "published"))
    assert compare([published], reference(early)).matches
    assert not compare([OURS], reference(early)).matches
    assert not compare([replace(OURS, dating=None)], reference(THEIRS)).matches


def test_each_is_matched_once_and_the_nearest_first() -> None:
    far = replace(THEIRS, id="e2", lat=35.95)
    second = replace(OURS, id="i2")
    found = compare([second, OURS], reference(far, THEIRS))
    assert {(match.incident, match.event) for match in found.matches} == {("i1", "e1"), ("i2", "e2")}
    assert compare([OURS, second], reference(THEIRS, far)).matches == found.matches


def test_the_window_is_the_callers() -> None:
    assert not compare([OURS], reference(THEIRS), Window(km=0.5)).matches


def test_rows_give_the_pairs_and_what_is_alone() -> None:
    found = compare([OURS, replace(OURS, id="i2")], reference(THEIRS, replace(THEIRS, id="e2", lat=10.0)))
    assert [row["verdict"] for row in rows(found)] == ["within", "only ours", "only theirs"]
    assert found.counts()["matched"] == 1
