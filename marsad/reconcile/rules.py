"""The rules that make a range of many figures: each named, versioned, said in one sentence, and pure.

A rule that changes what it gives for the same claims gets a new version; the old one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.knowledge.vague import vague_numbers
from marsad.model.incident import Bound, Group
from marsad.reconcile.amounts import Amount
from marsad.reconcile.bounds import claims, commonest, later, lower, unnamed
from marsad.reconcile.figures import Figure
from marsad.reconcile.groups import Reported
from marsad.reconcile.standing import Standing
from marsad.text.fold import fold_word

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Ends:
    """What a rule makes of figures: the ends of the range, and the single figure where the rule names one."""

    low: Bound
    best: Bound | None
    high: Bound


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: which figures of a group it looks at, and what range it makes of those that stand.

    `finish` may widen the range by what other reports say of the same people.
    """

    name: str
    statement: str
    look: Callable[[Reported, Group], Standing]
    ends: Callable[[Standing], Ends]
    finish: Callable[[Ends, Reported, Group], Ends] = lambda ends, reported, group: ends


def _acled(standing: Standing) -> Ends:
    return Ends(standing.lowest, standing.lowest, standing.lowest)


def _numbered(reported: Reported, group: Group) -> Standing:
    return reported.of(group).read_as(_with_numbers)


def _with_numbers(figures: Sequence[Figure]) -> list[Figure]:
    return [_with_number(figure) for figure in figures]


def _with_number(figure: Figure) -> Figure:
    """Put ACLED's number in the place of a vague one."""
    if figure.amount.is_named:
        return figure
    number = _vague(figure)
    return figure if number is None else replace(figure, amount=Amount(number, number))


def _vague(figure: Figure) -> int | None:
    """Give the number that ACLED puts down for the vague number word of a figure, if it has one."""
    words = (fold_word(claim.harm.figure.text) for claim in figure.claims)
    return next((vague_numbers()[word] for word in words if word in vague_numbers()), None)


def _ucdp(standing: Standing) -> Ends:
    return _voted(standing, lower)


def _majority(standing: Standing) -> Ends:
    return _voted(standing, later)


def _voted(standing: Standing, prefer: Callable[[Sequence[Figure]], tuple[date, int]]) -> Ends:
    best = commonest(standing.last_words, prefer) or unnamed(standing.figures)
    return Ends(standing.lowest, best, standing.highest)


def _airwars(standing: Standing) -> Ends:
    return Ends(standing.lowest, None, standing.highest)


def _outside(reported: Reported, group: Group) -> Standing:
    """Give the figures of sources that speak of others; civilians with those whom nobody says to be fighters.

    Where no source names a number, several people are at least two, as Airwars' coders count 'civilians were killed'.
    """
    found = reported.civilians if group == "civilian" else reported.of(group)
    return found.read_as(_of_others)


def _of_others(figures: Sequence[Figure]) -> list[Figure]:
    others = [figure for figure in figures if figure.own is None]
    return others if any(figure.amount.is_named for figure in others) else [_several(figure) for figure in others]


def _several(figure: Figure) -> Figure:
    """Count a mere plural as two; of dozens nobody knows how many."""
    if _vague(figure) is not None:
        return figure
    return replace(figure, amount=Amount(_SEVERAL, _SEVERAL, open=True))


def _contested(ends: Ends, reported: Reported, group: Group) -> Ends:
    """Let the minimum of civilians be none where some source makes fighters of them all."""
    if group != "civilian":
        return ends
    fighters = reported.called_fighters
    return replace(ends, low=Bound(0, claims(fighters))) if fighters else ends


RULES: tuple[Rule, ...] = (
    Rule(
        "acled_conservative@1",
        "The least that any source gives; for tens, dozens and hundreds the number that ACLED puts down for them.",
        _numbered,
        _acled,
    ),
    Rule(
        "ucdp_low_best_high@1",
        "The lowest and the highest figure given; best is the one that most independent sources give, of two given by as many the lower.",
        Reported.of,
        _ucdp,
    ),
    Rule(
        "airwars_min_max@1",
        "The least and the most that sources give, a belligerent's figure for its own deeds and losses apart; people whose status nobody "
        "says count as civilians, the minimum is 0 where a source makes fighters of all of them, and people whom nobody counts are at least 2.",
        _outside,
        _airwars,
        _contested,
    ),
    Rule(
        "majority@1",
        "The figure that most independent sources give, each by its latest word; of two given by as many the later, then the lower; "
        "beside it the lowest and the highest given.",
        Reported.of,
        _majority,
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}
