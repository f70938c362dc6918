"""Names that no list has: what the report itself says of where such a place is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.knowledge.known import Place
from marsad.model.mention import Mention
from marsad.model.value import PlaceRef
from marsad.text.fold import fold_word

_TOWNS = ("town", "village", "camp")
_SEATS = (*_TOWNS, "district")
_FINE = ("site", "town", "district")


def seated(found: PlaceRef, holders: Sequence[Place]) -> PlaceRef:
    """Give an unlisted name the coordinates of the town that it is told to lie in or by, which `near` or `part` says.

    A town that its province is named after mostly stands for the province, and is no seat of a village.
    """
    seat = next((place for place in holders if place.kind in _SEATS), None)
    if seat is None:
        return found
    if found.precision == "site" and seat.kind in _TOWNS:
        return replace(found, id=seat.id, lat=seat.lat, lon=seat.lon, relation="part")
    if found.precision not in _FINE or seat.name == seat.admin1:
        return found
    return replace(found, lat=seat.lat, lon=seat.lon, relation="near")


def told_once(values: Sequence[tuple[Mention, PlaceRef]]) -> list[tuple[Mention, PlaceRef]]:
    """Give every mention of an unlisted name what the report says most closely of where it is, as it says so once."""
    best: dict[str, PlaceRef] = {}
    for _, value in values:
        if _is_unlisted(value) and _told(value) > _told(best.get(fold_word(value.name))):
            best[fold_word(value.name)] = value
    return [(mention, _like(value, best)) for mention, value in values]


def _is_unlisted(value: PlaceRef) -> bool:
    return value.id is None and value.name != "" and value.precision in _FINE


def _told(value: PlaceRef | None) -> int:
    """Rank how closely it is told where a place is: not, its province, a town by it."""
    return 0 if value is None else 2 * (value.lat is not None) + (value.admin1 is not None)


def _like(value: PlaceRef, best: dict[str, PlaceRef]) -> PlaceRef:
    told = best.get(fold_word(value.name)) if _is_unlisted(value) else None
    if told is None or _told(told) <= _told(value) or value.country not in (None, told.country):
        return value
    relation = told.relation if told.lat is not None else value.relation
    return replace(value, country=told.country, admin1=told.admin1, lat=told.lat, lon=told.lon, relation=relation)
