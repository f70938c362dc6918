"""Ranges: how many came to harm, as independent sources say together, under every rule at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from marsad.model.account import Account
from marsad.model.incident import Group, LeftOut, OwnFigure, Range, Voice
from marsad.model.value import ActorRef, Outcome
from marsad.reconcile.admission import admit
from marsad.reconcile.figures import Counted, Figure
from marsad.reconcile.groups import Reported, reported
from marsad.reconcile.overlay import Judged, Overlay, overlay
from marsad.reconcile.rules import RULES, Ends, Rule
from marsad.reconcile.standing import Standing

_OWN = "airwars_min_max@1"
_WITHIN = "within what another source of the same report counts"


class Ranged(NamedTuple):
    """What the claims of an incident come to: its ranges, the belligerents' own figures, and what is left out and why."""

    ranges: tuple[Range, ...]
    own: tuple[OwnFigure, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One outcome and group under one rule, and the figures that the rule looks at."""

    rule: Rule
    outcome: Outcome
    group: Group
    reported: Reported
    standing: Standing


def ranges(accounts: Sequence[Account], voices: Sequence[Voice], judged: Judged = ()) -> Ranged:
    """Give the ranges of the accounts of one incident, whose independent sources are `voices`, as persons judged the claims.

    The order of accounts and claims makes no difference, and nothing is edited: a judgement withdrawn gives the ranges before it.
    """
    told, left = admit(accounts, voices, judged if isinstance(judged, Overlay) else overlay(judged))
    by_outcome = reported(told)
    cases = [case for outcome, said in by_outcome.items() for case in _cases(outcome, said)]
    own = [figure for outcome, said in by_outcome.items() if said.has_own for figure in _own(outcome, said)]
    return Ranged(tuple(_ranges(cases)), tuple(own), _left_out(told, cases, left))


def _cases(outcome: Outcome, said: Reported) -> Iterator[Case]:
    for group in said.groups:
        for rule in RULES:
            yield Case(rule, outcome, group, said, rule.look(said, group))


def _ranges(cases: Iterable[Case]) -> Iterator[Range]:
    """Give the range of each case that has figures; what a rule makes of the same figures is made once for all groups."""
    made: dict[tuple[str, int], Ends] = {}
    for case in cases:
        rule, said = case.rule, case.standing
        if said.figures:
            key = rule.name, id(said)
            if key not in made:
                made[key] = rule.ends(said)
            ends = rule.finish(made[key], case.reported, case.group)
            yield Range(case.outcome, case.group, rule.name, ends.low, ends.best, ends.high, said.sources, said.hedged)


def _own(outcome: Outcome, said: Reported) -> Iterator[OwnFigure]:
    """Give each belligerent's figures of its own deeds and losses, those of one belligerent together, whatever words name it."""
    for group in said.groups:
        stated = [figure for figure in said.of(group).told if figure.own]
        for actor in _belligerents(stated):
            own = Standing([figure for figure in stated if figure.own and figure.own.name == actor.name])
            yield OwnFigure(actor, Range(outcome, group, _OWN, own.lowest, None, own.highest, own.sources, own.hedged))


def _belligerents(stated: Iterable[Figure]) -> list[ActorRef]:
    """Give one reference for each name, always the same one."""
    found = sorted((figure.own for figure in stated if figure.own), key=repr, reverse=True)
    return sorted({each.name: each for each in found}.values(), key=lambda each: each.name)


def _left_out(told: Iterable[Counted], cases: Sequence[Case], left: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Give every claim that no range counts, and why: kept out, replaced by a later state, or within what another source counts."""
    found = {each.claim: each for each in left}
    counted: set[str] = set()
    for said in _each(cases):
        counted.update(claim.harm.id for claim in said.claims)
        found.update({each.claim: each for each in said.superseded})
    rest = {each.harm.id: LeftOut(each.harm.id, _WITHIN) for each in told if each.harm.id not in found}
    every = {**rest, **found}
    return tuple(every[claim] for claim in sorted(every) if claim not in counted)


def _each(cases: Sequence[Case]) -> list[Standing]:
    """Give what the rules look at, each once, in the order in which it was looked at last."""
    return list({id(case.standing): case.standing for case in reversed(cases)}.values())[::-1]
