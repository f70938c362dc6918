"""How far two places lie apart."""

from __future__ import annotations

import math
from typing import Protocol


class Located(Protocol):
    """Anything with degrees of WGS 84."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def lon(self) -> float:
        """Degrees east."""


def km(one: Located, other: Located) -> float:
    """Give the distance of two places."""
    north, south = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))
