"""How well two places agree: the same point, one within the other, or too far apart to be one."""

from __future__ import annotations

from difflib import SequenceMatcher

from marsad.knowledge.distance import km
from marsad.model.incident import Feature
from marsad.model.value import PlaceRef
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.weights import NEVER, Weights

Placed = tuple[Sketch, PlaceRef]

REACH = {"site": 2.0, "town": 4.0, "district": 25.0, "province": 110.0, "country": 800.0}
AROUND = {"in": 0.0, "part": 0.0, "near": 12.0, "countryside": 30.0}
CAPITAL = 60.0
NEAR_KM = 4.0
APART_KM = 12.0
_ALIKE = 0.8
_SHORT = 4


def reach(sketch: Sketch, place: PlaceRef) -> float:
    """Give how far, in km, the real spot may lie from the point of the gazetteer."""
    return CAPITAL if sketch.capital else REACH[place.precision] + AROUND[place.relation]


def agreement(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh two places against each other; what is not placed says nothing."""
    if one.place is None or other.place is None:
        return Feature("place", "not said in one", weights.place_unknown)
    if one.place.country and other.place.country and one.place.country != other.place.country:
        return Feature("place", f"{one.place.name} and {other.place.name} lie in two countries", NEVER)
    if one.place.lat is not None and other.place.lat is not None:
        return Feature("place", *_by_distance((one, one.place), (other, other.place), weights))
    return Feature("place", *_by_name((one, one.place), (other, other.place), weights))


def _by_distance(one: Placed, other: Placed, weights: Weights) -> tuple[str, float]:
    first, second = one[1], other[1]
    distance = km(first, second)  # type: ignore[arg-type]
    seen = f"{first.name} and {second.name}, {distance:.0f} km apart"
    both = one[0].precise and other[0].precise
    if first.id == second.id:
        return f"both in {first.name}", weights.place_same if both else weights.place_same_area
    if both and distance <= NEAR_KM:
        return seen, weights.place_close
    over = distance - reach(*one) - reach(*other)
    return seen, weights.place_within if over <= 0 else weights.place_beside if over <= APART_KM else NEVER


def _by_name(one: Placed, other: Placed, weights: Weights) -> tuple[str, float]:
    """Compare by name where a place is not pinned: an unknown village is the same only under the same name."""
    seen = f"{one[1].name} and {other[1].name}"
    if alike(one[0].name, other[0].name):
        return seen, weights.place_same if one[0].precise and other[0].precise else weights.place_same_area
    if one[0].precise and other[0].precise:
        return f"{seen}, by name alone", weights.place_other_name
    return f"{seen}, one of them not pinned", weights.place_unknown


def alike(one: str, other: str) -> bool:
    """Say whether two bare names are spellings of one, or one holds the other whole."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    return short == long or (
        len(short) >= _SHORT and (short in long or SequenceMatcher(None, one, other).ratio() >= _ALIKE)
    )
