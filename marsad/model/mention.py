"""A span with a typed value, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from marsad.model.span import Quote, Span
from marsad.model.value import Value

Dimension = Literal["number", "time", "place", "actor", "people", "source", "frame", "harm", "act", "modality", "link"]
DIMENSIONS: tuple[Dimension, ...] = (
    "number", "time", "place", "actor", "people", "source", "frame", "harm", "act", "modality", "link",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Derivation:
    """One step of how a mention was read: the rule or word that made it, and the steps it was made of."""

    rule: str
    span: Span
    category: str
    parts: tuple[Derivation, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A reading of some letters: what dimension, what value, by which rule, from which parts.

    `tokens` is the half-open range of token indexes; `prefix` and `suffix` are the letters that were cut off,
    `particles` the names of those before ('wa', 'al').
    """

    dimension: Dimension
    quote: Quote
    value: Value
    derivation: Derivation
    tokens: tuple[int, int]
    prefix: str = ""
    suffix: str = ""
    particles: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.quote.span

    @property
    def rule(self) -> str:
        """The id of the rule or word that made it."""
        return self.derivation.rule

    def meaning(self, value: Value) -> Mention:
        """Give the mention with another value; half of all replacing is this, and `replace` takes ten times as long."""
        cut = self.prefix, self.suffix, self.particles
        return Mention(self.dimension, self.quote, value, self.derivation, self.tokens, *cut)


@dataclass(frozen=True, slots=True)
class Loser:
    """A reading that was not chosen, kept with the reason."""

    mention: Mention
    reason: str
