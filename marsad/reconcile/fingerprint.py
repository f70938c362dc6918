"""Knowing a copied text again: the least hashes of its word sequences, and what share of them two texts have in common."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.text.fold import fold

_WORD = re.compile(r"\w+")
_WORDS = 5  # one changed word breaks five sequences; on real pages unrelated reports of one attack share under a tenth of them
_KEPT = 64
_LEAST = 8  # fewer sequences are a headline, which two writers may word alike
_SPREAD, _BITS = 0x9E3779B97F4A7C15, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two fingerprints have in common: sequences seen in both, and in each, below the bound that both know fully."""

    shared: int
    first: int
    second: int

    @property
    def jaccard(self) -> float:
        """Estimate the share of all sequences of the two texts that stand in both."""
        return self.shared / max(1, self.first + self.second - self.shared)

    @property
    def containment(self) -> float:
        """Estimate the share of the sequences of one text that stand in the other: the greater of the two shares."""
        return self.shared / max(1, min(self.first, self.second))


def fingerprint(text: str) -> tuple[int, ...]:
    """Give the 64 least hashes of a text's sequences of five folded words, ascending; nothing where it is too short to tell.

    The same letters give the same numbers on every machine. A page that shows its title twice has the sequences once.
    """
    words = _WORD.findall(fold(text).text)
    sequences = {" ".join(words[at : at + _WORDS]) for at in range(len(words) - _WORDS + 1)}
    if len(sequences) < _LEAST:
        return ()
    return tuple(sorted({_hash(sequence) for sequence in sequences})[:_KEPT])


def overlap(first: Sequence[int], second: Sequence[int]) -> Overlap:
    """Compare two fingerprints below the lesser of their bounds, where each holds all the hashes that its text has."""
    bound = min(_bound(first), _bound(second))
    one, two = ({each for each in prints if each <= bound} for prints in (first, second))
    return Overlap(len(one & two), len(one), len(two))


def _bound(prints: Sequence[int]) -> int:
    return prints[-1] if len(prints) == _KEPT else _BITS


def _hash(sequence: str) -> int:
    """Spread a checksum over all bits, so that the least hashes are a fair sample."""
    return (zlib.crc32(sequence.encode()) * _SPREAD >> 16) & _BITS
