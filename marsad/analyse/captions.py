"""Captions of pictures, which are often of another day and no part of the report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from marsad.rules.context import Context

_CAPTION = 30  # words: a longer paragraph is no caption
_CREDIT = 8  # words: how far from the end of a caption it is said where the picture is from
_CLOSE = ")"


def captions(context: Context) -> Iterator[range]:
    """Give the captions as tokens: a short line with a day and a credit, or 'archive'."""
    for paragraph, group in groupby(context.sentences, key=lambda sentence: sentence.paragraph):
        found = list(group)
        start, end = found[0].start, found[-1].end
        if paragraph and end - start <= _CAPTION and _is_caption(start, end, context):
            yield range(start, end)


def _is_caption(start: int, end: int, context: Context) -> bool:
    tail = range(max(start, end - _CREDIT), end)
    if any(context.chart.at(token, "picture") for token in tail):
        return True
    credited = context.tokens[end - 1].form == _CLOSE
    return credited and any(context.chart.at(token, "date") for token in range(start, end))
