"""Disjoint sets: things that belong together, joined pair by pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Sets:
    """Sets of names; which name stands for a set depends on its members alone, not on the order of joining."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parent = {name: name for name in names}

    def join(self, first: str, second: str) -> None:
        """Put two names, and all that are joined to them, into one set."""
        a, b = self.find(first), self.find(second)
        self._parent[max(a, b)] = min(a, b)

    def find(self, name: str) -> str:
        """Give the least name of the set that a name is in."""
        while self._parent[name] != name:
            self._parent[name] = name = self._parent[self._parent[name]]
        return name

    def all(self) -> list[tuple[str, ...]]:
        """Give every set, its names in order."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._parent):
            groups[self.find(name)].append(name)
        return [tuple(group) for _, group in sorted(groups.items())]
