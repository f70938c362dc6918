"""The dead of an incident parted by status and by sex or age, so that each is in one part and the parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.export.figures import BEST
from marsad.export.seen import Seen

_STATUSES = ("civilian", "combatant", "police")
_DEMOGRAPHICS = ("children", "women", "men", "elderly")


@dataclass(frozen=True, slots=True)
class Part:
    """People of one status and one sex or age (None where it is not said): the best figure, and what it may be at least and at most."""

    status: str
    demographic: str | None
    low: int
    best: int
    high: int


def parts_of(seen: Seen) -> tuple[list[Part], bool]:
    """Give the parts of the dead, and whether what was told had to be cut to fit the whole.

    Women and children are among those of their status and are taken out of it before it is counted.
    """
    whole = _ends(seen, "all")
    rest, parts, cut = whole, [], False
    for status in _STATUSES:
        told = _ends(seen, status)
        cut |= told[1] > rest[1]
        inside, rest = _within(told, rest)
        found, over = _by_demographic(seen, status, inside)
        parts += found
        cut |= over
    parts += [Part("unknown", None, *rest)] if rest[1] or rest[2] else []
    return [part for part in parts if part.high or part.best], cut


Ends = tuple[int, int, int]


def _ends(seen: Seen, group: str) -> Ends:
    """Give low, best and high of a group; an open end stands at the figure nearest to it, nobody told of is nought."""
    found = seen.figures.of("killed", group, BEST)
    if found is None:
        return 0, 0, 0
    low, high = found.low.value, found.high.value
    named = found.best.value if found.best else None
    best = next((end for end in (named, low, high) if end is not None), 0)
    return min(best if low is None else low, best), best, max(best if high is None else high, best)


def _within(told: Ends, rest: Ends) -> tuple[Ends, Ends]:
    """Take a part out of what is left: the part as far as it fits, and what is left then, at least and at most."""
    best = min(told[1], rest[1])
    part = (min(told[0], best), best, max(min(told[2], rest[2]), best))
    left = rest[1] - best
    return part, (min(max(0, rest[0] - part[2]), left), left, max(rest[2] - part[0], left))


def _by_demographic(seen: Seen, status: str, inside: Ends) -> tuple[list[Part], bool]:
    """Part those of a status by sex and age; groups that claims give to this status, or to none."""
    parts, cut = [], False
    for demographic in _DEMOGRAPHICS:
        if _status_of(seen, demographic) != status:
            continue
        told = _ends(seen, demographic)
        cut |= told[1] > inside[1]
        found, inside = _within(told, inside)
        parts.append(Part(status, demographic, *found))
    return [*parts, Part(status, None, *inside)], cut


def _status_of(seen: Seen, demographic: str) -> str:
    """Give the status that the claims of a group state first; civilian where they state none, as it is for women and children."""
    told = (
        claim.victims.status
        for claim in seen.entry.harms
        if claim.outcome == "killed" and claim.victims.demographic == demographic
    )
    return next((status for status in told if status in _STATUSES), "civilian")
