"""The ends of a range: the figures that set them, and the claims that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from marsad.model.incident import Bound
from marsad.reconcile.figures import Figure


def lowest(figures: Sequence[Figure]) -> Bound:
    """Give the least that any of them names; open where all that name it leave it open."""
    named = [each.amount.low for each in figures if each.amount.low is not None]
    if not named:
        return unnamed(figures)
    setting = [each for each in figures if each.amount.low == min(named)]
    return Bound(min(named), claims(setting), all(each.amount.open for each in setting))


def highest(figures: Sequence[Figure]) -> Bound:
    """Give the most that any of them names; open where one of those that name it leaves it open."""
    named = [each.amount.high for each in figures if each.amount.high is not None]
    if not named:
        return unnamed(figures)
    setting = [each for each in figures if each.amount.high == max(named)]
    return Bound(max(named), claims(setting), any(each.amount.open for each in setting))


def unnamed(figures: Iterable[Figure]) -> Bound:
    """Give the bound of people whom nobody counted."""
    return Bound(None, claims(figures), open=True)


def commonest(said: Sequence[Figure], prefer: Callable[[Sequence[Figure]], tuple[date, int]]) -> Bound | None:
    """Give the figure that most give, of one figure a source; `prefer` ranks those given by as many. None where there is no figure."""
    by_value: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in said:
        by_value[figure.amount.low or 0].append(figure)
    if not by_value:
        return None
    best = max(by_value, key=lambda value: (len(by_value[value]), prefer(by_value[value])))
    return Bound(best, claims(by_value[best]), any(each.amount.open for each in by_value[best]))


def last_words(figures: Iterable[Figure]) -> list[Figure]:
    """Give each source's latest figure that names a least number; of one day, the highest."""
    last: dict[int, Figure] = {}
    for each in sorted(figures, key=lambda figure: (day_of(figure), figure.amount.low or 0)):
        if each.amount.low is not None:
            last[each.voice] = each
    return list(last.values())


def later(said: Sequence[Figure]) -> tuple[date, int]:
    """Rank a figure by the day that it was last given; of one day, the lower one first."""
    return max(map(day_of, said)), -(said[0].amount.low or 0)


def lower(said: Sequence[Figure]) -> tuple[date, int]:
    """Rank a figure by how low it is."""
    return date.min, -(said[0].amount.low or 0)


def day_of(figure: Figure) -> date:
    """Give the day that a figure was published, or the first of all days where it is not known."""
    return figure.published or date.min


def claims(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Give the claims of figures, in order."""
    return tuple(sorted({claim.harm.id for figure in figures for claim in figure.claims}))
