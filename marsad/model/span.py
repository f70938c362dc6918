"""Where something stands in a document, checked on creation."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.errors import SpanError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open run `[start, end)` of characters of the stored text; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"span {self.start}:{self.end} is empty or negative")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Say whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def join(self, other: Span) -> Span:
        """Give the shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A span with the very letters that stand there; made by `Document.quote` alone, which checks them."""

    span: Span
    text: str

    def __post_init__(self) -> None:
        if self.span.end - self.span.start != len(self.text):
            raise SpanError(f"a quote of {len(self.text)} letters can't fill {self.span.start}:{self.span.end}")
