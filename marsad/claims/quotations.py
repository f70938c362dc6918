"""Quotations: where they open and close."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.analyse.reading import Reading

_OPENERS = "«“„‹‘"
_CLOSERS = "»”›’"
_STRAIGHT = '"'


def quotations(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the source offsets of quotations within paragraphs; an unclosed one runs to the paragraph's end."""
    text = reading.document.text
    opened: int | None = None
    for match in re.finditer(f"[{_OPENERS}{_CLOSERS}{_STRAIGHT}\n]", text):
        mark = match[0]
        if mark in _OPENERS or (mark == _STRAIGHT and opened is None):
            opened = match.start() if opened is None else opened
        elif opened is not None:
            yield opened, match.start()
            opened = None
    if opened is not None:
        yield opened, len(text)
