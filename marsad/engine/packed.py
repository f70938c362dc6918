"""A reading as the parts keep it: all that a record keeps of a report, so that nothing need be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from marsad.model.claim import Claims, HarmClaim
from marsad.model.codec import pack, pack_value, unpack, unpack_value
from marsad.model.document import Document
from marsad.model.mention import Derivation, Dimension, Mention
from marsad.model.span import Quote, Span
from marsad.store import AccountRecord, Read
from marsad.store.claims import ClaimPayload


@dataclass(frozen=True, slots=True)
class _Word:
    """A mention as a record keeps it: where, what of, by which rule, and its value."""

    start: int
    end: int
    dimension: Dimension
    rule: str
    value: msgspec.Raw


@dataclass(frozen=True, slots=True)
class _Packed:
    """A reading without its document, which stands in columns of its own."""

    knowledge: str
    claims: Claims
    mentions: tuple[_Word, ...]
    accounts: tuple[AccountRecord, ...]
    series: Mapping[str, str]


def packed(read: Read) -> bytes:
    """Write a reading without its document."""
    words = tuple(
        _Word(each.span.start, each.span.end, each.dimension, each.rule, msgspec.Raw(pack_value(each.value)))
        for each in read.mentions
    )
    return pack(_Packed(read.knowledge, read.claims, words, read.accounts, read.series))


def unpacked(document: Document, data: bytes) -> Read:
    """Give a reading back with its document; of each mention there is what a record keeps, and not its parts."""
    held = unpack(_Packed, data)
    mentions = tuple(_mention(document, each) for each in held.mentions)
    return Read(document, held.knowledge, held.claims, mentions, held.accounts, held.series)


class _Named(msgspec.Struct):
    """Of a claim, its id alone."""

    id: str


class _Told(msgspec.Struct):
    """The claims of a report as they are kept, not opened."""

    acts: tuple[msgspec.Raw, ...]
    harms: tuple[msgspec.Raw, ...]


class Linked(msgspec.Struct):
    """Of a reading, what joining it to others needs: its accounts, its claims as they are kept, and the series of its running totals."""

    accounts: tuple[AccountRecord, ...]
    claims: _Told
    series: Mapping[str, str]

    def told(self) -> dict[str, ClaimPayload]:
        """Give each claim by its id, as a record keeps it."""
        both = (("act", self.claims.acts), ("harm", self.claims.harms))
        return {unpack(_Named, bytes(each)).id: (kind, bytes(each)) for kind, several in both for each in several}

    def harms(self) -> tuple[HarmClaim, ...]:
        """Give the claims of harm."""
        return tuple(unpack(HarmClaim, bytes(each)) for each in self.claims.harms)


def linked(data: bytes) -> Linked:
    """Give of a packed reading what joining it to others needs."""
    return unpack(Linked, data)


def _mention(document: Document, word: _Word) -> Mention:
    span = Span(word.start, word.end)
    letters = Quote(span, document.text[word.start : word.end])
    return Mention(
        word.dimension, letters, unpack_value(bytes(word.value)), Derivation(word.rule, span, word.dimension), (0, 0)
    )
