"""How a place is named in a text: the places that its words may mean, and how it lies to them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from marsad.knowledge.distance import km
from marsad.knowledge.imported import IMPORTED
from marsad.knowledge.known import Place
from marsad.rules.chart import Node

Relation = Literal["in", "near", "countryside", "part"]

_ANY = "any"
_FITS = {
    "town": ("town", "village", "camp", "quarter", "district", "site"),
    "quarter": ("quarter", "site", "camp", "village", "town"),
    "camp": ("camp", "quarter", "town", "village", "site"),
    "province": ("province", "region"),
    "district": ("district", "town", "village", "region", "quarter"),
    "wide": ("province", "town", "district", "region", "country", "village"),
    "country": ("country",),
}
_LEVEL = {
    "sea": 0, "country": 1, "river": 2, "region": 2, "province": 2, "district": 3, "town": 4, "village": 4, "camp": 4,
    "quarter": 5, "site": 5,
}  # fmt: skip
_BESIDE_KM = 120.0
_REGION_KM = 150.0
_TOWN_KM = 30.0
_TURNS = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}
_SEVERAL = 2
_CITY = 100_000  # people: no quarter is as large as that, nor is one named after itself


@dataclass(frozen=True, slots=True)
class Naming:
    """What some words say of a place: its candidates by id, or its bare `words` where the gazetteer knows none.

    `kind` and `precision` are those of the word before the name (`keep`: the place's own); `form` is how its English
    name is made of the place's; `side` a point of the compass; `inside` the candidates of the place that holds it;
    `cued` says that words around it vouch for it, `ordinary` that it needs that; `several` that more names follow;
    `faint` that only places of a full gazetteer are called so, of which the report may mean none: `words` are kept.
    """

    places: tuple[str, ...] = ()
    kind: str = _ANY
    precision: str = "keep"
    relation: Relation = "in"
    form: str = "{}"
    side: str = ""
    words: str = ""
    inside: tuple[str, ...] = ()
    cued: bool = False
    ordinary: bool = False
    several: bool = False
    faint: bool = False


def naming(node: Node) -> Naming:
    """Give what a reading names; a word of the gazetteer names all places that are called so."""
    if isinstance(node.value, Naming):
        return node.value
    value: Mapping[str, str] = node.value
    return _called(value["places"], value.get("more"), "cue" in value, "faint" in value)


@functools.lru_cache(maxsize=1 << 12)
def _called(places: str, more: str | None, ordinary: bool, faint: bool) -> Naming:
    ids = (*places.split("|"), *(more.split("|") if more is not None else ()))
    return Naming(ids, ordinary=ordinary, faint=faint)


def listed(ids: Iterable[str], places: Mapping[str, Place]) -> tuple[str, ...]:
    """Keep the places that are not of a full gazetteer alone: most of those no report ever names."""
    return tuple(place for place in ids if places[place].origin != IMPORTED)


def fitting(ids: Iterable[str], kind: str, places: Mapping[str, Place]) -> tuple[str, ...]:
    """Keep the candidates that a word for a kind of place may stand before."""
    if kind not in _FITS:
        return tuple(ids)
    found = [places[place] for place in ids if places[place].kind in _FITS[kind]]
    found = [place for place in found if place.kind == _FITS[kind][0] == "province"] or found
    if kind == "quarter":
        found = [place for place in found if place.population < _CITY or place.kind == "quarter"]
    return tuple(place.id for place in found)


def holds(outer: Place, inner: Place, *, beside: bool = False) -> bool:
    """Say whether one place lies within another, or right by it where the words say so ('north of Aleppo')."""
    if outer.id == inner.id or (outer.country and outer.country != inner.country):
        return False
    if beside and _LEVEL[outer.kind] >= _LEVEL["district"]:
        return km(outer, inner) <= _BESIDE_KM
    return _LEVEL[outer.kind] < _LEVEL[inner.kind] and _spans(outer, inner)


def _spans(outer: Place, inner: Place) -> bool:
    if outer.kind in ("country", "sea"):
        return True
    if outer.kind == "province":
        return outer.admin1 == inner.admin1
    if outer.kind in ("region", "river"):
        return (outer.admin1 != "" and outer.admin1 == inner.admin1) or km(outer, inner) <= _REGION_KM
    return km(outer, inner) <= _TOWN_KM


def held(inner: Iterable[str], outer: Iterable[str], places: Mapping[str, Place], *, beside: bool) -> tuple[str, ...]:
    """Keep the candidates that lie within one of the candidates of another name."""
    around = [places[place] for place in outer]
    return tuple(p for p in inner if any(holds(place, places[p], beside=beside) for place in around))


def on_side(ids: tuple[str, ...], outer: Naming, places: Mapping[str, Place]) -> tuple[str, ...]:
    """Keep, of several candidates, those on the side of a place that the words tell ('west of Idlib'), if there are any."""
    turns = [turn for side, turn in _TURNS.items() if side in outer.side]
    if len(ids) < _SEVERAL or not turns:
        return ids
    around = [places[place] for place in outer.places]
    return tuple(p for p in ids if any(_lies(places[p], place, turns) for place in around)) or ids


def _lies(place: Place, other: Place, turns: Iterable[tuple[int, int]]) -> bool:
    return all((place.lat - other.lat) * north + (place.lon - other.lon) * east > 0 for north, east in turns)
