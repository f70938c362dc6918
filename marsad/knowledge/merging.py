"""One place in two lists is one place: the one that is kept stays, and gains the other's names and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from marsad.knowledge.distance import km
from marsad.knowledge.known import ARABIC
from marsad.knowledge.rows import Row, slug
from marsad.text.fold import fold_word

_SAME_PLACE_KM = 15.0
_SETTLED = ("town", "village", "camp", "quarter")
_WIDE = ("country", "sea", "river", "region")


def merge(kept: Iterable[Row], more: Iterable[Row]) -> list[Row]:
    """Join each further place to the kept one that it is; those that are none of them are added."""
    found = _Found(kept)
    added: list[Row] = []
    for row in more:
        twins = found.twins(row)
        if twins:
            found.join(row, twins[0])
        else:
            added.append(row)
    return [*found.rows.values(), *added]


class _Found:
    """The kept places, by id and by name."""

    def __init__(self, kept: Iterable[Row]) -> None:
        self.rows = {row.id: row for row in kept}
        self.called: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.rows.values():
            for name in _called(row):
                self.called[_land(row), name].append(row.id)

    def twins(self, row: Row) -> list[Row]:
        """Give the kept places that a further one may be, the best first: of its id, else those near that share a name."""
        if row.id in self.rows:
            return [self.rows[row.id]]
        ids = {twin for name in _called(row) for twin in self.called[_land(row), name]}
        alike = [self.rows[twin] for twin in ids if _same(self.rows[twin], row)]
        return sorted(alike, key=lambda twin: (*_strangeness(twin, row), twin.id))

    def join(self, row: Row, twin: Row) -> None:
        """Give a kept place the people and the names of the further one that it is, but no name of another kept one."""
        known = {fold_word(name) for name, _ in twin.names}
        names = twin.names + tuple(
            pair for pair in row.names if fold_word(pair[0]) not in known and self._free(pair[0], twin)
        )
        self.rows[twin.id] = replace(twin, population=twin.population or row.population, names=names)

    def _free(self, name: str, twin: Row) -> bool:
        key = fold_word(name).removeprefix(ARABIC.article)
        others = (*self.called.get((_land(twin), key), ()), *self.called.get(("", key), ()))
        return all(other == twin.id for other in others)


def _strangeness(kept: Row, row: Row) -> tuple[bool, bool, float]:
    return kept.kind not in _SETTLED, slug(kept.name) != slug(row.name), km(kept, row)


def _called(row: Row) -> set[str]:
    """Give what a place goes by: a province by its one name here as well, however its list spells it."""
    return row.spelled() | ({f"province {row.admin1}"} if row.kind == "province" else set())


def _land(row: Row) -> str:
    """Give what a place's country is compared by: GeoNames divides Palestine and Israel in its own way."""
    return "PS" if row.country == "IL" else row.country


def _same(kept: Row, row: Row) -> bool:
    """Say whether two places that share a name and a country are one: provinces anywhere, others where they are near."""
    if "province" in (kept.kind, row.kind):
        return kept.kind == row.kind
    return kept.kind not in _WIDE and km(kept, row) <= _SAME_PLACE_KM
