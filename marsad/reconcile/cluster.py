"""From scored pairs to groups of accounts: the best pairs first, and no group that holds two that can't be one.

Independent of the order of its input: pairs are taken by score and then by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from marsad.model.incident import Link
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
    links: dict[Pair, Link] = field(default_factory=dict)
    group_of: dict[str, list[str]] = field(default_factory=dict)

    def link(self, one: str, other: str) -> Link:
        """Give the link of two accounts, scored once."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.links:
            self.links[pair] = score(self.sketches[pair[0]], self.sketches[pair[1]], self.weights)
        return self.links[pair]

    def join(self, one: str, other: str, *, forced: bool = False) -> None:
        """Make one group of the groups of two accounts, unless something in them forbids it."""
        left, right = self._group(one), self._group(other)
        if left is right or not (forced or self._may_join(left, right)):
            return
        merged = sorted(left + right)
        for account in merged:
            self.group_of[account] = merged

    def _group(self, account: str) -> list[str]:
        return self.group_of.setdefault(account, [account])

    def _may_join(self, left: list[str], right: list[str]) -> bool:
        """Say whether no pair across the two is impossible or judged different, and the pairs fit well enough taken together."""
        pairs = [(min(a, b), max(a, b)) for a in left for b in right]
        if any(pair in self.verdicts.different for pair in pairs):
            return False
        scores = [self.link(*pair).score for pair in pairs]
        return min(scores) > NEVER / 2 and sum(scores) / len(scores) >= self.weights.mean


def cluster(
    sketches: Iterable[Sketch], pairs: Iterable[Pair], verdicts: Verdicts = NONE, weights: Weights = DEFAULT
) -> tuple[list[tuple[str, ...]], dict[Pair, Link]]:
    """Group accounts by their candidate pairs; give the groups, each sorted, and every link that was scored."""
    known = {each.id: each for each in sketches}
    clustering = Clustering(known, verdicts, weights)
    for pair in sorted(clustering.verdicts.same):
        if pair[0] in known and pair[1] in known:
            clustering.join(*pair, forced=True)
    links = sorted((clustering.link(*pair) for pair in pairs), key=lambda link: (-link.score, link.first, link.second))
    for link in links:
        if link.score >= clustering.weights.join:
            clustering.join(link.first, link.second)
    groups = {tuple(clustering.group_of.get(each, [each])) for each in known}
    return sorted(groups), clustering.links
