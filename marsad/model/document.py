"""One report as received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from marsad.errors import SpanError
from marsad.model.span import Quote, Span


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its stored text (title first, where it has one), and what its metadata say; never changed.

    `id` is the hash of the content; `name` is how the user calls it (a file name, the id of a JSON line).
    `published` comes from metadata only and is None where they do not say.
    """

    id: str
    text: str
    name: str
    title: Span | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = "ar"

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


def document_id(text: str) -> str:
    """Name a document by its content: the first 16 hexadecimal digits of SHA-256 of the UTF-8 text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
