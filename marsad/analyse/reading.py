"""What a dimension must give, and what the reading of a document holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from marsad.model.document import Document
from marsad.model.mention import Dimension, Loser, Mention
from marsad.model.value import Value
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production
from marsad.text.sentences import Sentence
from marsad.text.tokens import Token

ToValue = Callable[[Node, Context], Value | None]
Resolve = Callable[[list[Mention], Context], list[Mention]]


@dataclass(frozen=True, slots=True)
class DimensionReader:
    """One dimension: the categories that are mentions of it (a lower rank wins), and how a reading becomes a value.

    `resolve` sees the chosen mentions in the order of the text and may change or drop what only the whole report tells.
    """

    name: Dimension
    ranks: Mapping[str, int]
    value: ToValue
    productions: Mapping[str, Production] = field(default_factory=dict)
    resolve: Resolve | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document: its mentions in the order of the text, and the readings that lost."""

    document: Document
    knowledge: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    losers: tuple[Loser, ...]
    context: Context

    def of(self, *dimensions: Dimension) -> list[Mention]:
        """Give the mentions of some dimensions in the order of the text."""
        return [mention for mention in self.mentions if mention.dimension in dimensions]
