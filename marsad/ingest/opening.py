"""From a piece to documents: each kind by its opener, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from marsad.errors import SourceError
from marsad.ingest import html, records
from marsad.ingest.encoding import decode
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.piece import Kind, Piece
from marsad.ingest.records import Found
from marsad.ingest.report import Report, to_document
from marsad.model.document import Document


def opened(piece: Piece) -> Iterator[Document | Fault | Notice]:
    """Give the reports of a piece as they are stored; what can't be read is a fault."""
    try:
        for found in _OPENERS[piece.kind](piece):
            yield _stored(found) if isinstance(found, Report) else found
    except SourceError as refusal:
        yield Fault(piece.name, str(refusal))


def _stored(report: Report) -> Document | Fault:
    """Store a report, or say why it can't be: empty, or not in Arabic."""
    try:
        return to_document(report)
    except SourceError as refusal:
        return Fault(report.name, str(refusal))


def _any(piece: Piece) -> Iterator[Found]:
    """Open what no ending tells the kind of."""
    text = decode(piece.data)
    if records.opens_as_json(text):
        yield from records.from_text(piece.name, text)
    else:
        yield _written(piece, text)


def _text(piece: Piece) -> Iterator[Found]:
    yield _written(piece, decode(piece.data))


def _written(piece: Piece, text: str) -> Report:
    """Read a text, and a page by how it begins."""
    if html.is_page(text):
        return html.from_page(piece.name, text, piece.data)
    return Report(piece.name, text, original=piece.data)


def _page(piece: Piece) -> Iterator[Found]:
    yield html.from_page(piece.name, decode(piece.data), piece.data)


def _json(piece: Piece) -> Iterator[Found]:
    yield from records.from_text(piece.name, decode(piece.data))


_OPENERS: Mapping[Kind, Callable[[Piece], Iterator[Found]]] = {
    "any": _any,
    "text": _text,
    "page": _page,
    "json": _json,
    "line": records.open_line,
}
