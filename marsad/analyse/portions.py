"""Reading a very long text portion by portion, so that no text makes what is looked for in the whole of a report endless."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.text.sentences import Sentence
from marsad.text.tokens import Token

LONGEST = 4096
"""Tokens that are read as one, three times those of the longest news report measured; a longer text is read in portions."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Whole sentences of a text with their tokens, both counted anew, and the letters that they stand in.

    `offset` is the index that its first token has in the whole; paragraphs are counted through, for the first is the title.
    """

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    offset: int
    letters: tuple[int, int]


def portions(text: str, tokens: tuple[Token, ...], sentences: tuple[Sentence, ...]) -> Iterator[Portion]:
    """Share out a text: one portion as a rule, and several of whole paragraphs, or else whole sentences, where it is too long."""
    if len(tokens) <= LONGEST:
        yield Portion(tokens, sentences, 0, (0, len(text)))
        return
    for first, end in pairwise(_cuts(sentences)):
        yield _portion(text, tokens, sentences[first:end])


def _cuts(sentences: Sequence[Sentence]) -> Iterator[int]:
    """Give the sentences that portions begin with, and the end: where a paragraph begins, if one does in the second half."""
    first, paragraph = 0, None
    yield first
    for index, sentence in enumerate(sentences):
        if sentence.end - sentences[first].start > LONGEST:
            first = paragraph if paragraph is not None else index
            paragraph = None
            yield first
        if (
            sentence.start - sentences[first].start > LONGEST // 2
            and sentence.paragraph != sentences[index - 1].paragraph
        ):
            paragraph = index
    yield len(sentences)


def _portion(text: str, tokens: Sequence[Token], held: Sequence[Sentence]) -> Portion:
    start, end = held[0].start, held[-1].end
    own = tuple(
        Token(index, token.form, token.start, token.end, token.kind, token.glued)
        for index, token in enumerate(tokens[start:end])
    )
    moved = tuple(
        replace(sentence, index=index, start=sentence.start - start, end=sentence.end - start)
        for index, sentence in enumerate(held)
    )
    letters = (tokens[start - 1].end if start else 0, tokens[end].start if end < len(tokens) else len(text))
    return Portion(own, moved, start, letters)
