"""The readings of a claim's letters that were not chosen, and why: the report is read anew, for they are not kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.analyse import analyse
from marsad.analyse.explain import in_words
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.model.span import Quote, Span

_MOST = 60


@dataclass(frozen=True, slots=True)
class Lost:
    """A reading that was not chosen: of what letters, as what, by which rule, and why not."""

    quote: Quote
    dimension: str
    said: str
    rule: str
    reason: str


def losing(document: Document, knowledge: Knowledge, within: Span | None) -> list[Lost]:
    """Give the readings that were not chosen, of some letters or of the whole report (None), in the order of the text."""
    return sorted(_losing(document, knowledge, within), key=lambda each: (each.quote.span, each.rule))[:_MOST]


def _losing(document: Document, knowledge: Knowledge, within: Span | None) -> Iterator[Lost]:
    seen: set[Lost] = set()
    for loser in analyse(document, knowledge).losers:
        mention = loser.mention
        if within is None or mention.span.overlaps(within):
            lost = Lost(mention.quote, mention.dimension, in_words(mention), mention.rule, loser.reason)
            if lost not in seen:
                seen.add(lost)
                yield lost
