"""The groups of people that ranges are given for, and which figures speak of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from marsad.model.claim import HarmClaim
from marsad.model.incident import Group
from marsad.model.value import Outcome
from marsad.reconcile.figures import Counted, Figure, figures

GROUPS: tuple[Group, ...] = get_args(Group)
_OF_STATUS = {
    "civilian": ("civilian",),
    "combatant": ("combatant",),
    "police": ("police",),
    "unknown": ("unknown", "mixed"),
}
Reports = Sequence[Sequence[Counted]]


def reports(told: Iterable[Counted], outcome: Outcome) -> Reports:
    """Give the claims of one outcome, those of one account together."""
    by_account: defaultdict[str, list[Counted]] = defaultdict(list)
    for each in told:
        if each.harm.outcome == outcome:
            by_account[each.account].append(each)
    return [by_account[account] for account in sorted(by_account)]


def of_group(reported: Reports, group: Group) -> list[Figure]:
    """Give what each source says in each report of a group, as the words have it."""
    return [figure for told in reported for figure in figures(told, belongs(group))]


def belongs(group: Group) -> Callable[[HarmClaim], bool]:
    """Say what a claim must say to speak of a group."""
    if group == "all":
        return lambda harm: True
    if group in _OF_STATUS:
        return lambda harm: harm.victims.status in _OF_STATUS[group]
    return lambda harm: harm.victims.demographic == group


def civilians_by_default(reported: Reports) -> list[Figure]:
    """Give what each report says of civilians; people whose status it does not say are taken for civilians where nobody says otherwise.

    Where some report tells both civilians and fighters among them, a bare number is of them all, and no figure for civilians. A number
    with women or children among them, and no fighters told, is of civilians: the part alone would be too few.
    """
    parted = any(figures(told, _is_fighter) for told in reported) and any(
        figures(told, belongs("civilian")) for told in reported
    )
    found: list[Figure] = []
    for told in reported:
        civilians = figures(told, _civilians_in(told))
        found += civilians if civilians or parted else figures(told, belongs("unknown"))
    return found


def _civilians_in(told: Sequence[Counted]) -> Callable[[HarmClaim], bool]:
    """Say who of one report is a civilian, as told or as the whole of civilians told apart by sex or age alone."""
    parts: defaultdict[str, list[HarmClaim]] = defaultdict(list)
    for each in told if not any(_is_fighter(each.harm) for each in told) else ():
        if each.harm.part_of:
            parts[each.harm.part_of].append(each.harm)
    wholes = {
        whole
        for whole, some in parts.items()
        if any(harm.victims.status == "civilian" for harm in some) and all(harm.victims.demographic for harm in some)
    }
    return lambda harm: harm.victims.status == "civilian" or (harm.victims.status == "unknown" and harm.id in wholes)


def called_fighters(reported: Reports, civilians: Iterable[Figure]) -> list[Figure]:
    """Give the figures that make fighters of those whom other reports call civilians or leave open: as many, and nobody beside them."""
    numbers = {figure.amount.high for figure in civilians if figure.amount.high}
    others = [told for told in reported if not figures(told, lambda harm: not _is_fighter(harm))]
    return [each for told in others for each in figures(told, _is_fighter) if each.amount.high in numbers]


def _is_fighter(harm: HarmClaim) -> bool:
    return harm.victims.status in ("combatant", "police")
