"""How well two places agree: the same point, one within the other, or too far apart to be one."""

from __future__ import annotations

from difflib import SequenceMatcher

from marsad.knowledge.distance import km
from marsad.model.incident import Feature
from marsad.model.value import PlaceRef
from marsad.reconcile.sketch import Sketch

REACH = {"site": 2.0, "town": 4.0, "district": 25.0, "province": 110.0, "country": 800.0}
AROUND = {"in": 0.0, "part": 0.0, "near": 12.0, "countryside": 30.0}
NEAR_KM = 6.0
APART_KM = 12.0
_ALIKE = 0.8
_SHORT = 4

SAME, CLOSE, WITHIN, BESIDE, OTHER = 3.0, 2.0, 0.5, -1.0, -2.0
APART = -9.0


def reach(place: PlaceRef) -> float:
    """Give how far, in km, the real spot may lie from the point of the gazetteer."""
    return REACH[place.precision] + AROUND[place.relation]


def agreement(one: Sketch, other: Sketch) -> Feature:
    """Weigh two places against each other; what is not placed says nothing."""
    if one.place is None or other.place is None:
        return Feature("place", "not said in one", 0.0)
    if one.place.country and other.place.country and one.place.country != other.place.country:
        return Feature("place", f"{one.place.name} and {other.place.name} lie in two countries", APART)
    if one.place.lat is not None and other.place.lat is not None:
        return _by_distance(one, other, one.place, other.place)
    return _by_name(one, other, one.place, other.place)


def _by_distance(one: Sketch, other: Sketch, first: PlaceRef, second: PlaceRef) -> Feature:
    distance = km(first, second)  # type: ignore[arg-type]
    seen = f"{first.name} and {second.name}, {distance:.0f} km apart"
    both = one.precise and other.precise
    if both and first.id == second.id:
        return Feature("place", f"both in {first.name}", SAME if first.relation == second.relation else CLOSE)
    if both and distance <= NEAR_KM:
        return Feature("place", seen, CLOSE)
    if distance <= reach(first) + reach(second):
        return Feature("place", seen, WITHIN)
    return Feature("place", seen, BESIDE if distance <= reach(first) + reach(second) + APART_KM else APART)


def _by_name(one: Sketch, other: Sketch, first: PlaceRef, second: PlaceRef) -> Feature:
    """Compare by name where a place is not pinned: an unknown village is the same only under the same name."""
    seen = f"{first.name} and {second.name}"
    if alike(one.name, other.name):
        return Feature("place", seen, SAME)
    if one.precise and other.precise:
        return Feature("place", f"{seen}, by name alone", OTHER)
    return Feature("place", f"{seen}, one of them not pinned", 0.0)


def alike(one: str, other: str) -> bool:
    """Say whether two bare names are spellings of one, or one holds the other whole."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    return short == long or (
        len(short) >= _SHORT and (short in long or SequenceMatcher(None, one, other).ratio() >= _ALIKE)
    )
