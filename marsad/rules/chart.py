"""Readings of runs of tokens, indexed by where they start and what they are."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.model.mention import Derivation
from marsad.model.span import Span
from marsad.text.tokens import Token


@dataclass(slots=True, eq=False)
class Node:
    """One reading of tokens `[start, end)`: what it is, what it means, and the rule and parts that made it.

    Not frozen, because freezing would triple the cost of what is made most often; nobody changes one all the same.
    `span` leaves out the particles that were cut off (`prefix`, `suffix`); `particles` names the first kind.
    """

    start: int
    end: int
    span: Span
    category: str
    value: Any
    rule: str
    parts: tuple[Node, ...] = ()
    prefix: str = ""
    suffix: str = ""
    particles: tuple[str, ...] = ()

    def feature(self, key: str) -> str | None:
        """Give a feature of the meaning, where the value is a mapping or has such an attribute."""
        found = self.value.get(key) if isinstance(self.value, dict) else getattr(self.value, key, None)
        return None if found is None else str(found)

    def derivation(self) -> Derivation:
        """Give how this reading came about, as far down as words."""
        return Derivation(self.rule, self.span, self.category, tuple(part.derivation() for part in self.parts))

    def words(self) -> set[str]:
        """Give the ids of all rules and entries in the derivation."""
        return {self.rule}.union(*(part.words() for part in self.parts))


_IN_TEXT = operator.attrgetter("start", "end")
Maker = Callable[[], Iterable[Node]]
_NONE: tuple[Node, ...] = ()


class Chart:
    """All readings of one document; a reading once added stays.

    Readings of words come in as makers, one a category, and are made when somebody asks for the category.
    """

    def __init__(
        self,
        tokens: tuple[Token, ...],
        makers: Mapping[str, Maker] | None = None,
        beginning: Mapping[int, Iterable[str]] | None = None,
    ) -> None:
        """Take the words' makers, and the categories of the words that begin at each token."""
        self.tokens = tokens
        self._makers = dict(makers or {})
        self._beginning = defaultdict(set, {start: set(found) for start, found in (beginning or {}).items()})
        self._at: defaultdict[tuple[int, str], list[Node]] = defaultdict(list)
        self._of: defaultdict[str, list[Node]] = defaultdict(list)
        self._sorted: set[str] = set()

    def add(self, node: Node) -> None:
        """Add a reading."""
        self._beginning[node.start].add(node.category)
        self._keep(node)

    def _keep(self, node: Node) -> None:
        category = node.category
        self._at[node.start, category].append(node)
        self._of[category].append(node)
        self._sorted.discard(category)

    def extend(self, nodes: Iterable[Node]) -> None:
        """Add several readings."""
        for node in nodes:
            self.add(node)

    def _make(self, category: str) -> None:
        for node in self._makers.pop(category)():
            self._keep(node)

    def beginning(self, start: int) -> set[str]:
        """Give the categories of the readings that begin at a token, without making any of them."""
        return self._beginning.get(start, set())

    def at(self, start: int, category: str) -> Sequence[Node]:
        """Give the readings of a category that start at a token, in the order they were made."""
        if category in self._makers:
            self._make(category)
        return self._at.get((start, category), _NONE)

    def of(self, category: str) -> Sequence[Node]:
        """Give the readings of a category in the order of the text."""
        if category in self._makers:
            self._make(category)
        nodes = self._of.get(category)
        if nodes is None:
            return _NONE
        if category not in self._sorted:
            nodes.sort(key=_IN_TEXT)
            self._sorted.add(category)
        return nodes

    def categories(self) -> set[str]:
        """Give the categories that any reading has."""
        return self._of.keys() | self._makers.keys()

    def rules(self) -> set[str]:
        """Give the ids of all words and rules that made a reading."""
        return {node.rule for category in self.categories() for node in self.of(category)}

    def has(self, category: str) -> bool:
        """Say whether any reading has the category."""
        return category in self._of or category in self._makers
