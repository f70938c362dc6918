"""A report's text cut where anything begins or ends that claims rest on, so that every piece is marked as a whole.

Offsets are code points of the stored text. A piece never holds a carriage return, which browsers drop, so that letters can be counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.document import Document
from marsad.model.span import Quote, Span
from marsad.reconcile.overlay import doers
from marsad.record.cards import Card

ROLES = ("count", "act", "victims", "perpetrator", "target", "participant", "place", "date", "source")
"""The roles that letters can have in a claim; where several meet, the first of these is shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What some letters are to a claim: the number of its card, and the value that stands on them."""

    number: int
    role: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters with all that claims rest on it, the mark to be shown first; `opens` are cards whose badge stands before it."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Card, ...]
    heading: bool


def marks(cards: Iterable[Card]) -> list[Mark]:
    """Give the letters that every value of every claim stands on."""
    found = {
        Mark(card.number, role, card.kind, quote.span): None for card in cards for role, quote in _quotes(card.claim)
    }
    return list(found)


def pieces(document: Document, cards: Sequence[Card], beside: Iterable[Span] = ()) -> list[Piece]:
    """Cut a text at the edges of all that is marked in it, of its title, of the words that badges stand before, and of `beside`."""
    text, marked = document.text, marks(cards)
    badges: dict[int, list[Card]] = {}
    for card in cards:
        badges.setdefault(_word(text, card.letters.span.start), []).append(card)
    title_end = document.title.end if document.title else 0
    edges = {0, len(text), title_end, *badges, *(edge for mark in marked for edge in (mark.span.start, mark.span.end))}
    edges |= {edge for each in beside for edge in (each.start, each.end)}
    edges |= {edge for at, letter in enumerate(text) if letter == "\r" for edge in (at, at + 1)}
    cuts = sorted(edges)
    covering = _covering(marked, cuts)
    return [
        Piece(
            start,
            _shown(text, start, end),
            covering[start],
            tuple(badges.get(start, ())),
            end <= title_end,
        )
        for start, end in itertools.pairwise(cuts)
    ]


def _quotes(claim: ActClaim | HarmClaim) -> Iterator[tuple[str, Quote]]:
    said = claim.statement
    if isinstance(claim, HarmClaim):
        yield from (("count", claim.number), ("count", claim.figure), ("victims", claim.victims.quote))
        if claim.victims.actor_quote:
            yield "victims", claim.victims.actor_quote
        yield from (("perpetrator", each.quote) for each in doers(claim))
    else:
        yield "act", claim.trigger
        yield from (("perpetrator" if each.role == "initiator" else each.role, each.quote) for each in claim.parties)
    if said.when:
        yield "date", said.when.quote
    if said.where:
        yield "place", said.where.quote
    yield from (("source", each.quote) for each in said.sources)


def _covering(marked: Iterable[Mark], cuts: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """Give the marks over each piece, the one to be shown first of all."""
    found: dict[int, list[Mark]] = {cut: [] for cut in cuts}
    place = {cut: at for at, cut in enumerate(cuts)}
    for mark in marked:
        for cut in cuts[place[mark.span.start] : place[mark.span.end]]:
            found[cut].append(mark)
    return {cut: tuple(sorted(over, key=_rank)) for cut, over in found.items()}


def _rank(mark: Mark) -> tuple[int, int, int]:
    return ROLES.index(mark.role), len(mark.span), mark.number


def _word(text: str, at: int) -> int:
    """Give where the word begins that a letter stands in: nothing may come between letters that are joined."""
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _shown(text: str, start: int, end: int) -> str:
    """Give a piece as it is shown: a carriage return is a line of its own where no line feed follows."""
    piece = text[start:end]
    if piece != "\r":
        return piece
    return "" if text[end : end + 1] == "\n" else "\n"
