"""A long report in parts that a reader can take in at once: cut between sentences, each with the end of the one before it.

What our rules read in portions is shown portion by portion, and each answer is held against its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.analyse.reading import Reading
from marsad.errors import OpinionError
from marsad.opinion.locating import Window

LETTERS = 12_000
MOST_WINDOWS = 12
_OVERLAP = 2  # sentences


def windows(reading: Reading, letters: int = LETTERS) -> tuple[tuple[Reading, Window], ...]:
    """Give the parts of a report, of at most so many letters each, with what was read there; a report of too many parts is refused."""
    portions = reading.portions or (reading,)
    found = tuple((portion, window) for portion in portions for window in _windows(portion, letters))
    if len(found) > MOST_WINDOWS:
        raise OpinionError(
            f"{reading.document.name}: {len(reading.document.text):,} letters are too many for a second reader"
        )
    return found


def text_of(reading: Reading, window: Window) -> str:
    """Give the letters of a part."""
    tokens = reading.tokens
    return reading.document.text[tokens[window.start].start : tokens[window.end - 1].end]


def _windows(reading: Reading, letters: int) -> Iterator[Window]:
    sentences, first = reading.sentences, 0
    while first < len(sentences):
        last = first + 1
        while last < len(sentences) and _long(reading, first, last + 1) <= letters:
            last += 1
        yield from _cut(reading, Window(sentences[first].start, sentences[last - 1].end), letters)
        if last == len(sentences):
            return
        first = max(first + 1, last - _OVERLAP)


def _long(reading: Reading, first: int, last: int) -> int:
    tokens, sentences = reading.tokens, reading.sentences
    return tokens[sentences[last - 1].end - 1].end - tokens[sentences[first].start].start


def _cut(reading: Reading, window: Window, letters: int) -> Iterator[Window]:
    """Cut a single sentence that is too long (a list without stops) between words."""
    start, tokens = window.start, reading.tokens
    for token in tokens[window.start : window.end]:
        if token.end - tokens[start].start > letters and token.index > start:
            yield Window(start, token.index)
            start = token.index
    yield Window(start, window.end)
