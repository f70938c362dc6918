"""The readings of a claim's letters that were not chosen, and why: the report is read anew, for they are not kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.analyse import analyse
from marsad.analyse.explain import in_words
from marsad.knowledge.known import Knowledge
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.document import Document
from marsad.model.span import Quote

_MOST = 60


@dataclass(frozen=True, slots=True)
class Lost:
    """A reading that was not chosen: of what letters, as what, by which rule, and why not."""

    quote: Quote
    dimension: str
    said: str
    rule: str
    reason: str


def losing(document: Document, knowledge: Knowledge, claim: ActClaim | HarmClaim) -> list[Lost]:
    """Give the readings of the sentence of a claim that were not chosen, in the order of the text."""
    return sorted(_losing(document, knowledge, claim), key=lambda each: (each.quote.span, each.rule))[:_MOST]


def _losing(document: Document, knowledge: Knowledge, claim: ActClaim | HarmClaim) -> Iterator[Lost]:
    seen: set[Lost] = set()
    for loser in analyse(document, knowledge).losers:
        mention = loser.mention
        if mention.span.overlaps(claim.statement.evidence.span):
            lost = Lost(mention.quote, mention.dimension, in_words(mention), mention.rule, loser.reason)
            if lost not in seen:
                seen.add(lost)
                yield lost
