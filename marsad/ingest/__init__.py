"""From outside to `Document`: files, folders, web pages, JSON reports and standard input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.file import LIMIT, reports, sent
from marsad.ingest.report import Report, to_document
from marsad.model.document import Document

__all__ = ["LIMIT", "Fault", "Notice", "Report", "read", "received", "to_document"]


def read(
    inputs: Iterable[str | Path], *, limit: int = LIMIT, stdin: BinaryIO | None = None
) -> Iterator[Document | Fault | Notice]:
    """Read each input in turn, `-` from `stdin`; `limit` is in bytes, for one report.

    What can't be read comes out as a `Fault` at its place, so that one bad file never stops a batch.
    """
    for given in inputs:
        for found in reports(given, limit, stdin):
            yield _received(found) if isinstance(found, Report) else found


def received(name: str, stream: BinaryIO, *, limit: int = LIMIT) -> Iterator[Document | Fault | Notice]:
    """Read what somebody sent under a name, of whatever kind its ending says; the name is a name and opens no file."""
    for found in sent(name, stream, limit):
        yield _received(found) if isinstance(found, Report) else found


def _received(report: Report) -> Document | Fault:
    """Store a report, or say why it can't be: empty, or not in Arabic."""
    try:
        return to_document(report)
    except SourceError as refusal:
        return Fault(report.name, str(refusal))
