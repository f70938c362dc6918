"""From scored pairs to groups of accounts: the best pairs first, and no group that holds two that can't be one.

Independent of the order of its input: pairs are taken by score and then by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from marsad.reconcile.compare import score
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.weights import DEFAULT, NEVER, Weights

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people decided about pairs of accounts; it goes before every score."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


NONE = Verdicts()


@dataclass(slots=True)
class Clustering:
    """Accounts in growing groups; a pair that blocking did not bring together is scored when it is asked for."""

    sketches: Mapping[str, Sketch]
    verdicts: Verdicts = NONE
    weights: Weights = DEFAULT
    scores: dict[Pair, float] = field(default_factory=dict)
    group_of: dict[str, list[str]] = field(default_factory=dict)

    def score(self, pair: Pair) -> float:
        """Give the score of two accounts; each pair is scored once."""
        if pair not in self.scores:
            self.scores[pair] = score(self.sketches[pair[0]], self.sketches[pair[1]], self.weights)
        return self.scores[pair]

    def join(self, pair: Pair, *, forced: bool = False) -> None:
        """Make one group of the groups of two accounts, unless something in them forbids it."""
        left, right = self._group(pair[0]), self._group(pair[1])
        if left is right or not (forced or self._may_join(left, right)):
            return
        merged = sorted(left + right)
        for account in merged:
            self.group_of[account] = merged

    def _group(self, account: str) -> list[str]:
        return self.group_of.setdefault(account, [account])

    def _may_join(self, left: list[str], right: list[str]) -> bool:
        """Say whether no pair across the two is impossible or judged different, and the pairs fit well enough taken together."""
        pairs = [ordered(a, b) for a in left for b in right]
        if any(pair in self.verdicts.different for pair in pairs):
            return False
        scores = [self.score(pair) for pair in pairs]
        return min(scores) > NEVER / 2 and sum(scores) / len(scores) >= self.weights.mean


def ordered(one: str, other: str) -> Pair:
    """Write a pair in the one order that it is known by."""
    return (one, other) if one < other else (other, one)


def cluster(
    sketches: Mapping[str, Sketch], scored: Mapping[Pair, float], verdicts: Verdicts = NONE, weights: Weights = DEFAULT
) -> list[tuple[str, ...]]:
    """Group accounts by the scores of their candidate pairs; give the groups, each sorted."""
    clustering = Clustering(sketches, verdicts, weights, dict(scored))
    for pair in sorted(verdicts.same):
        if pair[0] in sketches and pair[1] in sketches:
            clustering.join(pair, forced=True)
    for pair in sorted(
        (pair for pair in scored if scored[pair] >= weights.join), key=lambda pair: (-scored[pair], pair)
    ):
        clustering.join(pair)
    return sorted({tuple(clustering.group_of.get(each, [each])) for each in sketches})
