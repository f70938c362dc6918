"""From what a server sent to a `Document`: the record of its fetching is its original, read as one of any web archive is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from gzip import compress

from marsad.errors import SourceError
from marsad.ingest.fault import Fault
from marsad.ingest.forms.record import open_record
from marsad.ingest.piece import Piece
from marsad.ingest.report import Report, to_document
from marsad.ingest.web.answer import Answer
from marsad.ingest.web.entries import Entry, kind_of
from marsad.ingest.web.warc import recorded
from marsad.model.document import Document

_READ = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf", ""})


def page_document(answer: Answer, at: datetime, entry: Entry | None = None) -> Document:
    """Read a fetched page; `at` is when it was fetched. What the page does not say itself, its feed's entry says."""
    if kind_of(answer) not in _READ:
        raise SourceError(f"it is {kind_of(answer)}, and no web page; save it and read the file")
    record = recorded(answer, at)
    found = tuple(open_record(Piece(answer.url, record, "record", 1, url=answer.url)))
    report = next((each for each in found if isinstance(each, Report)), None)
    if report is None:
        raise SourceError(next((each.message for each in found if isinstance(each, Fault)), "there is no text in it"))
    if not report.text.strip():
        raise SourceError("there is no text in it")
    return document(replace(report, name=answer.url, original=compress(record, mtime=0)), entry.told if entry else None)


def document(report: Report, told: Report | None = None) -> Document:
    """Store a report, with what its feed tells of it beside."""
    if told is None:
        return to_document(report)
    return to_document(
        replace(
            report,
            title=report.title or told.title,
            published=report.published or told.published,
            outlet=report.outlet or told.outlet,
        )
    )
