"""The chain: a document in, its claims out."""

from __future__ import annotations

import gc
from pathlib import Path

from marsad import settings
from marsad.analyse import analyse
from marsad.claims import claim
from marsad.knowledge.known import Knowledge
from marsad.knowledge.load import load
from marsad.model.claim import Claims
from marsad.model.document import Document


def prepare(folder: Path | None = None, *, imported: bool = True) -> Knowledge:
    """Load the knowledge, with the gazetteers that the user has imported or without, and settle the memory of the process for reading many documents.

    What is loaded stays for good, so the collector need not look at it; a reading makes many short-lived objects.
    """
    knowledge = load(folder, imported=settings.gazetteers() if imported else None)
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    return knowledge


def extract(document: Document, knowledge: Knowledge) -> Claims:
    """Read a document and give what it claims: a pure function of the document and the knowledge."""
    return claim(analyse(document, knowledge))
