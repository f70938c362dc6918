"""Joint tolls: what one number over two outcomes says of each."""

from __future__ import annotations

from dataclasses import replace

from marsad.claims.quantity import Quantity
from marsad.model.value import Count

UNDIVIDED = "undivided-number"
_VAGUE = Count(None, None, "vague")


def shared(quantity: Quantity) -> Quantity:
    """Give a number of two outcomes as what it says of each: no more than that many; an open one says no number."""
    if quantity.count.high is None:
        return replace(quantity, count=_VAGUE)
    return replace(quantity, count=Count(None, quantity.count.high, "at_most"))
