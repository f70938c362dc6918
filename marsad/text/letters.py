"""The letters of Arabic script: which are one letter in other clothes, which say nothing, which are many in one.

Orthography only: nothing here knows a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

TATWEEL = "\u0640"
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff\ufe00-\ufe0f\ufe20-\ufe2f"
CONTROLS = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)
QUOTES = "«»\"“”„‟'‘’‚‛‹›`´"

_TWINS = {
    "ا": "أإآٱٲٳٵ",
    "و": "ؤٶۄۅۆۇۈۉۊۋۏ",
    "ي": "ئىیێېےٸۍۓؠؽؾؿ",
    "ه": "ةۀەہھۂۃۿ",
    "ك": "کڪگ",
    "ب": "پ",
    "ف": "ڤ",
    "ج": "چ",
    "ر": "ڕړڒ",
    "ل": "ڵ",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
}
_DIGITS = (0x0660, 0x06F0, 0xFF10)
_LATIN = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_SHAPED = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD), range(0xFF01, 0xFF5F))


def _spread(ranges: str) -> frozenset[str]:
    """List the characters of a character class written with ranges."""
    found: set[str] = set()
    for place, letter in enumerate(ranges):
        if letter == "-":
            found.update(map(chr, range(ord(ranges[place - 1]), ord(ranges[place + 1]) + 1)))
        else:
            found.add(letter)
    return frozenset(found)


def _plain_latin(code: int) -> str:
    """Give a Latin letter small and without its accent, or as it is where that is not one letter."""
    base = unicodedata.normalize("NFKD", chr(code))[0].casefold()
    return base if len(base) == 1 else chr(code)


def _one_to_one() -> Iterator[tuple[int, str]]:
    for letter, twins in _TWINS.items():
        yield from ((ord(twin), letter) for twin in twins)
    for zero in _DIGITS:
        yield from ((zero + digit, str(digit)) for digit in range(10))
    for codes in _LATIN:
        yield from ((code, _plain_latin(code)) for code in codes if _plain_latin(code) != chr(code))


SILENT = _spread(MARKS) | _spread(CONTROLS) | {TATWEEL}
BLANKS = "".join(sorted(_spread(CONTROLS))) + " \u00a0"
SAME: dict[int, str] = dict(_one_to_one())


def _unshaped(code: int) -> str:
    """Give the plain letters of a presentation form; a phrase in one character (with spaces) stays as it is."""
    plain = unicodedata.normalize("NFKC", chr(code)).strip(" ")
    if " " in plain:
        return chr(code)
    return "".join(letter for letter in plain if letter not in SILENT).translate(SAME)


def _one_to_many() -> Iterator[tuple[str, str]]:
    for codes in _SHAPED:
        for code in codes:
            if chr(code) not in SILENT and _unshaped(code) != chr(code):
                yield chr(code), _unshaped(code)


SHAPED: dict[str, str] = dict(_one_to_many())
SAME.update({ord(shape): plain for shape, plain in SHAPED.items() if len(plain) == 1})
MANY: dict[str, str] = {shape: plain for shape, plain in SHAPED.items() if len(plain) != 1}
