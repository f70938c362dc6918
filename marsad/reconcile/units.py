"""What belongs to one occurrence by the words of a report alone: an act with its harms, or a harm with its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from marsad.model.claim import ActClaim, HarmClaim
from marsad.reconcile.place import apart


def harms_by_unit(acts: Iterable[ActClaim], harms: Iterable[HarmClaim]) -> Mapping[str, list[HarmClaim]]:
    """Part the harms of single occurrences by what they hang on: their act, unless they lie far from it, or the whole that they are part of."""
    told, by_act = tuple(harms), {act.id: act for act in acts}
    by_id = {harm.id: harm for harm in told}
    units: defaultdict[str, list[HarmClaim]] = defaultdict(list)
    for harm in told:
        if harm.scope == "incident":
            event = harm.event or by_id.get(harm.part_of or "", harm).event or ""
            far = event in by_act and _is_elsewhere(by_act[event], harm)
            units[_spot(harm) if far else event or harm.part_of or harm.id].append(harm)
    return units


def units(acts: Iterable[ActClaim], harms: Iterable[HarmClaim]) -> list[tuple[ActClaim | HarmClaim, ...]]:
    """Give the claims of each unit: acts first with their harms, then the harms of no act that is told."""
    told = tuple(acts)
    left = dict(harms_by_unit(told, harms))
    found: list[tuple[ActClaim | HarmClaim, ...]] = [(act, *left.pop(act.id, ())) for act in told]
    return [*found, *(tuple(loose) for loose in left.values())]


def _is_elsewhere(act: ActClaim, harm: HarmClaim) -> bool:
    there, here = act.statement.where, harm.statement.where
    return there is not None and here is not None and apart(there.place, here.place)


def _spot(harm: HarmClaim) -> str:
    return f"at {harm.statement.where.place.id or harm.statement.where.place.name}" if harm.statement.where else ""
