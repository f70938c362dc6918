"""Furniture of a page: what leads to other reports ('read also', lists of headlines) and captions, no part of this one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from marsad.rules.context import Context
from marsad.text.sentences import Sentence

_PROSE = 20  # words: a paragraph of so many that ends with a stop is the report's own again
_STOPS = ".!؟…"
_CAPTION = 30  # words: a longer paragraph is no caption
_CREDIT = 8  # words: how far from the end of a caption it is said where the picture is from
_CLOSE = ")"
_BESIDE = 2  # tokens beside the words of a heading: a colon, a sign


def furniture(context: Context) -> frozenset[int]:
    """Give the tokens of the sentences that open with words of furniture, of the headlines listed behind a heading, and of captions."""
    openings = {node.start for node in context.chart.of("furniture")}
    aside = [sentence for sentence in context.sentences if sentence.start in openings]
    aside += [*_listed(context), *_captions(context)]
    return frozenset(token for sentence in aside for token in range(sentence.start, sentence.end))


def _listed(context: Context) -> Iterator[Sentence]:
    """Give what stands behind a heading for other reports, up to where prose goes on; the title is not among it."""
    headings = {node.start: node.end for node in context.chart.of("furniture-heading")}
    if not headings:
        return
    listing = False
    for paragraph, found in _paragraphs(context):
        start, end = found[0].start, found[-1].end
        if start in headings and end - headings[start] <= _BESIDE:
            listing = paragraph > 0
        elif listing and _is_prose(start, end, context):
            listing = False
        if listing:
            yield from found


def _is_prose(start: int, end: int, context: Context) -> bool:
    return end - start >= _PROSE and context.tokens[end - 1].form in _STOPS


def _paragraphs(context: Context) -> Iterator[tuple[int, list[Sentence]]]:
    for paragraph, found in groupby(context.sentences, key=lambda sentence: sentence.paragraph):
        yield paragraph, list(found)


def _captions(context: Context) -> Iterator[Sentence]:
    """Give the captions of pictures, which are often of another day: a short line with a day and a credit, or 'archive'."""
    for paragraph, found in _paragraphs(context):
        start, end = found[0].start, found[-1].end
        if paragraph and end - start <= _CAPTION and _is_caption(start, end, context):
            yield from found


def _is_caption(start: int, end: int, context: Context) -> bool:
    tail = range(max(start, end - _CREDIT), end)
    if any(context.chart.at(token, "picture") for token in tail):
        return True
    credited = context.tokens[end - 1].form == _CLOSE
    return credited and any(context.chart.at(token, "date") for token in range(start, end))
