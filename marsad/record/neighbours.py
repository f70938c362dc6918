"""The accounts that can be one with given ones, found in the store by place and day, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from marsad.reconcile.block import stand
from marsad.reconcile.cluster import NONE, Pair, Verdicts, ordered
from marsad.reconcile.compare import link
from marsad.reconcile.sketch import Sketch
from marsad.record.filed import drawn
from marsad.store.accounts import accounts_by_id, near


@dataclass(slots=True)
class Neighbourhood:
    """Accounts that are linked with each other, and the scores of the pairs that link them."""

    connection: Connection
    verdicts: Verdicts = NONE
    sketches: dict[str, Sketch] = field(default_factory=dict)
    linked: dict[Pair, float] = field(default_factory=dict)
    _known: dict[str, Sketch | None] = field(default_factory=dict)

    def grow(self, seeds: Iterable[str]) -> None:
        """Take in the seeds and all that links to them, step by step, until nothing more does."""
        members: set[str] = set()
        front = set(seeds)
        while front:
            members |= front
            self._learn(front)
            front = {other for each in sorted(front) for other in self._links(each)} - members
        self.sketches = {each: known for each in sorted(members) if (known := self._known[each])}

    def _learn(self, ids: Iterable[str]) -> None:
        unknown = [each for each in ids if each not in self._known]
        self._known |= dict.fromkeys(unknown)
        self._known |= {kept.id: drawn(kept) for kept in accounts_by_id(self.connection, unknown)}

    def _links(self, each: str) -> Iterator[str]:
        """Give what an account is linked to, by judgement or by score."""
        yield from (other for pair in self.verdicts.same if each in pair for other in pair)
        one = self._known[each]
        here = stand(one) if one else None
        if one is None or here is None:
            return
        days = here.days_about()
        beside = near(self.connection, here.squares_about(), days.start, days.stop - 1)
        self._learn(beside)
        for other in beside:
            two = self._known[other]
            if two and two.document != one.document and self._is_link(one, two):
                yield other

    def _is_link(self, one: Sketch, two: Sketch) -> bool:
        pair = ordered(one.id, two.id)
        found = self.linked.get(pair) or link(one, two)
        if found is not None:
            self.linked[pair] = found
        return found is not None
