"""How two times or two places compare: the same, one within the other, the sharper of the two."""

from __future__ import annotations

from marsad.knowledge.distance import km
from marsad.model.claim import When, Where
from marsad.model.value import PlaceRef

FINENESS = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
_FINE = ("day", "week")
_TOWN_OR_PROVINCE = 2.5
_SITE_KM = 40.0


def is_day(found: When) -> bool:
    """Say whether a time is a day, or a week at most, and not a period that runs on."""
    return found.time.grain in _FINE and not found.time.open


def sharper(left: When | None, right: When | None) -> When | None:
    """Give the first of two times that is said, but a day rather than a period that runs on."""
    if left is None or right is None:
        return left or right
    return right if left.time.open and not right.time.open else left


def same_time(left: When | None, right: When | None) -> bool:
    """Say whether two times can be of one occurrence: one is not said, or they share a day."""
    if left is None or right is None:
        return True
    a, b = left.time, right.time
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end


def same_place(left: Where | None, right: Where | None) -> bool:
    """Say whether two places can be of one occurrence: not said, the same, one within the other, or close by."""
    if left is None or right is None:
        return True
    a, b = left.place, right.place
    if a.name == b.name or (a.id is not None and a.id == b.id):
        return True
    if holds(a, b) or holds(b, a):
        return True
    fine = min(FINENESS[a.precision], FINENESS[b.precision])
    return fine == 0 and a.admin1 == b.admin1 and not _far(a, b)


def _far(a: PlaceRef, b: PlaceRef) -> bool:
    """Say whether two pinned places lie too far apart for one to be a site of the other."""
    if a.lat is None or b.lat is None:
        return False
    return km(a, b) > _SITE_KM  # type: ignore[arg-type]


def holds(wide: PlaceRef, narrow: PlaceRef) -> bool:
    """Say whether one place is wider than another and has it within."""
    if width(wide) <= width(narrow):
        return False
    if wide.precision == "country":
        return wide.country == narrow.country
    if wide.admin1 is None:
        return wide.country is not None and wide.country == narrow.country
    return wide.admin1 == narrow.admin1


def width(place: PlaceRef) -> float:
    """Give how wide a place is; the side of a town that its province is named after is rather a part of that."""
    return spread(place) if place.relation == "near" else FINENESS[place.precision]


def later_place(last: Where | None, new: Where | None) -> Where | None:
    """Give the place that goes on from here: the new one, unless it is a country, or the area that holds the last."""
    if last is None or new is None:
        return new or last
    wide = new.place.precision == "country" or holds(new.place, last.place)
    return last if wide else new


def narrows(narrow: Where, wide: Where) -> bool:
    """Say whether a place says more closely where a wider one is; a town or site is close enough, and another one another place."""
    if wide.place.name == narrow.place.name:
        return FINENESS[narrow.place.precision] < FINENESS[wide.place.precision]
    return (
        FINENESS[wide.place.precision] > FINENESS["town"] and same_place(narrow, wide) and finer(wide, narrow) is narrow
    )


def finer(left: Where | None, right: Where | None) -> Where | None:
    """Give the more precise of two places, the first among equals."""
    if left is None or right is None:
        return left or right
    return right if spread(right.place) < spread(left.place) else left


def spread(place: PlaceRef) -> float:
    """Give how wide a place is; a town that its province is named after may be either, so that a district is narrower."""
    namesake = place.precision == "town" and place.name == place.admin1
    return _TOWN_OR_PROVINCE if namesake else FINENESS[place.precision]
