"""Ranges: how many came to harm, as independent sources say together, under every rule at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from marsad.model.account import Account
from marsad.model.incident import Group, LeftOut, OwnFigure, Range, Voice
from marsad.model.judgement import Judgement
from marsad.model.value import Outcome
from marsad.reconcile.admission import admit, hedged
from marsad.reconcile.bounds import highest, lowest
from marsad.reconcile.figures import Counted, Figure
from marsad.reconcile.groups import Reported, reported
from marsad.reconcile.overlay import Overlay, overlay
from marsad.reconcile.rules import RULES, Rule
from marsad.reconcile.states import current

_OWN = "airwars_min_max@1"
_WITHIN = "within what another source of the same report counts"


class Ranged(NamedTuple):
    """What the claims of an incident come to: its ranges, the belligerents' own figures, and what is left out and why."""

    ranges: tuple[Range, ...]
    own: tuple[OwnFigure, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One outcome and group under one rule: the figures that stand, and the claims that a later state of the count replaced."""

    rule: Rule
    outcome: Outcome
    group: Group
    reported: Reported
    figures: Sequence[Figure]
    superseded: Sequence[LeftOut]

    @property
    def claims(self) -> list[Counted]:
        """Give the claims behind the figures that stand."""
        return [claim for figure in self.figures for claim in figure.claims]


def ranges(accounts: Sequence[Account], voices: Sequence[Voice], judgements: Iterable[Judgement] = ()) -> Ranged:
    """Give the ranges of the accounts of one incident, whose independent sources are `voices`, as persons judged the claims.

    The order of accounts and claims makes no difference, and nothing is edited: a judgement withdrawn gives the ranges before it.
    """
    return ranges_of(accounts, voices, overlay(judgements))


def ranges_of(accounts: Sequence[Account], voices: Sequence[Voice], judged: Overlay) -> Ranged:
    """Give the ranges of accounts under the decisions that stand."""
    told, left = admit(accounts, voices, judged)
    by_outcome = reported(told)
    cases = [case for outcome, said in by_outcome.items() for case in _cases(outcome, said)]
    own = [figure for outcome, said in by_outcome.items() if said.has_own for figure in _own(outcome, said)]
    return Ranged(tuple(_range(case) for case in cases if case.figures), tuple(own), _left_out(told, cases, left))


def _cases(outcome: Outcome, said: Reported) -> Iterator[Case]:
    for group in said.groups:
        for rule in RULES:
            yield Case(rule, outcome, group, said, *current(rule.look(said, group)))


def _range(case: Case) -> Range:
    ends = case.rule.finish(case.rule.ends(case.figures), case.reported, case.group)
    sources = _sources(case.figures)
    return Range(case.outcome, case.group, case.rule.name, ends.low, ends.best, ends.high, sources, hedged(case.claims))


def _sources(figures: Sequence[Figure]) -> int:
    """Count the independent sources that name a number, or those that speak at all where none does."""
    named = {figure.voice for figure in figures if figure.amount.is_named}
    return len(named or {figure.voice for figure in figures})


def _own(outcome: Outcome, said: Reported) -> Iterator[OwnFigure]:
    """Give each belligerent's figures of its own deeds and losses, those of one belligerent together."""
    for group in said.groups:
        stated = [figure for figure in said.of(group) if figure.own]
        for actor in sorted({figure.own for figure in stated if figure.own}, key=lambda each: each.name):
            figures, _ = current([figure for figure in stated if figure.own == actor])
            doubted = hedged(claim for figure in figures for claim in figure.claims)
            yield OwnFigure(
                actor, Range(outcome, group, _OWN, lowest(figures), None, highest(figures), _sources(figures), doubted)
            )


def _left_out(told: Iterable[Counted], cases: Iterable[Case], left: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Give every claim that no range counts, and why: kept out, replaced by a later state, or within what another source counts."""
    found = {each.claim: each for each in left}
    counted: set[str] = set()
    for case in cases:
        counted.update(claim.harm.id for claim in case.claims)
        found.update({each.claim: each for each in case.superseded})
    rest = {each.harm.id: LeftOut(each.harm.id, _WITHIN) for each in told if each.harm.id not in found}
    every = {**rest, **found}
    return tuple(every[claim] for claim in sorted(every) if claim not in counted)
