"""What a page lists behind a heading for other reports ('related topics'), up to where its own prose goes on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from marsad.rules.context import Context

_PROSE = 20  # words: a paragraph of so many that ends with a stop is the report's own again
_STOPS = ".!؟…"
_BESIDE = 2  # tokens beside the words of a heading: a colon, a sign


def listed(context: Context) -> Iterator[range]:
    """Give the paragraphs behind such a heading, as tokens; the title is not among them."""
    headings = {node.start: node.end for node in context.chart.of("furniture-heading")}
    if not headings:
        return
    listing = False
    for paragraph, group in groupby(context.sentences, key=lambda sentence: sentence.paragraph):
        found = list(group)
        start, end = found[0].start, found[-1].end
        if start in headings and end - headings[start] <= _BESIDE:
            listing = paragraph > 0
        elif listing and _is_prose(start, end, context):
            listing = False
        if listing:
            yield range(start, end)


def _is_prose(start: int, end: int, context: Context) -> bool:
    return end - start >= _PROSE and context.tokens[end - 1].form in _STOPS
