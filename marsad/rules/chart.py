"""Readings of runs of tokens, indexed by where they start and what they are."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec

from marsad.model.mention import Derivation
from marsad.model.span import Span
from marsad.text.tokens import Token


class Node(msgspec.Struct, eq=False):
    """One reading of tokens `[start, end)`: what it is, what it means, and the rule and parts that made it.

    A structure made in C, for this is what is made most often, and not frozen, for `letters` waits; nobody changes one otherwise.
    `letters` is the span, or what finds it when somebody asks, for few do. `span` leaves out the particles that were cut off (`prefix`, `suffix`); `particles` names the first kind.
    """

    start: int
    end: int
    letters: Span | Callable[[Node], Span]
    category: str
    value: Any
    rule: str
    parts: tuple[Node, ...] = ()
    prefix: str = ""
    suffix: str = ""
    particles: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        letters = self.letters
        if not isinstance(letters, Span):
            letters = self.letters = letters(self)
        return letters

    def feature(self, key: str) -> str | None:
        """Give a feature of the meaning, where the value is a mapping or has such an attribute."""
        value = self.value
        found = value.get(key) if value.__class__ is dict else getattr(value, key, None)
        return None if found is None else str(found)

    def derivation(self) -> Derivation:
        """Give how this reading came about, as far down as words."""
        parts = tuple([part.derivation() for part in self.parts]) if self.parts else ()
        return Derivation(self.rule, self.span, self.category, parts)

    def words(self) -> set[str]:
        """Give the ids of all rules and entries in the derivation."""
        return {self.rule}.union(*(part.words() for part in self.parts))


_IN_TEXT = operator.attrgetter("start", "end")
_NONE: tuple[Node, ...] = ()
_NOWHERE: dict[int, list[Node] | None] = {}
Maker = Callable[[int, str], list[Node]]
"""Makes the readings of the words of a category that begin at a token."""


class Chart:
    """All readings of one document; a reading once added stays.

    Readings of words are made when somebody asks for them; until then only the tokens at which they begin are known.
    """

    def __init__(self, tokens: tuple[Token, ...], words: Sequence[Collection[str]], make: Maker) -> None:
        """Take for each token the categories of the words that begin with it, and what makes those words."""
        self.tokens = tokens
        self._words = words
        self._make = make
        self._starts: defaultdict[str, dict[int, list[Node] | None]] = defaultdict(dict)
        for token, categories in enumerate(words):
            for category in categories:
                self._starts[category][token] = None
        self._of: dict[str, list[Node]] = {}
        self._added: defaultdict[int, set[str]] = defaultdict(set)
        self._unsorted: set[str] = set()

    def add(self, node: Node) -> None:
        """Add a reading."""
        start, category = node.start, node.category
        starts = self._starts[category]
        here = starts.setdefault(start, [])
        (self._made(start, category) if here is None else here).append(node)
        self._added[start].add(category)
        self._unsorted.add(category)
        if category in self._of:
            self._of[category].append(node)

    def extend(self, nodes: Iterable[Node]) -> None:
        """Add several readings."""
        for node in nodes:
            self.add(node)

    def _made(self, start: int, category: str) -> list[Node]:
        """Make the readings of words of a category that are known to begin at a token."""
        made = self._starts[category][start] = self._make(start, category)
        return made

    def starts(self, category: str) -> Collection[int]:
        """Give the tokens at which readings of a category begin, without making any of them."""
        return self._starts.get(category, _NOWHERE)

    def beginning(self, start: int) -> set[str]:
        """Give the categories of the readings that begin at a token, without making any of them."""
        words = self._words[start] if 0 <= start < len(self._words) else ()
        return {*words, *self._added.get(start, ())}

    def at(self, start: int, category: str) -> Sequence[Node]:
        """Give the readings of a category that start at a token, words first, then in the order they were made."""
        if category not in self._starts:
            return _NONE
        here = self._starts[category].get(start, _NONE)
        return self._made(start, category) if here is None else here

    def of(self, category: str) -> Sequence[Node]:
        """Give the readings of a category in the order of the text."""
        nodes = self._of.get(category)
        if nodes is None:
            nodes = self._of[category] = []
            begun = self._starts.get(category, _NOWHERE)
            for start, known in begun.items():
                here = begun[start] = self._make(start, category) if known is None else known
                nodes += here
        if category in self._unsorted:
            nodes.sort(key=_IN_TEXT)
            self._unsorted.discard(category)
        return nodes

    def categories(self) -> set[str]:
        """Give the categories that any reading has."""
        return set(self._starts)

    def rules(self) -> set[str]:
        """Give the ids of all words and rules that made a reading."""
        return {node.rule for category in self.categories() for node in self.of(category)}

    def has(self, category: str) -> bool:
        """Say whether any reading has the category."""
        return category in self._starts
