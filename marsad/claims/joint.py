"""Joint tolls: one number over two outcomes, and what is left of it where the text divides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from marsad.claims.quantity import Quantity
from marsad.model.value import Count

UNDIVIDED = "undivided-number"
_PAIR = ("killed", "injured")
_VAGUE = Count(None, None, "vague")


class Counted(Protocol):
    """What is asked of a claim here."""

    @property
    def outcome(self) -> str: ...

    @property
    def count(self) -> Count: ...

    @property
    def rule(self) -> str: ...

    @property
    def paragraph(self) -> int: ...

    @property
    def place(self) -> tuple[int, int]: ...

    @property
    def is_of_victims(self) -> bool: ...

    @property
    def is_part(self) -> bool: ...


def shared(quantity: Quantity) -> Quantity:
    """Give a number of two outcomes as what it says of each: no more than that many; an open one says no number."""
    if quantity.count.high is None:
        return replace(quantity, count=_VAGUE)
    return replace(quantity, count=Count(None, quantity.count.high, "at_most"))


def is_divided(joint: Counted, others: Iterable[Counted]) -> bool:
    """Say whether the text divides a number of dead and hurt: in the body below the title, or in two parts that add up to it."""
    if joint.outcome not in _PAIR:
        return False
    whole, undivided = joint.count.high, joint.rule == UNDIVIDED
    parts = [other for other in others if other is not joint and _may_divide(other)]
    dead, hurt = ([part for part in parts if part.outcome == outcome] for outcome in _PAIR)
    if undivided and joint.paragraph == 0:
        return any(part.paragraph for part in dead) and any(part.paragraph for part in hurt)
    if not undivided and not joint.is_of_victims:
        return False
    if not undivided:
        dead, hurt = ([part for part in side if _follows(joint, part)] for side in (dead, hurt))
    return any(_sum(a, b) == whole for a in dead for b in hurt)


def _follows(whole: Counted, part: Counted) -> bool:
    sentence, token = part.place
    return sentence == whole.place[0] and token > whole.place[1]


def _may_divide(claim: Counted) -> bool:
    return claim.rule != UNDIVIDED and claim.count.low is not None and not claim.is_part


def _sum(a: Counted, b: Counted) -> int:
    return (a.count.low or 0) + (b.count.low or 0)
