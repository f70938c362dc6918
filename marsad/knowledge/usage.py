"""Which names of places that nobody kept by hand are taken, and whether a name counts by itself or beside a cue only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from marsad.knowledge.rows import NEEDS_CUE, Row, read_csv
from marsad.text.fold import fold_word

ORDINARY = "ordinary.csv"
KNOWN_CITY = 100_000  # people: a name of a smaller place may well be an ordinary word that nobody has listed
TOWN = 2000  # people: a village has fewer
NOISY = {"IR": 40_000, "TR": 40_000, "PK": 40_000}  # people: smaller places have Persian, Ottoman or Urdu names here
_MAX_NAMES = 8
_SHORTEST = 3
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]{2,}(?:[ -][\u0621-\u063a\u0641-\u064a]{2,}){0,3}")
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670\u200e\u200f]")


class Usage:
    """What ordinary.csv and the hand-kept places say of the names of all other places."""

    def __init__(self, folder: Path, kept: Iterable[Row] = (), words: Collection[str] = ()) -> None:
        """Read the table of ordinary words; `words` are folded forms of the language, which no such name may be."""
        treated: dict[str, set[str]] = {}
        for row in read_csv(folder / ORDINARY) if (folder / ORDINARY).exists() else ():
            treated.setdefault(row["treatment"], set()).add(fold_word(row["word"]))
        self.kinds = treated.get("kind", set())
        kept = list(kept)
        self.borne = {fold_word(name) for row in kept for name, _ in row.names} - self.kinds
        self.dropped = treated.get("drop", set()) | self.kinds | set(words)
        self.heads = treated.get("head", set())
        self.ordinary = treated.get(NEEDS_CUE, set())
        self.ordinary |= {fold_word(name) for row in kept for name, usage in row.names if usage == NEEDS_CUE}

    def names(self, given: Iterable[str], population: int, *, known: bool) -> tuple[tuple[str, str], ...]:
        """Give the useful Arabic names, each spelling once; `known`: the place is of a list of towns, not of hamlets.

        A hamlet may bear the name of a hand-kept place even where it is an ordinary word: it is a name.
        """
        dropped = self.dropped if known else self.dropped - self.borne
        found: dict[str, tuple[str, str]] = {}
        for name in given:
            text = self.bare(name)
            folded = fold_word(text)
            if _ARABIC.fullmatch(text) and len(folded) >= _SHORTEST and folded not in dropped:
                found.setdefault(folded, (text, self._usage(folded, population, known=known)))
        return tuple(found.values())[:_MAX_NAMES]

    def bare(self, name: str) -> str:
        """Give a name without its marks and without the word for a kind of place before it."""
        text = " ".join(_MARKS.sub("", name).split())
        first, _, rest = text.partition(" ")
        return rest if rest and fold_word(first) in self.kinds else text

    def own(self, names: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Give names that a user has listed: as they were given, but that an ordinary word needs a cue."""
        return tuple(
            (name, NEEDS_CUE if fold_word(name) in self.ordinary | self.dropped else usage) for name, usage in names
        )

    def _usage(self, folded: str, population: int, *, known: bool) -> str:
        if folded in self.ordinary:
            return NEEDS_CUE
        return "common" if population >= KNOWN_CITY or self._compound(folded, known=known) else NEEDS_CUE

    def _compound(self, folded: str, *, known: bool) -> bool:
        """Say whether a name is none but a place's: of two words, and of a hamlet such as 'hill of X', X no ordinary word."""
        first, *rest = folded.split()
        return bool(rest) and (known or (first in self.heads and self.dropped.isdisjoint(rest)))
