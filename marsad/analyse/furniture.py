"""Furniture of a page: sentences that lead to other reports ('read also'), and the headlines of others beside or below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from marsad.analyse.captions import captions
from marsad.analyse.listed import listed
from marsad.rules.context import Context

_STOPS = ".!?؟۔"
_COLON = ":"
_HEADLINE = 30
_BODY = 12
_RUN = 3
_LAST_RUN = 2


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph in tokens `[start, end)`: `stopped` as sentences are, or `open` to what it announces."""

    start: int
    end: int
    stopped: bool
    open: bool

    @property
    def is_body(self) -> bool:
        """Say whether it is running text."""
        return self.stopped and self.end - self.start >= _BODY

    @property
    def is_headline(self) -> bool:
        """Say whether it is short and has no stop, as headlines, dates and names of sections have none."""
        return not self.stopped and not self.open and self.end - self.start <= _HEADLINE


def furniture(context: Context) -> frozenset[int]:
    """Give the tokens of the sentences that open with words of furniture, and of headlines behind a heading or in a row behind running text."""
    openings = {node.start for node in context.chart.of("furniture")}
    aside = [range(s.start, s.end) for s in context.sentences if s.start in openings] if openings else []
    return frozenset(
        token
        for part in (*aside, *listed(context), *captions(context), *_headlines(_paragraphs(context)))
        for token in part
    )


def _paragraphs(context: Context) -> list[_Paragraph]:
    """Give the paragraphs, the title first where there is one."""
    blocks = [list(block) for _, block in groupby(context.sentences, key=lambda s: s.paragraph)]
    return [_paragraph(context, block[0].start, block[-1].end) for block in blocks]


def _paragraph(context: Context, start: int, end: int) -> _Paragraph:
    """Read how a paragraph ends; dots in a row stop nothing, for they cut a headline short."""
    forms = [token.form for token in context.tokens[max(start, end - _LAST_RUN) : end]]
    cut = forms[-1] == "…" or forms == [".", "."]
    return _Paragraph(start, end, forms[-1] in _STOPS and not cut, forms[-1] == _COLON)


def _headlines(paragraphs: list[_Paragraph]) -> Iterator[range]:
    """Give the runs of headlines behind running text: three or more, or two that end the page; a list announced is none."""
    place, body, announced = 0, False, False
    while place < len(paragraphs):
        run = place
        while run < len(paragraphs) and paragraphs[run].is_headline:
            run += 1
        last = run == len(paragraphs)
        if body and not announced and run - place >= (_LAST_RUN if last else _RUN):
            yield range(paragraphs[place].start, paragraphs[run - 1].end)
        if not last:
            body, announced = body or paragraphs[run].is_body, paragraphs[run].open
        place = run + 1
