"""Tokens: the words, numbers and marks of a folded text, each with its place in the source."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from marsad.text.fold import Folded
from marsad.text.letters import ARABIC, QUOTES

Kind = Literal["word", "number", "mark"]

_KINDS: tuple[Kind, ...] = ("mark", "word", "number", "mark")
_TAGS = "#_"  # what makes a hashtag of words parts them like a space
_OTHER = rf"[^\W\d_{ARABIC}]"
_GROUPED = r"[0-9]{1,3}(?:[,،٬][0-9]{3})+(?:[.٫][0-9]+)?(?![0-9])"
_DOTTED = r"[0-9]{1,3}(?:[.٫][0-9]{3}){2,}(?![0-9])"
_DECIMAL = r"(?<![0-9][.٫])[0-9]+[.٫][0-9]+(?![0-9]|[.٫][0-9])"
_TOKEN = re.compile(
    rf"([{ARABIC}]+|{_OTHER}+(?:['’\-]{_OTHER}+)*)"
    rf"|({_GROUPED}|{_DOTTED}|{_DECIMAL}|[0-9]+)"
    rf"|([^\s{QUOTES}{_TAGS}])"
)
_SEPARATORS = str.maketrans("٫٬،", ".,,")


class Token(msgspec.Struct):
    """A word, number or mark: its folded form and where it stands in the source, diacritics included.

    A structure made in C, for every word of every text becomes one; nobody changes one.
    `glued` says that neither a space nor a quotation mark stands before it.
    """

    index: int
    form: str
    start: int
    end: int
    kind: Kind
    glued: bool


def tokenize(folded: Folded) -> tuple[Token, ...]:
    """Cut a folded text into tokens; quotation marks, hashtag marks and spaces are none, digits are parted from letters."""
    starts, ends = folded.starts, folded.ends
    found: list[Token] = []
    before = -1
    for index, match in enumerate(_TOKEN.finditer(folded.text)):
        start, end = match.span()
        kind = _KINDS[match.lastindex or 0]
        form = match[0].translate(_SEPARATORS) if kind == "number" else match[0]
        found.append(Token(index, form, starts[start], ends[end - 1], kind, start == before))
        before = end
    return tuple(found)
