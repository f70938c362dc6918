"""Which patterns of a layer can match at all, by the categories that they need: most need one that no report has."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from marsad.rules.rule import ANY, Rule, Variant

Pattern = tuple[Rule, Variant]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The patterns of some rules in their order, and by category the numbers of those that begin with it, and that need it."""

    patterns: Sequence[Pattern]
    begun: Mapping[str, Sequence[int]]
    needing: Mapping[str, Sequence[int]]

    def first(self, present: Collection[str]) -> list[Pattern]:
        """Give the patterns whose first category stands in the document."""
        return self._due(self.begun, present)

    def again(self, fresh: Collection[str]) -> list[Pattern]:
        """Give the patterns that need a category of which readings were added."""
        return self._due(self.needing, fresh)

    def _due(self, known: Mapping[str, Sequence[int]], categories: Collection[str]) -> list[Pattern]:
        numbers = {number for category in known.keys() & categories for number in known[category]}
        return [self.patterns[number] for number in sorted(numbers)]


@functools.lru_cache(maxsize=64)
def agenda(rules: tuple[Rule, ...]) -> Agenda:
    """Give the agenda of some rules, made once; rules are compared by identity. What needs no category at all never matches."""
    patterns = [(rule, variant) for rule in rules for variant in rule.variants]
    begun: defaultdict[str, list[int]] = defaultdict(list)
    needing: defaultdict[str, list[int]] = defaultdict(list)
    for number, (_, variant) in enumerate(patterns):
        named = [item.category for item in variant.items if item.category != ANY]
        for category in named[:1]:
            begun[category].append(number)
        for category in variant.needs:
            needing[category].append(number)
    return Agenda(patterns, begun, needing)
