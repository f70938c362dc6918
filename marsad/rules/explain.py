"""Showing how a mention was read, as a tree of rules, words and letters."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.model.document import Document
from marsad.model.mention import Derivation


def tree(derivation: Derivation, document: Document, depth: int = 0) -> Iterator[str]:
    """Give one line a step: indentation, the letters, the category, the rule or word, the offsets."""
    letters = document.quote(derivation.span).text
    where = f"{derivation.span.start}:{derivation.span.end}"
    yield f"{'  ' * depth}{letters}  [{derivation.category}] {derivation.rule} {where}"
    for part in derivation.parts:
        yield from tree(part, document, depth + 1)
