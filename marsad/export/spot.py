"""Where an incident is shown: the place as the profile lets it be known, the same for the same place in every release."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from marsad.export.profile import Profile
from marsad.model.value import PlaceRef, Precision

_ORDER: tuple[Precision, ...] = ("site", "town", "district", "province", "country")
_KM = 111.32
_UNITS = ("district", "province", "country")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as it is shown: names, country (ISO alpha-2), degrees, and by how many kilometres the point may be off by our own doing."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: Precision
    exact: bool
    blur: float = 0.0
    id: str | None = None

    @property
    def pinned(self) -> bool:
        """Say whether it has coordinates."""
        return self.lat is not None and self.lon is not None


def spot_of(place: PlaceRef, profile: Profile) -> Spot:
    """Give a place as the profile lets it be shown; whatever is finer is written as the unit it lies in."""
    shown = Spot(
        place.name,
        place.country,
        place.admin1,
        place.lat,
        place.lon,
        place.precision,
        place.relation == "in",
        id=place.id,
    )
    if _ORDER.index(place.precision) < _ORDER.index(profile.finest):
        shown = _raised(shown, profile.finest)
    return _on_grid(shown, place.precision, profile.grid)


def _raised(spot: Spot, finest: Precision) -> Spot:
    """Name the province instead of the place, or the country alone, whose point is then not shown."""
    if finest == "country":
        return replace(spot, name=spot.country or "", admin1=None, lat=None, lon=None, precision=finest, id=None)
    return replace(spot, name=spot.admin1 or spot.country or "", precision=finest, exact=False, id=None)


def _on_grid(spot: Spot, precision: Precision, grid: float) -> Spot:
    """Move the point to the centre of its cell; a unit's own point tells no more than its name and stays."""
    if not grid or spot.lat is None or spot.lon is None or (precision in _UNITS and spot.precision == precision):
        return spot
    lat, lon = coarsened(spot.lat, spot.lon, grid)
    return replace(spot, lat=lat, lon=lon, blur=math.hypot(grid, grid) / 2 * _KM)


def coarsened(lat: float, lon: float, grid: float) -> tuple[float, float]:
    """Give the centre of the grid cell that a point lies in: a function of the point alone, so that releases can't be compared."""
    return _centre(lat, grid, 90.0), _centre(lon, grid, 180.0)


def _centre(degrees: float, grid: float, limit: float) -> float:
    last = math.ceil(limit / grid - 1e-9) - 1
    cell = max(-last - 1, min(math.floor(degrees / grid + 1e-9), last))
    return round(max(-limit, min((cell + 0.5) * grid, limit)), 6)
