"""What became different from one version of an incident to the next: each change by name, with what stood before and what stands after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marsad.model.incident import Dating, Incident, Placing, Range

Value = str | int | None
_SHOWN = ("airwars_min_max", "majority")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its name (`history.<name>` has the words), what it is of, and the values before and after.

    `subject` says of what, as far as there is more than one such thing: outcome, group and rule of a range, the name of a party.
    """

    name: str
    before: tuple[Value, ...] = ()
    after: tuple[Value, ...] = ()
    subject: tuple[str, ...] = ()


def changes(before: Incident | None, after: Incident | None) -> tuple[Change, ...]:
    """Give what changed between two versions that stand one after the other; None is an incident that is not there."""
    if after is None:
        return (Change("gone"),) if before else ()
    if before is None:
        return (Change("begun", after=(len(after.documents), len(after.claims))),)
    return tuple(change for look in _LOOKS for change in look(before, after))


def _reports(before: Incident, after: Incident) -> Iterator[Change]:
    came = tuple(each for each in after.documents if each not in before.documents)
    left = tuple(each for each in before.documents if each not in after.documents)
    if came:
        yield Change("reports-came", after=came)
    if left:
        yield Change("reports-left", before=left)


def _accounts(before: Incident, after: Incident) -> Iterator[Change]:
    left = tuple(each for each in before.accounts if each not in after.accounts)
    if left:
        yield Change("accounts-left", before=left)


def _setting(before: Incident, after: Incident) -> Iterator[Change]:
    yield from _differing("day", _days(before.dating), _days(after.dating))
    yield from _differing("place", _place(before.placing), _place(after.placing))
    kinds = [(each.kind.sub_type,) if each.kind else () for each in (before, after)]
    yield from _differing("kind", kinds[0], kinds[1])


def _sources(before: Incident, after: Incident) -> Iterator[Change]:
    yield from _differing("sources", (len(before.voices),), (len(after.voices),))


def _parties(before: Incident, after: Incident) -> Iterator[Change]:
    told = [{(each.role, each.actor.name) for each in one.participants} for one in (before, after)]
    yield from (Change("party-came", subject=each) for each in sorted(told[1] - told[0]))
    yield from (Change("party-left", subject=each) for each in sorted(told[0] - told[1]))


def _numbers(before: Incident, after: Incident) -> Iterator[Change]:
    """Give the ranges that differ under the rule of the short form, and where a majority changed, that too."""
    old, new = _ranges(before), _ranges(after)
    for key in dict.fromkeys([*old, *new]):
        yield from _differing("range", _ends(old.get(key)), _ends(new.get(key)), key)


def _left_out(before: Incident, after: Incident) -> Iterator[Change]:
    old = {each.claim: each.reason for each in before.left_out}
    new = {each.claim: each.reason for each in after.left_out}
    yield from (Change("left-out", after=(key,), subject=(new[key],)) for key in new if old.get(key) != new[key])
    back = [key for key in old if key not in new and key in after.claims]
    yield from (Change("counted-again", after=(key,), subject=(old[key],)) for key in back)


_LOOKS: tuple[Callable[[Incident, Incident], Iterator[Change]], ...] = (
    _reports, _accounts, _numbers, _setting, _sources, _parties, _left_out,
)  # fmt: skip


def _differing(
    name: str, before: tuple[Value, ...], after: tuple[Value, ...], subject: tuple[str, ...] = ()
) -> Iterator[Change]:
    if before != after:
        yield Change(name, before, after, subject)


def _ranges(incident: Incident) -> dict[tuple[str, ...], Range]:
    return {
        (each.outcome, each.group, each.rule): each
        for each in incident.ranges
        if each.rule.partition("@")[0] in _SHOWN and each.group in ("all", "civilian")
    }


def _ends(found: Range | None) -> tuple[Value, ...]:
    """Give the ends of a range as its text needs them: least, best, most, and whether it is open upwards."""
    if found is None:
        return ()
    return found.low.value, found.best.value if found.best else None, found.high.value, int(found.high.open)


def _days(dating: Dating | None) -> tuple[Value, ...]:
    return (dating.start.isoformat(), dating.end.isoformat(), dating.basis) if dating else ()


def _place(placing: Placing | None) -> tuple[Value, ...]:
    return (placing.place.name, placing.place.precision) if placing else ()
