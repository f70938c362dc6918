"""From a piece to documents: each kind by its opener, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.forms import OPENERS
from marsad.ingest.piece import Piece
from marsad.ingest.report import Report, to_document
from marsad.model.document import Document


def opened(piece: Piece) -> Iterator[Document | Fault | Notice]:
    """Give the reports of a piece as they are stored; what can't be read is a fault."""
    try:
        for found in OPENERS[piece.kind](piece):
            yield _stored(found) if isinstance(found, Report) else found
    except SourceError as refusal:
        yield Fault(piece.name, str(refusal))


def _stored(report: Report) -> Document | Fault:
    """Store a report, or say why it can't be: empty, or not in Arabic."""
    try:
        return to_document(report)
    except SourceError as refusal:
        return Fault(report.name, str(refusal))
