"""A reading prepared for claims: its mentions by dimension and token, and the sentence of each token."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from marsad.analyse.reading import Reading
from marsad.model.mention import Dimension, Mention
from marsad.model.span import Quote, Span
from marsad.rules.chart import Node
from marsad.text.sentences import Sentence

Made = TypeVar("Made")

AND, THEN, ARTICLE = "wa", "fa", "al"
UNIDENTIFIED = "unidentified"


class Scene:
    """Looks up what stands where; all positions are token indexes."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.tokens = reading.tokens
        self.chart = reading.context.chart
        self._by: dict[Dimension, list[Mention]] = {}
        for mention in reading.mentions:
            self._by.setdefault(mention.dimension, []).append(mention)
        self._starts = {name: [m.tokens[0] for m in found] for name, found in self._by.items()}
        self._covered: dict[Dimension, dict[int, Mention]] = {name: _covered(found) for name, found in self._by.items()}
        self._and = {
            token
            for covered in self._covered.values()
            for token, m in covered.items()
            if AND in m.particles and m.tokens[0] == token
        }
        self._functions = _Words(self.chart.of("function"))
        self._part_words = _Words(self.chart.of("part-word"))
        self._sentence = [s for s in reading.sentences for _ in range(s.start, s.end)]
        self._made: dict[Callable[[Scene], Any], Any] = {}

    def once(self, make: Callable[[Scene], Made]) -> Made:
        """Give what a function makes of this report; it is made when first asked for, and goes with the scene."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def of(self, dimension: Dimension) -> list[Mention]:
        """Give all mentions of a dimension."""
        return self._by.get(dimension, [])

    def within(self, dimension: Dimension, start: int, end: int) -> list[Mention]:
        """Give the mentions of a dimension that begin in `[start, end)`."""
        starts = self._starts.get(dimension)
        if not starts or start >= end:
            return []
        first = bisect_left(starts, start)
        return self._by[dimension][first : bisect_left(starts, end, first)]

    def at(self, dimension: Dimension, token: int) -> Mention | None:
        """Give the mention of a dimension that covers a token."""
        covered = self._covered.get(dimension)
        return covered.get(token) if covered else None

    def function(self, token: int, *kinds: str) -> Node | None:
        """Give the small word of one of some kinds that begins at a token, the longest if several do."""
        return self._functions.at(token, kinds)

    def functions(self, start: int, end: int, *kinds: str) -> Iterator[Node]:
        """Give the small words of some kinds in `[start, end)`."""
        return self._functions.between(start, end, kinds)

    def part_word(self, token: int, *kinds: str) -> Node | None:
        """Give the word of one of some kinds at a token that shows what part an actor plays, the longest if several do."""
        return self._part_words.at(token, kinds)

    def part_words(self, start: int, end: int, *kinds: str) -> Iterator[Node]:
        """Give the words of some kinds in `[start, end)` that show what part an actor plays."""
        return self._part_words.between(start, end, kinds)

    def starts(self, start: int, end: int, *dimensions: Dimension) -> list[int]:
        """Give the tokens in `[start, end)` where a mention of some dimensions begins, in order, each once."""
        return sorted({m.tokens[0] for name in dimensions for m in self.within(name, start, end)})

    def conjoined(self, token: int) -> bool:
        """Say whether 'and' is attached to a token or stands right before it."""
        if token and self.function(token - 1, "and"):
            return True
        return token in self._and

    def sentence(self, token: int) -> Sentence:
        """Give the sentence of a token."""
        return self._sentence[token]

    def in_title(self, token: int) -> bool:
        """Say whether a token stands in the report's title."""
        title = self.document.title
        return title is not None and self.tokens[token].start < title.end

    def quote(self, start: int, end: int) -> Quote:
        """Give the letters of tokens `[start, end)`."""
        return self.document.quote(Span(self.tokens[start].start, self.tokens[end - 1].end))

    def mark(self, token: int, marks: str) -> bool:
        """Say whether a token is one of some punctuation marks."""
        return token < len(self.tokens) and self.tokens[token].form in marks


def _covered(found: Iterable[Mention]) -> dict[int, Mention]:
    """Give the mention that covers each token."""
    covered: dict[int, Mention] = {}
    for mention in found:
        start, end = mention.tokens
        if end == start + 1:
            covered[start] = mention
        else:
            covered.update(dict.fromkeys(range(start, end), mention))
    return covered


class _Words:
    """Words of one category by where they begin; those of some kinds are listed once, for few are asked for in stretches."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._at: dict[int, list[Node]] = {}
        for node in nodes:
            self._at.setdefault(node.start, []).append(node)
        self._starts = sorted(self._at)
        self._listed: dict[tuple[str, ...], tuple[list[int], list[Node]]] = {}

    def at(self, token: int, kinds: tuple[str, ...]) -> Node | None:
        """Give the longest word of some kinds at a token, of any kind where none is asked for."""
        nodes = self._at.get(token)
        return _longest(nodes, kinds) if nodes else None

    def between(self, start: int, end: int, kinds: tuple[str, ...]) -> Iterator[Node]:
        """Give the longest word of some kinds at each token in `[start, end)`."""
        starts, nodes = self._listed.get(kinds) or self._list(kinds)
        first = bisect_left(starts, start)
        return iter(nodes[first : bisect_left(starts, end, first)])

    def _list(self, kinds: tuple[str, ...]) -> tuple[list[int], list[Node]]:
        found = [node for start in self._starts if (node := _longest(self._at[start], kinds))]
        self._listed[kinds] = [node.start for node in found], found
        return self._listed[kinds]


def _longest(nodes: Sequence[Node], kinds: tuple[str, ...]) -> Node | None:
    """Give the longest node of one of some kinds, of any kind where none is asked for."""
    longest = None
    for node in nodes:
        if (not kinds or node.value["kind"] in kinds) and (longest is None or node.end > longest.end):
            longest = node
    return longest
