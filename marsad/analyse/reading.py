"""What a dimension must give, and what the reading of a document holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
class Lost:
    """A reading that was not chosen, with the reason; it becomes a mention only where somebody asks for it."""

    dimension: Dimension
    node: Node
    value: Value
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document: its mentions in the order of the text, and the readings that lost.

    A very long text is read in `portions`, each a reading of its own that counts its own tokens; `context` is then the first's.
    """

    context: Context
    mentions: tuple[Mention, ...]
    lost: tuple[Lost, ...]
    portions: tuple[Reading, ...] = ()

    @property
    def document(self) -> Document:
        """The document that was read."""
        return self.context.document

    @property
    def knowledge(self) -> str:
        """The version of the knowledge that read it."""
        return self.context.knowledge.version

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its tokens, those of the first portion where there are several."""
        return self.context.tokens

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return self.context.sentences

    @property
    def losers(self) -> tuple[Loser, ...]:
        """The readings that were not chosen, as mentions with the reason."""
        if self.portions:
            return tuple(loser for portion in self.portions for loser in portion.losers)
        return tuple(
            Loser(to_mention(lost.dimension, lost.node, lost.value, self.context), lost.reason) for lost in self.lost
        )

    def of(self, *dimensions: Dimension) -> list[Mention]:
        """Give the mentions of some dimensions in the order of the text."""
        return [mention for mention in self.mentions if mention.dimension in dimensions]


def joined(portions: Sequence[Reading]) -> Reading:
    """Make one reading of those of the portions of a text, with the tokens of its mentions counted through."""
    if len(portions) == 1:
        return portions[0]
    return Reading(
        portions[0].context,
        tuple(_moved(mention, portion.context.offset) for portion in portions for mention in portion.mentions),
        tuple(lost for portion in portions for lost in portion.lost),
        tuple(portions),
    )


def _moved(mention: Mention, offset: int) -> Mention:
    start, end = mention.tokens
    return replace(mention, tokens=(start + offset, end + offset))


def to_mention(dimension: Dimension, node: Node, value: Value, context: Context) -> Mention:
    """Make a mention of a reading: its letters, its value, and how it came about."""
    quote = context.document.quote(node.span)
    tokens = (node.start, node.end)
    return Mention(dimension, quote, value, node.derivation(), tokens, node.prefix, node.suffix, node.particles)
