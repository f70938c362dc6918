"""What must hold in a series of running totals: parts within the whole, no fall, and each day's change as the report gives it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from marsad.model.claim import HarmClaim
from marsad.model.tally import Check
from marsad.reconcile.amounts import Amount, amount, together

State = tuple[date | None, HarmClaim]
_DAY = timedelta(days=1)


def checks(
    states: Sequence[State], parts: Mapping[str, Sequence[HarmClaim]], daily: Mapping[str, Sequence[HarmClaim]]
) -> tuple[Check, ...]:
    """Check a series, whose states stand in order; `parts` and `daily` give the parts and the day's news that go with a claim."""
    within = (check for _, harm in states for check in _parts(harm, parts.get(harm.id, ())))
    return (*within, *_falls(states), *_changes(states, daily))


def exclude_each_other(parts: Sequence[HarmClaim]) -> bool:
    """Say whether nobody is in two of the parts: of two statuses, two groups, or two sexes or ages."""
    return len(parts) > 1 and all(_are_apart(a, b) for a, b in itertools.combinations(parts, 2))


def _are_apart(first: HarmClaim, second: HarmClaim) -> bool:
    a, b = first.victims, second.victims
    if {a.status, b.status} <= {"civilian", "combatant", "police"} and a.status != b.status:
        return True
    if a.actor and b.actor and a.actor.name != b.actor.name:
        return True
    return a.status == b.status and None not in (a.demographic, b.demographic) and a.demographic != b.demographic


def _parts(whole: HarmClaim, parts: Sequence[HarmClaim]) -> Iterator[Check]:
    """Check that parts which exclude each other are together no more than the whole, and that any other is by itself."""
    told = sorted(parts, key=lambda part: part.id)
    groups = [told] if exclude_each_other(told) else [[part] for part in told]
    for group in groups:
        found, expected = together(amount(part.count) for part in group), amount(whole.count)
        holds = expected.high is None or (found.low or 0) <= expected.high or expected.open
        claims = (whole.id, *(part.id for part in group))
        yield Check("parts", holds, _pair(expected), _pair(found), claims, _of_parts(found, expected, len(group)))


def _of_parts(found: Amount, expected: Amount, number: int) -> str:
    told = "the parts are together" if number > 1 else "the part is"
    if found.low is None or expected.low is None:
        return f"{told} not counted, or the whole is not"
    if found.low > expected.low:
        return f"{told} {found.low - expected.low} more than the whole"
    rest = expected.low - found.low
    return f"{told} {f'{rest} less than' if rest else 'as many as'} the whole"


def _falls(states: Sequence[State]) -> Iterator[Check]:
    """Name each total that is lower than the one of an earlier day: a revision, for a person to classify."""
    dated = [(day, harm, amount(harm.count)) for day, harm in states if day and amount(harm.count).is_named]
    for (before, first, more), (after, second, less) in itertools.pairwise(dated):
        if before < after and less.high is not None and less.high < (more.low or 0) and not less.open:
            note = f"fell by {(more.low or 0) - less.high}: a correction, another scope, or a misreading"
            yield Check("fall", False, _pair(more), _pair(less), (first.id, second.id), note)


def _changes(states: Sequence[State], daily: Mapping[str, Sequence[HarmClaim]]) -> Iterator[Check]:
    """Compare what a report says was added in a day with what the total rose by since the day before."""
    by_day = {day: harm for day, harm in states if day and amount(harm.count).is_named}
    for day, harm in by_day.items():
        before = by_day.get(day - _DAY)
        added = [each for each in daily.get(harm.id, ()) if _is_of(day, each)]
        if before is not None and len(added) == 1:
            yield _change(before, harm, added[0])


def _is_of(day: date, harm: HarmClaim) -> bool:
    """Say whether people came to harm on the day that a total was given, or in the twenty-four hours before."""
    when = harm.statement.when
    time = when.time if when else None
    if time is None or time.start is None or time.end is None:
        return time is None
    return day - _DAY <= time.start and time.end <= day


def _change(before: HarmClaim, after: HarmClaim, added: HarmClaim) -> Check:
    first, second, found = amount(before.count), amount(after.count), amount(added.count)
    low, high = (second.low or 0) - (first.high or 0), (second.high or 0) - (first.low or 0)
    holds = found.low is None or found.high is None or (low <= found.high and found.low <= high)
    gap = low - (found.high or 0) if (found.high or 0) < low else high - (found.low or 0)
    note = (
        "the total rose by what the report tells of the day"
        if holds
        else f"the total rose by {abs(gap)} {'more' if gap > 0 else 'less'} than the report tells of the day"
    )
    return Check("daily", holds, (low, high), _pair(found), (before.id, after.id, added.id), note)


def _pair(told: Amount) -> tuple[int | None, int | None]:
    return told.low, None if told.open else told.high
