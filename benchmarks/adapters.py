"""Marsad's dimensions in the shape that third-party specifications ask for, one function a specification.

Run `PYTHONPATH=. python EVALUATOR.py benchmarks.adapters:numbers`, and likewise with the other functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marsad.analyse import analyse
from marsad.analyse.reading import Reading
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.mention import Derivation, Mention
from marsad.model.span import Span
from marsad.model.value import Count, Number, TimeRange
from marsad.rules.choose import choose

# Numbers: (start, end, value). A specification knows no bounds, so a bounded count gives its number alone and a range its
# two ends; it counts the article to a number's letters; and it wants places in a row that name no number (last, next).

Found = tuple[int, int, float | None]


def numbers(text: str) -> list[Found]:
    """Give all numbers of a text with their values."""
    reading = analyse(Document(document_id(text), text, "specification"), load())
    found = [piece for mention in reading.of("number") for piece in _pieces(mention, reading)]
    places, _ = choose(reading.context.chart.of("relative"), lambda _: 0)
    found += [(node.span.start, node.span.end, None) for node in places]
    return sorted(found, key=lambda piece: piece[:2])


def _pieces(mention: Mention, reading: Reading) -> Iterator[Found]:
    if isinstance(mention.value, Number):
        yield mention.span.start, mention.span.end, mention.value.value
    elif isinstance(mention.value, Count) and mention.value.qualifier != "vague":
        for span in _cardinals(mention.derivation):
            yield span.start, span.end, _value(span, reading)


def _cardinals(derivation: Derivation) -> Iterator[Span]:
    """Give the number or numbers in a count, without what bounds them."""
    if derivation.category == "count":
        for part in derivation.parts:
            yield from _cardinals(part)
    elif derivation.category in ("cardinal", "one-of"):
        yield derivation.span


def _value(span: Span, reading: Reading) -> float:
    found = [node.value.value for node in reading.context.chart.of("cardinal") if node.span == span]
    return float(found[0]) if found else 1.0


# Dates: (start, end, first day, last day or None). A duration stands as the first; unresolved is None.

Dated = tuple[int, int, str | None, str | None]


def dates(text: str, reference: datetime) -> list[Dated]:
    """Give all times of a text, resolved as if it was published on the reference day."""
    document = Document(document_id(text), text, "specification", published=reference.date())
    mentions = analyse(document, load()).of("time")
    return [(m.span.start, m.span.end, *_days(m.value)) for m in mentions if isinstance(m.value, TimeRange)]


def _days(value: TimeRange) -> tuple[str | None, str | None]:
    if value.start is None:
        return value.duration, None
    return value.start.isoformat(), value.end.isoformat() if value.end and value.end != value.start else None
