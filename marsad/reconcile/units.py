"""What belongs to one occurrence by the words of a report alone: an act with its harms, or a harm with its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from marsad.model.claim import ActClaim, HarmClaim


def harms_by_unit(harms: Iterable[HarmClaim]) -> Mapping[str, list[HarmClaim]]:
    """Part the harms of single occurrences by what they hang on: the id of their act, or of the whole that they are part of."""
    told = tuple(harms)
    by_id = {harm.id: harm for harm in told}
    units: defaultdict[str, list[HarmClaim]] = defaultdict(list)
    for harm in told:
        if harm.scope == "incident":
            whole = by_id.get(harm.part_of or "", harm)
            units[harm.event or whole.event or harm.part_of or harm.id].append(harm)
    return units


def units(acts: Iterable[ActClaim], harms: Iterable[HarmClaim]) -> list[tuple[ActClaim | HarmClaim, ...]]:
    """Give the claims of each unit: acts first with their harms, then the harms of no act that is told."""
    left = dict(harms_by_unit(harms))
    found: list[tuple[ActClaim | HarmClaim, ...]] = [(act, *left.pop(act.id, ())) for act in acts]
    return [*found, *(tuple(loose) for loose in left.values())]
