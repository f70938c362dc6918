"""The chain: a document in, its claims out."""

from __future__ import annotations

from marsad.analyse import analyse
from marsad.claims import claim
from marsad.knowledge.load import Knowledge
from marsad.model.claim import Claims
from marsad.model.document import Document


def extract(document: Document, knowledge: Knowledge) -> Claims:
    """Read a document and give what it claims: a pure function of the document and the knowledge."""
    return claim(analyse(document, knowledge))
