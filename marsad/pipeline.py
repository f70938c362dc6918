"""The chain: a document in, its claims out."""

from __future__ import annotations

import functools
import gc
from pathlib import Path

from marsad import settings
from marsad.analyse import analyse
from marsad.analyse.reading import Reading
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
    _settle(knowledge.version)
    return knowledge


@functools.cache
def _settle(version: str) -> None:
    """Take what is loaded out of the collector's sight, once for each knowledge: again and again, it would keep garbage for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def read(document: Document, knowledge: Knowledge) -> tuple[Reading, Claims]:
    """Read a document and give its mentions and what it claims: a pure function of the document and the knowledge."""
    reading = analyse(document, knowledge)
    return reading, claim(reading)


def extract(document: Document, knowledge: Knowledge) -> Claims:
    """Read a document and give what it claims."""
    return read(document, knowledge)[1]
