"""One report as received."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from marsad.errors import SpanError
from marsad.model.span import Quote, Span

Media = Literal[
    "text/plain",
    "text/html",
    "text/csv",
    "application/json",
    "application/xml",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/warc",
    "application/warc+pdf",  # a record of a web archive that holds a PDF
]


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its stored text (title first, where it has one), and what its metadata say; never changed.

    `id` is the hash of the content; `name` is how the user calls it (a file name, the id of a JSON line).
    `published` comes from metadata only and is None where they do not say. `original` are the bytes that it was read from,
    of the kind that `media` says: they are kept as evidence and are no part of what the report says.
    """

    id: str
    text: str
    name: str
    title: Span | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = "ar"
    original: bytes = field(default=b"", repr=False, compare=False)
    media: Media = field(default="text/plain", compare=False)

    def quote(self, span: Span) -> Quote:
        """Give the letters of a span; a span beyond the text is a `SpanError`."""
        if span.end > len(self.text):
            raise SpanError(f"span {span.start}:{span.end} lies beyond the {len(self.text)} letters of {self.name}")
        return Quote(span, self.text[span.start : span.end])

    def check(self, quote: Quote) -> Quote:
        """Return the quote if its letters stand where it says; a `SpanError` otherwise (law 1)."""
        if self.quote(quote.span) != quote:
            raise SpanError(f"{self.name} does not read {quote.text!r} at {quote.span.start}:{quote.span.end}")
        return quote


def document_sha256(
    text: str,
    title: Span | None = None,
    published: date | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> str:
    """Hash a report as received, without the user's name for it: SHA-256 of a JSON list of its parts, in hexadecimal.

    Two outlets that carry one text, or one text with two days of publication, are two reports.
    """
    marked = [title.start, title.end] if title else None
    parts = [text, marked, published.isoformat() if published else None, outlet, url]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def document_id(
    text: str,
    title: Span | None = None,
    published: date | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> str:
    """Name a report by its content: the first 16 hexadecimal digits of its hash."""
    return document_sha256(text, title, published, outlet, url)[:16]
