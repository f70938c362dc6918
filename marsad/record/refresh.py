"""Bringing the incidents up to date: all of them anew, or those alone that new accounts and judgements can touch.

Both give the same. An account can change only the incidents of the accounts that it can be linked to, directly or through others;
these are found in the store by place and day, and the rest is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.reconcile.block import candidates, stand
from marsad.reconcile.cluster import NONE, Pair, Verdicts, cluster, ordered
from marsad.reconcile.compare import score
from marsad.reconcile.decisions import verdicts
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.view import incident
from marsad.reconcile.weights import DEFAULT
from marsad.record.filed import filed, loaded
from marsad.store.accounts import accounts_by_id, near
from marsad.store.batches import batches

_AT_ONCE = 400


@dataclass(slots=True)
class Neighbourhood:
    """Accounts that can be one with each other, found from some of them outwards, and the pairs that link them."""

    connection: Connection
    verdicts: Verdicts = NONE
    sketches: dict[str, Sketch] = field(default_factory=dict)
    scored: dict[Pair, float] = field(default_factory=dict)

    def grow(self, seeds: Iterable[str]) -> None:
        """Take in the seeds and all that links to them, step by step, until nothing more does."""
        members: set[str] = set()
        front = set(seeds)
        while front:
            members |= front
            self._learn(front)
            front = {other for each in sorted(front) for other in self._linked(each)} - members
        self.sketches = {each: self.sketches[each] for each in members if each in self.sketches}

    def _learn(self, ids: Iterable[str]) -> None:
        for kept in accounts_by_id(self.connection, [each for each in ids if each not in self.sketches]):
            drawn = filed(kept).sketch
            if drawn:
                self.sketches[kept.id] = drawn

    def _linked(self, each: str) -> Iterator[str]:
        """Give what an account is linked to, by score or by judgement."""
        yield from (other for pair in self.verdicts.same if each in pair for other in pair if other != each)
        one = self.sketches.get(each)
        here = stand(one) if one else None
        if one is None or here is None:
            return
        days = here.days_about()
        beside = near(self.connection, here.squares_about(), days.start, days.stop - 1)
        self._learn(beside)
        for other in beside:
            two = self.sketches.get(other)
            if two and two.document != one.document and self._score(one, two) >= DEFAULT.join:
                yield other

    def _score(self, one: Sketch, two: Sketch) -> float:
        pair = ordered(one.id, two.id)
        if pair not in self.scored:
            self.scored[pair] = score(one, two)
        return self.scored[pair]
