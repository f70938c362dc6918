"""Deaths by side: as far as the claims say whose the dead were; the rest stays unknown, and nobody is counted twice."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.export.figures import BEST
from marsad.export.seen import Seen
from marsad.model.claim import HarmClaim
from marsad.model.incident import Range

_FIGHTERS = ("combatant", "police")


@dataclass(frozen=True, slots=True)
class Deaths:
    """The dead of an event by side; the four parts add up to `best`. `cut` says that what was told added up to more."""

    first: int
    second: int
    civilians: int
    unknown: int
    low: int
    high: int
    cut: bool

    @property
    def best(self) -> int:
        """Give the best figure."""
        return self.first + self.second + self.civilians + self.unknown


def deaths_of(seen: Seen, first: str, second: str) -> Deaths:
    """Split the best figure by side; a side without a name takes none."""
    best, low, high = _whole(seen.figures.of("killed", "all", BEST))
    told = seen.figures.best("killed", "civilian", BEST) or 0
    civilians = min(told, best)
    one, other = (_of_side(seen, name) if name else 0 for name in (first, second))
    over = one + other > best - civilians
    if over:
        one, other = 0, 0
    unknown = best - civilians - one - other
    return Deaths(one, other, civilians, unknown, min(low, best), max(high, best), over or told > best)


def _whole(found: Range | None) -> tuple[int, int, int]:
    """Give best, low and high; an end that is open stands at the figure nearest to it."""
    if found is None:
        return 0, 0, 0
    low, high = found.low.value, found.high.value
    named = found.best.value if found.best else None
    best = named if named is not None else low if low is not None else high or 0
    return best, best if low is None else low, best if high is None else high


def _of_side(seen: Seen, name: str) -> int:
    """Give the dead fighters of a side, where all the claims that set the figure of a group speak of that side, or count theirs apart."""
    return sum(_share(seen, seen.figures.of("killed", group, BEST), name) for group in _FIGHTERS)


def _share(seen: Seen, found: Range | None, name: str) -> int:
    end = found and (found.best or found.low)
    if not end or not end.value:
        return 0
    claims = [claim for key in end.claims if isinstance(claim := seen.entry.claims.get(key), HarmClaim)]
    theirs = [claim for claim in claims if claim.victims.actor and claim.victims.actor.name == name]
    if claims and len(theirs) == len(claims):
        return end.value
    counted = sum(claim.count.low or 0 for claim in claims)
    return sum(claim.count.low or 0 for claim in theirs) if counted == end.value else 0
