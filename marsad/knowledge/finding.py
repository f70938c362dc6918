"""Looking up what the knowledge knows by any of its names, in Arabic letters or Latin ones: places, groups and forces, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast, get_args

from marsad.knowledge.known import Form, Knowledge, Place
from marsad.model.value import ActorRef, PlaceRef, SourceRef, Status
from marsad.text.fold import fold_word

Kind = Literal["place", "actor", "source"]
Known = PlaceRef | ActorRef | SourceRef
_UNPINNED = ("sea", "river", "country")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Something that has a name looked for: what it is, the name that was met, and how many people live there (0 where none do)."""

    value: Known
    name: str
    people: int = 0


def find(knowledge: Knowledge, kind: Kind, words: str, most: int = _MOST) -> list[Known]:
    """Give what is called so: whole names first, then names that begin so, then names that hold it; large places before small."""
    wanted = _key(words)
    if not wanted:
        return []
    met: dict[Known, tuple[int, int, int, str]] = {}
    for key, found in _names(knowledge)[kind]:
        at = f" {key}".find(f" {wanted}")
        if at >= 0:
            rank = (0 if key == wanted else 1 if at == 0 else 2, -found.people, len(key), key)
            met[found.value] = min(rank, met.get(found.value, rank))
    return sorted(met, key=lambda each: met[each])[:most]


def place_called(knowledge: Knowledge, key: str) -> PlaceRef | None:
    """Give the place of the gazetteer that has an id."""
    place = knowledge.places.get(key)
    return _pinned(place) if place else None


def _key(name: str) -> str:
    return " ".join(fold_word(name.casefold()).replace("-", " ").split())


@lru_cache(maxsize=2)
def _names(knowledge: Knowledge) -> Mapping[Kind, list[tuple[str, Found]]]:
    """Give every name of every thing, once for each knowledge."""
    listed: dict[Kind, dict[tuple[str, Known], Found]] = {kind: {} for kind in get_args(Kind)}
    for kind, found in (*_own_names(knowledge), *_forms(knowledge)):
        listed[kind][_key(found.name), found.value] = found
    return {kind: [(key, found) for (key, _), found in each.items()] for kind, each in listed.items()}


def _own_names(knowledge: Knowledge) -> Iterator[tuple[Kind, Found]]:
    for place in knowledge.places.values():
        yield "place", _found(place, place.name)


def _forms(knowledge: Knowledge) -> Iterator[tuple[Kind, Found]]:
    """Give what each spelled form leads to; of things that are no places, their English name as well."""
    for _, groups in knowledge.automaton.values():
        for *_, forms in groups:
            for form in forms:
                if form.category in ("place", "hamlet"):
                    ids = filter(None, (*form.means["places"].split("|"), *form.means.get("more", "").split("|")))
                    yield from (("place", _found(knowledge.places[each], form.text)) for each in ids)
                elif form.category in ("actor", "source") and "name" in form.means:
                    kind = cast(Kind, form.category)
                    value = _actor(form) if kind == "actor" else _source(form)
                    yield kind, Found(value, form.text)
                    yield kind, Found(value, value.name)


def _found(place: Place, name: str) -> Found:
    return Found(_pinned(place), name, place.population)


def _pinned(place: Place) -> PlaceRef:
    """Give a place as claims name it; what is as wide as a sea or a country has no point."""
    lat, lon = (None, None) if place.kind in _UNPINNED else (place.lat, place.lon)
    return PlaceRef(place.name, place.id, place.country or None, place.admin1 or None, lat, lon, place.precision, "in")


def _actor(form: Form) -> ActorRef:
    means = form.means
    status = cast(Status, means.get("status", "unknown"))
    return ActorRef(means["name"], means.get("id", form.entry), means.get("kind"), means.get("country"), status)


def _source(form: Form) -> SourceRef:
    return SourceRef(form.means["name"], form.means.get("id", form.entry), form.means.get("kind"))
