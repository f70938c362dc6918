"""Tolls that rise: which figures are earlier states of one count, and no longer what is said."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model.incident import LeftOut
from marsad.reconcile.amounts import is_more
from marsad.reconcile.figures import Figure


def current(figures: Sequence[Figure]) -> tuple[list[Figure], list[LeftOut]]:
    """Part the figures of one outcome and group into those that stand and the claims of those that a later state replaced.

    Two things replace a figure. The same source gives a higher one on a later day: it corrects itself. Or a report of a later day says
    that the toll rose to a higher one. A higher figure alone does not: another source may be right about the lower one.
    """
    if len({figure.published for figure in figures}) < 2:
        return list(figures), []
    later = {id(figure): _later(figure, figures) for figure in figures}
    stand = [figure for figure in figures if later[id(figure)] is None]
    gone = [
        LeftOut(claim.harm.id, f"superseded: {reason}")
        for figure in figures
        if (reason := later[id(figure)])
        for claim in figure.claims
    ]
    return stand, gone


def _later(figure: Figure, figures: Sequence[Figure]) -> str | None:
    """Say by what a figure was replaced; None where it stands."""
    after = [each for each in figures if is_more(each.amount, figure.amount) and _is_after(each, figure)]
    if any(each.voice == figure.voice for each in after):
        return "the same source gives a higher figure later"
    return "a later report says that the toll rose" if any(each.risen for each in after) else None


def _is_after(second: Figure, first: Figure) -> bool:
    return second.published is not None and first.published is not None and second.published > first.published
