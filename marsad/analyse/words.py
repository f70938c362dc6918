"""Words by what the lexicon knows of them, and what may stand between a word of saying and the speaker."""

from __future__ import annotations

import functools
from collections.abc import Container

from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.text.letters import QUOTES

STATES = ("state-name", "state-capital")
GROUPS = ("actor", "force-group", "actor-anaphor", *STATES)
SPEAKERS = ("source", "correspondent", *GROUPS, "unnamed")
ADJECTIVES = ("nationality", "source-quality")
NOUNS = ("unnamed", "ministry-short", "force", "people", "place-phrase", "place")
TIED = frozenset({"bi", "li", "ka"})
KNOWN = frozenset(
    (
        *("say", "according", "as-said", "that", "from", "to", "on-behalf", "filler", "function", "unsaid", "negation"),
        *("harm", "act", "unnamed", "source", "actor", "force", "when", "nationality", "source-quality", "link"),
        *("deed", "own-words", "voice", "turn", "self", "outlet-tail", "one-of-them", "barrier", "modality"),
    )
)
BOUNDS = frozenset(
    (
        *("that", "colon", "filler", "when", "from", "to", "function", "say", "harm", "self", "according", "as-said"),
        *("own-words", "barrier", "unsaid", "link"),
    )
)
_ORDER = {
    category: place
    for place, category in enumerate(
        dict.fromkeys(
            (
                *SPEAKERS,
                *sorted(KNOWN | BOUNDS),
                *ADJECTIVES,
                *NOUNS,
                *("name-word", "from-him", "accredited", "owning", "thereby", "background"),
            )
        )
    )
}
_COMMAS = frozenset({",", "\u060c"})
_LONGEST_BRACKET = 8


class WordReader:
    """Looks words up, and steps over those that say nothing of who speaks."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.tokens = context.tokens
        self._at: dict[int, list[Node]] = {}

    def at(self, token: int) -> list[Node]:
        """Give the readings that begin at a token and have to do with speaking, in the order of their categories."""
        found = self._at.get(token)
        if found is None:
            chart = self.context.chart
            here = _of_speaking(frozenset(chart.beginning(token)))
            found = self._at[token] = [node for category in here for node in chart.at(token, category)]
        return found

    def longest(self, token: int, categories: Container[str], tied: bool = True) -> Node | None:
        """Give the longest reading of some categories at a token; `tied` allows prepositions written onto it."""
        best: Node | None = None
        for node in self._at.get(token) or self.at(token):
            fits = node.category in categories and (tied or TIED.isdisjoint(node.particles))
            if fits and (best is None or _better(node, best)):
                best = node
        return best

    def comma(self, token: int) -> bool:
        """Say whether a token is a comma."""
        return self.tokens[token].form in _COMMAS

    def skip(self, token: int, stop: int) -> int:
        """Step over adverbs, times, commas and brackets."""
        while token < stop:
            node = self.longest(token, ("filler", "when"))
            if node is not None:
                token = node.end
            elif self.comma(token):
                token += 1
            elif self.tokens[token].form in ("(", "-"):
                token = self._bracket(token, stop)
            else:
                break
        return min(token, stop)

    def _bracket(self, token: int, stop: int) -> int:
        close = ")" if self.tokens[token].form == "(" else "-"
        for after in range(token + 1, min(stop, token + _LONGEST_BRACKET)):
            if self.tokens[after].form == close:
                return after + 1
        return token + 1

    def quoted(self, token: int) -> bool:
        """Say whether a quotation mark stands right before a token."""
        if token == 0 or token >= len(self.tokens):
            return False
        between = self.context.document.text[self.tokens[token - 1].end : self.tokens[token].start]
        return any(letter in QUOTES for letter in between)


@functools.lru_cache(maxsize=1 << 12)
def _of_speaking(categories: frozenset[str]) -> tuple[str, ...]:
    """Keep the categories that have to do with speaking, in their order; words that are alike begin the same."""
    return tuple(sorted(categories & _ORDER.keys(), key=_ORDER.__getitem__))


def _better(node: Node, best: Node) -> bool:
    """Say whether a reading is longer, or as long without a pronoun written onto it."""
    return (node.end, not node.suffix) > (best.end, not best.suffix)
