"""Quotations: where they open and close."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.analyse.reading import Reading

_OPENERS = "«“„‹‘"
_CLOSERS = "»”›’"
_STRAIGHT = '"'
_MARK = re.compile(f"[{_OPENERS}{_CLOSERS}{_STRAIGHT}\n]")


def quotations(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the source offsets of quotations within paragraphs; an unclosed one runs to the paragraph's end."""
    text = reading.document.text
    start, end = reading.context.letters or (0, len(text))
    opened: int | None = None
    for match in _MARK.finditer(text, start, end):
        mark = match[0]
        if mark in _OPENERS or (mark == _STRAIGHT and opened is None):
            opened = match.start() if opened is None else opened
        elif opened is not None:
            yield opened, match.start()
            opened = None
    if opened is not None:
        yield opened, end
