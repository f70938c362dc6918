"""A reading prepared for claims: its mentions by dimension and token, and the sentence of each token."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from marsad.analyse.reading import Reading
from marsad.model.mention import DIMENSIONS, Dimension, Mention
from marsad.model.span import Quote, Span
from marsad.rules.chart import Node
from marsad.text.sentences import Sentence

Made = TypeVar("Made")

Ask = Callable[["Scene", Mention], Made]

AND, THEN, ARTICLE = "wa", "fa", "al"
UNIDENTIFIED = "unidentified"


class Scene:
    """Looks up what stands where; all positions are token indexes.

    What is asked again and again is a table: `at` gives the mention of a dimension that covers a token, `small` the small
    word of a kind that begins at one, and `telltale` the word of a kind that shows what part an actor plays.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.tokens = reading.tokens
        self.chart = reading.context.chart
        self.at: dict[Dimension, dict[int, Mention]] = {name: {} for name in DIMENSIONS}
        self._by: dict[Dimension, list[Mention]] = {name: [] for name in DIMENSIONS}
        for mention in reading.mentions:
            self._by[mention.dimension].append(mention)
            covered = self.at[mention.dimension]
            for token in range(*mention.tokens):
                covered[token] = mention
        self._starts = {name: [m.tokens[0] for m in found] for name, found in self._by.items()}
        self._and = {m.tokens[0] for m in reading.mentions if AND in m.particles}
        functions, part_words = Words(self.chart.of("function")), Words(self.chart.of("part-word"))
        self.small, self.function, self.functions = functions.by_kind, functions.at, functions.between
        self.telltale, self.part_words = part_words.by_kind, part_words.between
        self._sentence = [s for s in reading.sentences for _ in range(s.start, s.end)]
        self._made: dict[Callable[[Scene], Any], Any] = {}
        self.answers: defaultdict[Callable[[Scene, Mention], Any], dict[int, Any]] = defaultdict(dict)

    def once(self, make: Callable[[Scene], Made]) -> Made:
        """Give what a function makes of this report; it is made when first asked for, and goes with the scene."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def of(self, dimension: Dimension) -> list[Mention]:
        """Give all mentions of a dimension."""
        return self._by[dimension]

    def within(self, dimension: Dimension, start: int, end: int) -> list[Mention]:
        """Give the mentions of a dimension that begin in `[start, end)`."""
        starts = self._starts[dimension]
        if not starts or start >= end or starts[-1] < start or starts[0] >= end:
            return []
        first = bisect_left(starts, start)
        return self._by[dimension][first : bisect_left(starts, end, first)]

    def starts(self, start: int, end: int, *dimensions: Dimension) -> list[int]:
        """Give the tokens in `[start, end)` where a mention of some dimensions begins, in order, each once."""
        return sorted({m.tokens[0] for name in dimensions for m in self.within(name, start, end)})

    def conjoined(self, token: int) -> bool:
        """Say whether 'and' is attached to a token or stands right before it."""
        return token in self._and or (token > 0 and token - 1 in self.small["and"])

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

    def whole(self, mention: Mention) -> Quote:
        """Give the letters of all tokens of a mention, with the particles that its own quote leaves out."""
        (start, end), span = mention.tokens, mention.span
        whole = self.tokens[start].start == span.start and self.tokens[end - 1].end == span.end
        return mention.quote if whole else self.quote(start, end)

    def mark(self, token: int, marks: str) -> bool:
        """Say whether a token is one of some punctuation marks."""
        return token < len(self.tokens) and self.tokens[token].form in marks


def once_each(ask: Ask[Made]) -> Ask[Made]:
    """Let a question about a mention of the reading be answered once, for acts and harms ask it in turn; the answer goes with the scene."""

    @wraps(ask)
    def answer(scene: Scene, mention: Mention) -> Made:
        known, key = scene.answers[ask], id(mention)
        if key not in known:
            known[key] = ask(scene, mention)
        found: Made = known[key]
        return found

    return answer


class Words:
    """Words of one category by their kind and where they begin; of several at one token the longest counts."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        """Take the words in the order of the text."""
        self.by_kind: defaultdict[str, dict[int, Node]] = defaultdict(dict)
        self._at: defaultdict[int, list[Node]] = defaultdict(list)
        for node in nodes:
            self._at[node.start].append(node)
            known = self.by_kind[node.value["kind"]]
            if node.start not in known or node.end > known[node.start].end:
                known[node.start] = node
        self._listed: dict[tuple[str, ...], tuple[list[int], list[Node]]] = {}

    def at(self, token: int, *kinds: str) -> Node | None:
        """Give the longest word of one of some kinds that begins at a token, of any kind where none is asked for."""
        longest = None
        for node in self._at.get(token, ()):
            if (not kinds or node.value["kind"] in kinds) and (longest is None or node.end > longest.end):
                longest = node
        return longest

    def between(self, start: int, end: int, *kinds: str) -> Sequence[Node]:
        """Give the longest word of one of some kinds, or of any, at each token in `[start, end)`."""
        starts, nodes = self._listed[kinds] if kinds in self._listed else self._list(kinds)
        if not starts or starts[-1] < start or starts[0] >= end:
            return ()
        first = bisect_left(starts, start)
        return nodes[first : bisect_left(starts, end, first)]

    def _list(self, kinds: tuple[str, ...]) -> tuple[list[int], list[Node]]:
        if len(kinds) == 1:
            known = self.by_kind[kinds[0]]
        else:
            known = {start: node for start in self._at if (node := self.at(start, *kinds))}
        self._listed[kinds] = list(known), list(known.values())
        return self._listed[kinds]
