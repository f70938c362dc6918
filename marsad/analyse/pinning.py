"""Pinning: which of the places of one name a report means, from its words, its other places and their nearness."""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from marsad.analyse.hamlets import known_otherwise
from marsad.analyse.naming import Naming, holds, listed, naming
from marsad.analyse.unlisted import seated, told_once
from marsad.knowledge.distance import km
from marsad.knowledge.imported import IMPORTED
from marsad.knowledge.known import ARABIC, Place
from marsad.model.mention import Mention
from marsad.model.value import PlaceRef, Precision
from marsad.rules.chart import Node
from marsad.rules.context import Context

_ADVERBIAL = "\u064b"  # the mark of an indefinite accusative, which no name of a place takes
_SAME_KM = 25.0
_NEAR_KM = 80.0
_NEAR_TOKENS = 40
_MARGIN = 1.0  # of ten times the people, or a fifth of what the report says of countries
_COUNTRY = 5.0
_NEAR = 1.5
_NATION = 0.5
_SHARE = 0.4
_MAIN = 0.5
_PEOPLE = {"country": 1e8, "province": 3e4, "region": 2e4, "sea": 1e5, "river": 1e4, "town": 2e4, "village": 2e3}
_UNLISTED = 1e3  # people: what a place of GeoNames of unknown size is taken for
_UNKNOWN, _UNSUNG = 1e2, 3e2  # people: likewise one of a full gazetteer, at least and at most: its towns are listed
_FAMOUS = 2e4  # people: what a hand-kept town counts for at least
_AREAS = ("country", "province", "region", "river", "sea")
_HAMLETS = ("village", "quarter", "site")
_KNOWN = 20_000  # people: a place of that size is named from afar
_FAR_KM = 120.0
_KEPT = ("hand", "own")  # the origins of places that somebody has chosen to list
_SMALL = ("village", "quarter", "site", "camp", "town")
_CITY = 100_000  # people: what is larger is named in reports on other countries
_TOWNS = ("town", "village", "camp")
_WIDE = {"country": "province", "province": "province", "region": "district", "river": "province", "sea": "country"}
_SIDES = {
    "north": "Northern {}", "south": "Southern {}", "east": "Eastern {}", "west": "Western {}", "central": "Central {}",
    "north-east": "Northeastern {}", "north-west": "Northwestern {}", "south-east": "Southeastern {}",
    "south-west": "Southwestern {}", "far north": "Far northern {}",
    "north and centre": "North and Central {}", "south and centre": "South and Central {}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Named:
    mention: Mention
    named: Naming


def unpinned(named: Naming, context: Context) -> PlaceRef:
    """Give the place as its words alone tell it."""
    first = context.knowledge.places[named.places[0]] if named.places else None
    name = named.words or (first.name if first else "")
    return PlaceRef(name, None, None, None, None, None, _precision(named, first), named.relation)


def resolve(mentions: list[Mention], context: Context) -> list[Mention]:
    """Choose the place that each mention means, drop ordinary words and datelines, leave apart what truly competes."""
    found = [_Named(mention, naming(_node(mention, context))) for mention in mentions]
    found = [
        item
        for item in _share_holders(list(_share_kinds(found, context)), context)
        if not _is_other(item, context) and not _is_bare(item)
    ]
    report = _Report(found, context)
    values = [(item.mention, value) for item in found if (value := report.value(item)) is not None]
    return [mention.meaning(value) for mention, value in told_once(values)]


def _node(mention: Mention, context: Context) -> Node:
    start, end = mention.tokens
    nodes = context.chart.at(start, mention.derivation.category)
    return next(node for node in nodes if node.end == end and node.rule == mention.rule)


def _share_kinds(found: Sequence[_Named], context: Context) -> Iterator[_Named]:
    """Let the names that follow a plural ('the provinces of X and Y') take the kind of the first."""
    last: _Named | None = None
    for item in found:
        joined = last is not None and last.named.several and _joined(last.mention, item.mention, context)
        if joined and last is not None and item.mention.derivation.category in ("place", "hamlet"):
            item = _Named(item.mention, _as(item.named, last.named, context))  # noqa: PLW2901
        last = item
        yield item


def _share_holders(found: Sequence[_Named], context: Context) -> Sequence[_Named]:
    """Let a name that no list has lie where the next of its list is told to ('the villages of X and Y in Z')."""
    out = list(found)
    for place in range(len(out) - 2, -1, -1):
        item, behind = out[place], out[place + 1]
        open_ = bool(item.named.words) and not item.named.places and not item.named.inside
        if open_ and behind.named.inside and _joined(item.mention, behind.mention, context):
            out[place] = replace(item, named=replace(item.named, inside=behind.named.inside))
    return out


def _as(named: Naming, first: Naming, context: Context) -> Naming:
    places = context.knowledge.places
    kinds = {places[place].kind for place in first.places}
    kinds = kinds.union(_TOWNS) if kinds.intersection(_TOWNS) else kinds
    alike = tuple(place for place in named.places if places[place].kind in kinds)
    return replace(first, places=alike or named.places, ordinary=named.ordinary, faint=named.faint, words=named.words)


def _is_bare(item: _Named) -> bool:
    """Say whether a name that any word may be stands alone."""
    return item.named.faint and item.named.ordinary and not item.named.cued


def _joined(one: Mention, other: Mention, context: Context) -> bool:
    """Say whether two mentions stand side by side in one list."""
    between = context.tokens[one.tokens[1] : other.tokens[0]]
    if not between:
        return "wa" in other.particles
    return len(between) == 1 and bool(context.chart.at(between[0].index, "place-comma"))


def _is_other(item: _Named, context: Context) -> bool:
    """Say whether the name is part of something else: a person's or an outlet's name, a name that no word vouches for."""
    start = item.mention.tokens[0]
    if _ADVERBIAL in item.mention.quote.text[-2:] or _is_adjective(item.mention, context):
        return True
    if item.mention.derivation.category == "place" and not item.mention.particles:
        return any(node.end == start for back in (1, 2) for node in context.chart.at(start - back, "place-not"))
    return False


def _is_adjective(mention: Mention, context: Context) -> bool:
    """Say whether a country's name is an adjective here, as its letters allow ('the Saudi army'): unless led to as a place."""
    start, end = mention.tokens
    chart = context.chart
    if end - start > 1 or mention.particles or not mention.quote.text.endswith(ARABIC.feminine):
        return False
    if not any(node.end == end for node in chart.at(start, "nationality")):
        return False
    return start > 0 and not (chart.at(start - 1, "place-where") or chart.at(start - 1, "place-before"))


class _Report:
    """What the places of one report say of each other; built once for a report."""

    def __init__(self, found: Sequence[_Named], context: Context) -> None:
        self.context = context
        self.places: Mapping[str, Place] = context.knowledge.places
        self.found = found
        self.starts = [item.mention.tokens[0] for item in found]
        self.backing: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.votes = self._votes()
        self.anchors = list(self._anchors())
        self.anchored = [token for token, _ in self.anchors]
        self.by_country: defaultdict[str, list[Place]] = defaultdict(list)
        for _, anchor in self.anchors:
            self.by_country[anchor.country].append(anchor)
        self.cued = {place for item in found if item.named.cued for place in item.named.places}

    def _votes(self) -> dict[str, float]:
        """Count what speaks of each country; `backing` keeps which names those are."""
        votes: dict[str, float] = defaultdict(float)
        for item in self.found:
            country = self._country(item.named)
            if country and not (item.named.ordinary and not item.named.cued):
                votes[country] += 1.0
                self.backing[country].add(item.named.places)
        for node in self.context.chart.of("nationality"):
            country = str(node.feature("country"))
            votes[country] += _NATION
            self.backing[country].add((node.rule,))
        return votes

    def _country(self, named: Naming) -> str:
        countries = {place.country for place in self._chief(named)}
        return countries.pop() if len(countries) == 1 else ""

    def _chief(self, named: Naming) -> list[Place]:
        """Give the places that a name leads to, or those that hold it; of a full gazetteer's only where there are no others."""
        found = named.places or named.inside
        return [self.places[place] for place in listed(found, self.places) or found]

    def _anchors(self) -> Iterator[tuple[int, Place]]:
        for item in self.found:
            chief = self._chief(item.named) if item.named.places else []
            sure = len(chief) == 1 and (item.named.cued or not item.named.ordinary)
            if sure and chief[0].kind not in ("country", "sea", "river"):
                yield item.mention.tokens[0], chief[0]

    def value(self, item: _Named) -> PlaceRef | None:
        """Give the pinned place; unpinned where readings compete; None where the words name no place after all."""
        named = item.named
        if not named.places:
            return self._unlisted(named)
        if not named.cued and (named.ordinary or self._is_word(item)) and not self._vouched(item):
            return None
        scores = {place: self._score(place, item) for place in self._candidates(item)}
        if not scores:
            return self._unlisted(replace(named, places=(), words=named.words or item.mention.quote.text))
        ranked = sorted(scores, key=lambda place: (-scores[place], place))
        best = self.places[ranked[0]]
        if self._astray(best, item):
            return replace(_apart(named, [best]), name=item.mention.quote.text, country=None, admin1=None)
        if self._remote(best, item):
            return replace(_apart(named, [best]), admin1=None)
        close = [self.places[place] for place in ranked[1:] if scores[best.id] - scores[place] < _MARGIN]
        rivals = [place for place in close if km(best, place) > _SAME_KM and not holds(place, best)]
        return _apart(named, [best, *rivals]) if rivals else _pinned(named, best)

    def _astray(self, place: Place, item: _Named) -> bool:
        """Say whether a small place lies in a country that nothing else in the report speaks of, while it speaks of one."""
        if place.kind not in _SMALL or place.population >= _CITY or item.named.inside:
            return False
        if place.kind != "quarter" and not item.named.ordinary and place.origin in _KEPT:
            return False
        own = self.backing[place.country] - {item.named.places}
        return not own and any(len(names) > 1 for names in self.backing.values())

    def _candidates(self, item: _Named) -> tuple[str, ...]:
        """Give the places that a name may lead to: one of a full gazetteer only where no other fits the report, and it does."""
        ids = item.named.places
        own = listed(ids, self.places)
        if len(own) == len(ids) or any(self._fits(self.places[place], item) for place in own):
            return own
        others = tuple(place for place in ids if place not in own and self._may_be(self.places[place], item))
        return others or own

    def _fits(self, place: Place, item: _Named) -> bool:
        """Say whether nothing in the report speaks against a place that somebody has listed."""
        return bool(item.named.inside) or (self._backed(place, item) and not self._remote(place, item))

    def _backed(self, place: Place, item: _Named) -> bool:
        """Say whether the report speaks of the place's country by other names, or of none."""
        return not self.backing or bool(self.backing[place.country] - {item.named.places})

    def _may_be(self, place: Place, item: _Named) -> bool:
        """Say whether a place of a full gazetteer may be meant by this name: where words around it say that it is a place's."""
        if not (item.named.faint or item.named.cued or item.named.inside):
            return False
        end = item.mention.tokens[1]
        sure = bool(item.named.inside or self._around(place)) or not known_otherwise(end - 1, end, self.context)
        return sure and self._is_told(place, item)

    def _is_told(self, place: Place, item: _Named) -> bool:
        """Say whether a place lies where the report does: in a country that it speaks of, not far from all its places there."""
        if item.named.inside:
            return True
        if not self._backed(place, item):
            return False
        reach = _SAME_KM if place.kind == "quarter" else _FAR_KM
        others = self._around(place)
        return not others or any(km(place, other) <= reach or holds(other, place) for other in others)

    def _around(self, place: Place) -> list[Place]:
        return [other for other in self.by_country.get(place.country, ()) if other.id != place.id]

    def _remote(self, place: Place, item: _Named) -> bool:
        """Say whether a village lies far from all that the report names in its country: rather one that no list has."""
        if place.kind not in _HAMLETS or place.population >= _KNOWN or item.named.inside:
            return False
        others = self._around(place)
        return len(others) > 1 and all(km(place, other) > _FAR_KM and not holds(other, place) for other in others)

    def _score(self, place: str, item: _Named) -> float:
        here = self.places[place]
        total = sum(self.votes.values())
        share = self.votes.get(here.country, 0.0) / total if total else 0.0
        near = _NEAR if self._near(here, item, _NEAR_KM) else 0.0
        if here.origin == IMPORTED and self._near(here, item, _SAME_KM):
            near += _NEAR
        return math.log10(_people(here)) + _COUNTRY * share + near

    def _near(self, here: Place, item: _Named, reach: float) -> bool:
        start = item.mention.tokens[0]
        first = bisect.bisect_left(self.anchored, start - _NEAR_TOKENS)
        near = self.anchors[first : bisect.bisect_right(self.anchored, start + _NEAR_TOKENS, first)]
        return any(place.id != here.id and km(place, here) <= reach for _, place in near)

    def _is_word(self, item: _Named) -> bool:
        """Say whether the letters are also a word of another kind ('Sunday'); towns that are widely known are let pass."""
        start, end = item.mention.tokens
        if end - start > 1 or any(_people(self.places[place]) >= _FAMOUS for place in item.named.places):
            return False
        return known_otherwise(start, end, self.context)

    def _vouched(self, item: _Named) -> bool:
        """Say whether an ordinary word stands for a place: named with a cue elsewhere, or in a list of places."""
        if self.cued.intersection(item.named.places):
            return True
        if self._is_word(item) or not self._located(item):
            return False
        places = self._chief(item.named)
        total = sum(self.votes.values())
        share = max(self.votes.get(place.country, 0.0) for place in places) / total if total else 0.0
        return share >= _SHARE or any(place.kind == "country" for place in places)

    def _located(self, item: _Named) -> bool:
        """Say whether a name stands in a list of places or after a word that leads to a place."""
        if "bi" in item.mention.particles:
            return True
        start = item.mention.tokens[0]
        place = bisect.bisect_left(self.starts, start)
        before, behind = self.found[max(0, place - 1) : place], self.found[place + 1 : place + 2]
        listed = any(_joined(other.mention, item.mention, self.context) for other in before)
        listed = listed or any(_joined(item.mention, other.mention, self.context) for other in behind)
        return listed or bool(start and self.context.chart.at(start - 1, "place-where"))

    def _unlisted(self, named: Naming) -> PlaceRef | None:
        holders = self._chief(replace(named, places=()))
        countries = {place.country for place in holders}
        country = countries.pop() if len(countries) == 1 else self._main_country()
        if not named.words:
            return self._part_of(country, named)
        provinces = {place.admin1 for place in holders if place.kind != "country"}
        admin1 = provinces.pop() if len(provinces) == 1 else ""
        found = PlaceRef(
            named.words, None, country or None, admin1 or None, None, None, _precision(named, None), named.relation
        )
        return seated(found, holders)

    def _main_country(self) -> str:
        """Give the country that most of the report's places lie in, or nothing."""
        total = sum(self.votes.values())
        best = max(self.votes, key=lambda country: (self.votes[country], country), default="")
        return best if total and self.votes[best] / total >= _MAIN else ""

    def _part_of(self, country: str, named: Naming) -> PlaceRef | None:
        if country.lower() not in self.places:
            return None
        return _pinned(named, self.places[country.lower()])


def _people(place: Place) -> float:
    if place.origin in _KEPT:
        return max(float(place.population), _PEOPLE.get(place.kind, 2e3))
    if place.origin == IMPORTED:
        return min(max(float(place.population), _UNKNOWN), _UNSUNG)
    return max(float(place.population), _UNLISTED)


def _pinned(named: Naming, place: Place) -> PlaceRef:
    """Give the place; an area's side is a part of it, a town's side is near it."""
    relation, name = named.relation, place.name
    if named.side and (place.kind in _AREAS or relation == "countryside"):
        relation = "part" if relation == "near" else relation
        name = _SIDES[named.side].format(name)
    if relation == "countryside":
        name = f"{name} countryside"
    exact = place.kind not in ("sea", "river", "country") and not (place.kind == "region" and not place.country)
    lat, lon = (place.lat, place.lon) if exact else (None, None)
    name = named.form.format(name)
    precision = _precision(named, place)
    return PlaceRef(name, place.id, place.country or None, place.admin1 or None, lat, lon, precision, relation)


def _apart(named: Naming, rivals: Sequence[Place]) -> PlaceRef:
    """Leave a name unpinned that may be either of several places; what they share is kept."""
    countries = {place.country for place in rivals}
    provinces = {place.admin1 for place in rivals}
    country = countries.pop() if len(countries) == 1 else None
    admin1 = provinces.pop() if country and len(provinces) == 1 else None
    precision = _precision(named, rivals[0])
    return PlaceRef(rivals[0].name, None, country or None, admin1 or None, None, None, precision, named.relation)


def _precision(named: Naming, place: Place | None) -> Precision:
    if named.precision != "keep" and (place is None or named.kind in ("province", "district", "wide", "site")):
        return cast(Precision, named.precision)
    if place is None:
        return "province"
    if named.precision == "site" and named.relation == "part":
        return "site"
    if named.side and place.kind in _AREAS:
        return cast(Precision, _WIDE[place.kind])
    return place.precision
