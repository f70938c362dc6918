"""The dead of an incident parted: each in one part, and the parts are the whole."""

from __future__ import annotations

from typing import Any

from export_record import clash, ranges, strike
from hypothesis import given
from hypothesis import strategies as st

from marsad.export.figures import BEST
from marsad.export.parting import parts_of
from marsad.export.profile import preset
from marsad.export.seen import Seen, seen
from marsad.export.sides import deaths_of
from marsad.model.incident import Group

ENDS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).map(sorted)
GROUPS: tuple[Group, ...] = ("civilian", "combatant", "police", "women", "children", "men", "elderly")


@st.composite
def incidents(draw: st.DrawFn) -> Seen:
    """Draw an incident whose groups may well contradict its whole."""
    told: list[Any] = []
    for group in ("all", *draw(st.sets(st.sampled_from(GROUPS)))):
        low, best, high = draw(ENDS)
        open_ended = draw(st.booleans())
        told += ranges(group, low, None if open_ended else high, best=best)
    return seen(strike(ranges=tuple(told)), preset("internal"))


def whole(incident: Seen) -> int:
    return incident.figures.best("killed", "all", BEST) or 0


@given(incidents())
def test_the_parts_add_up_to_the_whole_whatever_is_told(incident: Seen) -> None:
    parts, _ = parts_of(incident)
    assert sum(part.best for part in parts) == whole(incident)


@given(incidents())
def test_every_part_lies_in_its_own_range(incident: Seen) -> None:
    assert all(0 <= part.low <= part.best <= part.high for part in parts_of(incident)[0])


@given(incidents())
def test_no_part_stands_twice(incident: Seen) -> None:
    keys = [(part.status, part.demographic) for part in parts_of(incident)[0]]
    assert len(keys) == len(set(keys))


@given(incidents())
def test_the_deaths_of_both_sides_add_up_and_lie_in_their_range(incident: Seen) -> None:
    deaths = deaths_of(incident, "Levant Front", "Valley Brigade")
    assert deaths.best == whole(incident)
    assert min(deaths.first, deaths.second, deaths.civilians, deaths.unknown) >= 0
    assert deaths.low <= deaths.best <= deaths.high


def test_women_and_children_are_taken_out_of_the_civilians() -> None:
    parts, cut = parts_of(seen(strike(), preset("internal")))
    assert not cut
    assert {(part.status, part.demographic): part.best for part in parts} == {
        ("civilian", "children"): 3, ("civilian", "women"): 2, ("civilian", None): 4, ("unknown", None): 2,
    }  # fmt: skip


def test_fighters_are_counted_on_the_side_that_their_claims_name() -> None:
    deaths = deaths_of(seen(clash(), preset("internal")), "Levant Front", "Valley Brigade")
    assert (deaths.first, deaths.second, deaths.unknown) == (7, 2, 0)
