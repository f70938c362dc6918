"""The groups of people that ranges are given for, and which figures speak of each."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
_ARMED = ("combatant", "police")


class Reported:
    """What the accounts of an incident say of one outcome, account by account; each group's figures are worked out once."""

    def __init__(self, told: Iterable[Counted]) -> None:
        by_account: defaultdict[str, list[Counted]] = defaultdict(list)
        for each in told:
            by_account[each.account].append(each)
        self.accounts = [by_account[account] for account in sorted(by_account)]
        self._by_group: dict[Group, list[Figure]] = {}

    @functools.cached_property
    def groups(self) -> tuple[Group, ...]:
        """Give the groups that anything is said of; people of no said status may be civilians."""
        statuses = {each.harm.victims.status for told in self.accounts for each in told}
        said = {each.harm.victims.demographic for told in self.accounts for each in told} | statuses | {"all"}
        if statuses & {"unknown", "mixed"}:
            said |= {"unknown", "civilian"}
        return tuple(group for group in GROUPS if group in said)

    @property
    def has_own(self) -> bool:
        """Whether any belligerent speaks of its own deeds or losses."""
        return any(each.own for told in self.accounts for each in told)

    def of(self, group: Group) -> list[Figure]:
        """Give what each source says in each account of a group, as the words have it."""
        if group not in self._by_group:
            picked = belongs(group)
            self._by_group[group] = [figure for told in self.accounts for figure in figures(told, picked)]
        return self._by_group[group]

    @functools.cached_property
    def civilians(self) -> list[Figure]:
        """Give what each account says of civilians, with those whose status it does not say where nobody says otherwise.

        Where some account tells both civilians and fighters among them, a bare number is of them all, and no figure for civilians. A
        number with women or children among them, and no fighters told, is of civilians: the part alone would be too few.
        """
        parted = bool(self.of("civilian")) and any(_is_armed(each.harm) for told in self.accounts for each in told)
        found: list[Figure] = []
        for told in self.accounts:
            civilians = figures(told, _civilians_in(told))
            found += civilians if civilians or parted else figures(told, belongs("unknown"))
        return found

    @functools.cached_property
    def called_fighters(self) -> list[Figure]:
        """Give the figures that make fighters of those whom other accounts call civilians or leave open: as many, and nobody beside them."""
        numbers = {figure.amount.high for figure in self.civilians if figure.amount.high}
        others = [told for told in self.accounts if all(_is_armed(each.harm) for each in told)]
        return [each for told in others for each in figures(told, _is_armed) if each.amount.high in numbers]


def reported(told: Iterable[Counted]) -> Mapping[Outcome, Reported]:
    """Part claims by outcome, in the order of the outcomes."""
    by_outcome: defaultdict[Outcome, list[Counted]] = defaultdict(list)
    for each in told:
        by_outcome[each.harm.outcome].append(each)
    return {outcome: Reported(by_outcome[outcome]) for outcome in get_args(Outcome) if outcome in by_outcome}


def belongs(group: Group) -> Callable[[HarmClaim], bool]:
    """Say what a claim must say to speak of a group."""
    if group == "all":
        return lambda harm: True
    if group in _OF_STATUS:
        return lambda harm: harm.victims.status in _OF_STATUS[group]
    return lambda harm: harm.victims.demographic == group


def _is_armed(harm: HarmClaim) -> bool:
    return harm.victims.status in _ARMED


def _civilians_in(told: Sequence[Counted]) -> Callable[[HarmClaim], bool]:
    """Say who of one account is a civilian, as told or as the whole of civilians told apart by sex or age alone."""
    parts: defaultdict[str, list[HarmClaim]] = defaultdict(list)
    for each in told if not any(_is_armed(each.harm) for each in told) else ():
        if each.harm.part_of:
            parts[each.harm.part_of].append(each.harm)
    wholes = {
        whole
        for whole, some in parts.items()
        if any(harm.victims.status == "civilian" for harm in some) and all(harm.victims.demographic for harm in some)
    }
    return lambda harm: harm.victims.status == "civilian" or (harm.victims.status == "unknown" and harm.id in wholes)
