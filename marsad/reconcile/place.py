"""How well two places agree: the same point, one within the other, or too far apart to be one."""

from __future__ import annotations

import functools
from difflib import SequenceMatcher

from marsad.knowledge.distance import km
from marsad.model.value import PlaceRef
from marsad.reconcile.sketch import Sketch, is_capital
from marsad.reconcile.weights import NEVER, Weights

Placed = tuple[Sketch, PlaceRef]
REACH = {"site": 2.0, "town": 4.0, "district": 25.0, "province": 110.0, "country": 800.0}
AROUND = {"in": 0.0, "part": 0.0, "near": 12.0, "countryside": 30.0}
CAPITAL = 60.0
NEAR_KM = 4.0
APART_KM = 12.0
DEGREE_KM = 111.2
_ALIKE = 0.8
_SHORT = 4


def reach(sketch: Sketch) -> float:
    """Give how far, in km, the real spot may lie from the point of the gazetteer."""
    return REACH["country"] if sketch.place is None else _reach(sketch.place)


def _reach(place: PlaceRef) -> float:
    return CAPITAL if is_capital(place) else REACH[place.precision] + AROUND[place.relation]


def apart(one: PlaceRef, other: PlaceRef) -> bool:
    """Say whether two pinned places lie too far from each other to be of one occurrence."""
    if one.lat is None or other.lat is None:
        return False
    return km(one, other) > _reach(one) + _reach(other) + APART_KM  # type: ignore[arg-type]


def agreement(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh two places against each other; what is not placed says nothing."""
    if one.place is None or other.place is None:
        return weights.place_unknown
    if one.place.country and other.place.country and one.place.country != other.place.country:
        return NEVER
    if one.place.lat is not None and other.place.lat is not None:
        return _by_distance((one, one.place), (other, other.place), weights)
    return _by_name(one, other, weights)


def _by_distance(one: Placed, other: Placed, weights: Weights) -> float:
    both = one[0].precise and other[0].precise
    if one[1].id == other[1].id:
        return weights.place_same if both else weights.place_same_area
    about = reach(one[0]) + reach(other[0])
    limit = about + APART_KM
    if abs(one[1].lat - other[1].lat) * DEGREE_KM > limit:  # type: ignore[operator]
        return NEVER
    distance = km(one[1], other[1])  # type: ignore[arg-type]
    if distance <= (NEAR_KM if both else about):
        return weights.place_close if both else weights.place_within
    return weights.place_beside if distance <= limit else NEVER


def _by_name(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Compare by name where a place is not pinned: an unknown village is the same only under the same name."""
    both = one.precise and other.precise
    if alike(one.name, other.name):
        return weights.place_same if both else weights.place_same_area
    return weights.place_other_name if both else weights.place_unknown


@functools.lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> bool:
    """Say whether two bare names are spellings of one, or one holds the other whole."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if len(short) < _SHORT or short in long:
        return short == long or len(short) >= _SHORT
    return 2 * len(short) >= _ALIKE * len(one + other) and SequenceMatcher(None, one, other).ratio() >= _ALIKE
