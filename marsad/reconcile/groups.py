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
from marsad.reconcile.standing import Standing

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
        self._by_group: dict[Group, Standing] = {}
        self._by_claims: dict[tuple[str, ...], Standing] = {}

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

    def of(self, group: Group) -> Standing:
        """Give what each source says in each account of a group, as the words have it."""
        if group not in self._by_group:
            self._by_group[group] = self._standing([_picked(told, belongs(group)) for told in self.accounts])
        return self._by_group[group]

    def _standing(self, picked: Sequence[Sequence[Counted]]) -> Standing:
        """Give the figures of the claims picked out of each account; groups of the same claims have the same ones."""
        key = tuple(each.harm.id for some in picked for each in some)
        if key not in self._by_claims:
            by_account = zip(self.accounts, picked, strict=True)
            self._by_claims[key] = Standing([figure for told, some in by_account for figure in figures(told, some)])
        return self._by_claims[key]

    @functools.cached_property
    def civilians(self) -> Standing:
        """Give what each account says of civilians, with those whose status it does not say where nobody says otherwise.

        Where some account tells both civilians and fighters among them, a bare number is of them all, and no figure for civilians. A
        number with women or children among them, and no fighters told, is of civilians: the part alone would be too few.
        """
        armed = any(_is_armed(each.harm) for told in self.accounts for each in told)
        parted = armed and bool(self.of("civilian").told)
        picked = [_picked(told, _civilians_in(told)) for told in self.accounts]
        if not parted:
            by_account = zip(self.accounts, picked, strict=True)
            picked = [some if figures(told, some) else _picked(told, belongs("unknown")) for told, some in by_account]
        return self._standing(picked)

    @functools.cached_property
    def called_fighters(self) -> list[Figure]:
        """Give the figures that make fighters of those whom other accounts call civilians or leave open: as many, and nobody beside them."""
        numbers = {figure.amount.high for figure in self.civilians.told if figure.amount.high}
        others = [told for told in self.accounts if all(_is_armed(each.harm) for each in told)]
        return [each for told in others for each in figures(told, told) if each.amount.high in numbers]


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


def _picked(told: Sequence[Counted], belongs: Callable[[HarmClaim], bool]) -> list[Counted]:
    return [each for each in told if belongs(each.harm)]


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
