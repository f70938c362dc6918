"""A running total against the incidents that it should be the sum of: what is not itemised, and what is too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from marsad.model.incident import Group, Incident
from marsad.model.tally import Check, Tally, TallyState
from marsad.model.value import PlaceRef
from marsad.reconcile.amounts import Amount, amount, together

_RULE = "airwars_min_max@1"


def compare(tally: Tally, incidents: Iterable[Incident], rule: str = _RULE) -> Check:
    """Compare the last state of a tally with the sum of the incidents of its window, area and group under a rule.

    What the total has beyond the sum is not itemised: people whom no report of a single occasion tells of. Less than the sum is a fault:
    somebody is counted twice, or the two are not of one scope.
    """
    last = last_of(tally)
    obstacle = _obstacle(tally, last)
    if last is None or obstacle:
        return _not_compared(last, obstacle or "")
    told = [each for each in incidents if _is_in_window(each, tally.since, last.as_of) and _is_in(each, tally.place)]
    ranges = [range_ for each in told if (range_ := each.range_of(tally.outcome, group_of(tally), rule))]
    found = together(Amount(each.low.value, each.high.value, each.high.open) for each in ranges)
    claims = sorted({claim for each in ranges for claim in (*each.low.claims, *each.high.claims)})
    return _check(last, found, tuple(claims), len(ranges))


def compare_sum(tally: Tally, summed: Callable[[date, date], tuple[Amount, int]]) -> Check:
    """Compare a tally as `compare` does with a sum that is made elsewhere: of how many, and of how many incidents, between two days."""
    last = last_of(tally)
    obstacle = _obstacle(tally, last)
    if last is None or obstacle or tally.since is None or last.as_of is None:
        return _not_compared(last, obstacle or "")
    found, number = summed(tally.since, last.as_of)
    return _check(last, found, (), number)


def last_of(tally: Tally) -> TallyState | None:
    """Give the last state of a tally that names a number."""
    return next((state for state in reversed(tally.states) if amount(state.count).is_named), None)


def group_of(tally: Tally) -> Group:
    """Give the group of people that a tally counts."""
    if tally.demographic:
        return tally.demographic
    return "all" if tally.status == "unknown" or tally.status == "mixed" else tally.status  # noqa: PLR1714  mypy narrows it so


def _obstacle(tally: Tally, last: TallyState | None) -> str | None:
    """Say why a tally has no incidents to be the sum of; None where it has."""
    if last is None:
        return "the tally names no number"
    if tally.since is None or last.as_of is None:
        return "the tally has no start or no end"
    return f"incidents have no range for {tally.actor.name} alone" if tally.actor else None


def _not_compared(last: TallyState | None, obstacle: str) -> Check:
    expected = (last.count.low, last.count.high) if last else (None, None)
    return Check("incidents", True, expected, (None, None), (last.claim,) if last else (), f"not compared: {obstacle}")


def _check(last: TallyState, found: Amount, claims: tuple[str, ...], number: int) -> Check:
    told, low = amount(last.count), found.low or 0
    holds = told.high is None or told.open or low <= told.high
    expected = (last.count.low, last.count.high)
    if not holds:
        note = f"{number} incidents have at least {low - (told.high or 0)} more than the total: counted twice, or of another scope"
    else:
        note = f"{number} incidents; not itemised: {_gap(told, found)}"
    return Check("incidents", holds, expected, (low, found.high or 0), (last.claim, *claims), note)


def _gap(told: Amount, found: Amount) -> str:
    """Say what the total has beyond the incidents, between the highest and the lowest that they come to."""
    least = max(0, (told.low or 0) - (found.high or 0))
    most = max(0, (told.high or 0) - (found.low or 0))
    return f"{least}" if least == most else f"{least} to {most}"


def _is_in_window(incident: Incident, since: date | None, until: date | None) -> bool:
    if incident.dating is None or since is None or until is None:
        return False
    return since <= incident.dating.start and incident.dating.end <= until


def _is_in(incident: Incident, area: PlaceRef | None) -> bool:
    """Say whether an incident lies in an area; one that has no place lies in none, and an area not named is everywhere."""
    if area is None:
        return True
    place = incident.placing.place if incident.placing else None
    if place is None:
        return False
    if area.precision == "country":
        return area.country is not None and place.country == area.country
    if area.precision == "province":
        return place.country == area.country and area.name in (place.admin1, place.name)
    return place.id == area.id if place.id and area.id else place.name == area.name
