"""Words whose letters were parted to slip past a filter: «قص.ف», «ق ت ل», «د/ا/ع/ش»."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from marsad.text.letters import ARABIC

_PARTERS = r"._/*|\\·•~+\-"
_PARTED = re.compile(f"[{_PARTERS}](?<=[{ARABIC}].)[{_PARTERS}]{{0,2}}[{ARABIC}]")
_LONE = re.compile(f"[ {_PARTERS}][{ARABIC}][ {_PARTERS}]{{1,4}}[{ARABIC}](?![{ARABIC}])")
_RUN = re.compile(f"(?<![{ARABIC}])[{ARABIC}]++(?:[{_PARTERS}]{{1,3}}[{ARABIC}]++)++")
_SPACED = re.compile(
    f"(?<![{ARABIC}])[{ARABIC}](?:(?: [{_PARTERS}]{{1,2}} | |[{_PARTERS}]{{1,2}})[{ARABIC}](?![{ARABIC}])){{2,}}+"
)


@dataclass(frozen=True, slots=True)
class Disguised:
    """Folded words that are written with parted letters, bare or after attached particles."""

    words: frozenset[str]
    prefixes: frozenset[str]

    def __contains__(self, joined: object) -> bool:
        return isinstance(joined, str) and (
            joined in self.words
            or any(joined[cut:] in self.words and joined[:cut] in self.prefixes for cut in range(1, len(joined)))
        )


def disguises(text: str, disguised: Container[str]) -> frozenset[int]:
    """Give the offsets of the characters that part the letters of a disguised word in a folded text."""
    drop: set[int] = set()
    for match in _candidates(text):
        joined = "".join(letter for letter in match[0] if letter.isalpha())
        if joined in disguised:
            drop.update(match.start() + place for place, letter in enumerate(match[0]) if not letter.isalpha())
    return frozenset(drop)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    if _PARTED.search(text):
        yield from _RUN.finditer(text)
    if _LONE.search(text):
        yield from _SPACED.finditer(text)
