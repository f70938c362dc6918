"""Sentences: runs of tokens between stops, paragraph breaks and the end of the title; knows no word."""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from marsad.text.tokens import Token

_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
_STOPS = frozenset(".!?؟…۔")
_OPENERS = frozenset("([{")
_CLOSERS = frozenset(")]}")
_COMMAS = frozenset("،,؛;:")
_START = operator.attrgetter("start")
_LIST_DIGITS = 2
LONGEST = 512
"""Words and marks of a sentence that is still read as one: nearly twice the longest found in reports; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open run `[start, end)` of token indexes; `paragraph` counts the blocks of text that lines part."""

    index: int
    start: int
    end: int
    paragraph: int


def sentences(
    text: str, tokens: Sequence[Token], abbreviations: Container[str], title_end: int = 0
) -> tuple[Sentence, ...]:
    """Share out the tokens of a source text to sentences, none left over.

    `abbreviations` are folded forms that a full stop may follow inside a sentence; `title_end` is a source offset.
    What has no stop for `LONGEST` tokens is cut, so that no text makes what is looked for within a sentence endless.
    """
    found: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_paragraphs(text, tokens, title_end)):
        for whole in _split(tokens[start:end], start, abbreviations):
            for first, last in _cut(tokens, *whole):
                found.append(Sentence(len(found), first, last, paragraph))
    return tuple(found)


def _cut(tokens: Sequence[Token], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than any sentence behind its last comma in reach, or where the reach ends."""
    while end - first > LONGEST:
        reach = range(first + LONGEST, first + LONGEST // 2, -1)
        after = next((place for place in reach if tokens[place - 1].form in _COMMAS), first + LONGEST)
        yield first, after
        first = after
    yield first, end


def _paragraphs(text: str, tokens: Sequence[Token], title_end: int) -> Iterator[tuple[int, int]]:
    """Give the token ranges of the paragraphs that hold any token."""
    breaks = {match.end() for match in _BREAK.finditer(text)} | {title_end}
    cuts = {bisect_left(tokens, offset, key=_START) for offset in breaks} | {0, len(tokens)}
    ordered = sorted(cuts)
    return pairwise(ordered)


def _split(tokens: Sequence[Token], offset: int, abbreviations: Container[str]) -> Iterator[tuple[int, int]]:
    """Cut one paragraph after its stops; `offset` is the index of its first token."""
    first = after = 0
    for place, token in enumerate(tokens):
        if place < after or token.form not in _STOPS:
            continue
        after = _after_stops(tokens, place)
        if _ends(tokens, first, place, after, abbreviations):
            after = _after_closers(tokens, after)
            yield offset + first, offset + after
            first = after
    if first < len(tokens):
        yield offset + first, offset + len(tokens)


def _after_stops(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and tokens[place].form in _STOPS:
        place += 1
    return place


def _after_closers(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and tokens[place].form in _CLOSERS:
        place += 1
    return place


def _ends(tokens: Sequence[Token], first: int, place: int, after: int, abbreviations: Container[str]) -> bool:
    """Say whether the stops `[place, after)` end the sentence that began at `first`."""
    if after == len(tokens):
        return True
    if place == first or tokens[place - 1].form in _OPENERS:
        return False
    if _is_ellipsis(tokens, place, after):
        return tokens[after].kind == "word"
    if tokens[place].form == "." and after == place + 1 and tokens[place].glued:
        return not _is_inner_dot(tokens, first, place, abbreviations)
    return True


def _is_ellipsis(tokens: Sequence[Token], place: int, after: int) -> bool:
    """Say whether the stops begin as `…` or as dots in a row, which join as often as they part."""
    if tokens[place].form == "…":
        return True
    return place + 1 < after and tokens[place].form == tokens[place + 1].form == "." and tokens[place + 1].glued


def _is_inner_dot(tokens: Sequence[Token], first: int, dot: int, abbreviations: Container[str]) -> bool:
    """Say whether a dot right after a word or number belongs to it: abbreviation, date, list number, web address."""
    before, following = tokens[dot - 1], tokens[dot + 1]
    if before.kind == "number":
        listed = dot - 1 == first and len(before.form) <= _LIST_DIGITS
        return listed or (following.kind == "number" and following.glued)
    if len(before.form) == 1 and before.kind == "word":
        return dot - 2 < first or tokens[dot - 2].kind != "number"
    if before.form in abbreviations:
        return True
    return following.glued and following.kind == "word" and (before.form + following.form).isascii()
