"""Folding: one spelling for letters that differ only in dress, with a map back to the source."""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Sequence
from dataclasses import dataclass

from marsad.errors import SpanError
from marsad.text.disguise import disguises
from marsad.text.letters import ARABIC, BLANKS, CONTROLS, MANY, MARKS, SAME, SHAPED, TATWEEL

_SILENT = f"{MARKS}{CONTROLS}{TATWEEL}"
_UNEVEN = f"{_SILENT}{''.join(MANY)}"
_ODD = re.compile(f"[{_UNEVEN}]")
_PARTED = f"(?<={TATWEEL})[ \u00a0]{{1,2}}(?={TATWEEL}++[{MARKS}]*+[{ARABIC}{''.join(SHAPED)}])"
_EDIT = re.compile(f"[{_UNEVEN}][{_SILENT}]*+(?:{_PARTED})?")
_COMMON = tuple((letter, SAME[ord(letter)]) for letter in "أإآىةئؤ\u00a0")
_RARE = re.compile(f"[{re.escape(''.join(sorted(map(chr, SAME.keys() - {ord(pair[0]) for pair in _COMMON}))))}]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, where it stands in the source.

    `ends` reaches over the diacritics and tatweels that follow a letter, so that a quote keeps whole words.
    """

    source_text: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Turn folded offsets into source offsets; never empty, so an empty range is a `SpanError`."""
        if not 0 <= start < end <= len(self.text):
            raise SpanError(f"{start}:{end} is no run of the {len(self.text)} folded letters")
        return self.starts[start], self.ends[end - 1]


def fold(text: str, disguised: Container[str] = ()) -> Folded:
    """Fold a text; words of `disguised` (folded forms) are pulled together where their letters were parted."""
    if _ODD.search(text):
        folded = _fold_unevenly(text)
    else:
        folded = Folded(text, _one_to_one(text), range(len(text)), range(1, len(text) + 1))
    return folded if disguised == () else _pull_together(folded, disguised)


def fold_word(word: str) -> str:
    """Fold a form of the lexicon: like `fold`, with single spaces between the words and no map."""
    return _SPACES.sub(" ", fold(word).text).strip()


def _one_to_one(text: str) -> str:
    """Fold letters one by one; replacing the few common ones is ten times as fast as a look-up for each."""
    if _RARE.search(text):
        return text.translate(SAME)
    for letter, plain in _COMMON:
        text = text.replace(letter, plain)
    return text


def _fold_unevenly(text: str) -> Folded:
    """Fold a text that has characters to drop or to spread, keeping count."""
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    done = 0
    for match in _EDIT.finditer(text):
        at = match.start()
        pieces.append(text[done:at])
        starts.extend(range(done, at))
        ends.extend(range(done + 1, at + 1))
        done = match.end()
        letters = MANY.get(text[at], "")
        reach = at + len(match[0].rstrip(BLANKS))
        if letters:
            pieces.append(letters)
            starts.extend([at] * len(letters))
            ends.extend([at + 1] * (len(letters) - 1) + [reach])
        elif ends and ends[-1] == at:
            ends[-1] = reach
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Folded(text, _one_to_one("".join(pieces)), starts, ends)


def _pull_together(folded: Folded, disguised: Container[str]) -> Folded:
    """Drop what parts the letters of a disguised word."""
    drop = disguises(folded.text, disguised)
    if not drop:
        return folded
    kept = [place for place in range(len(folded.text)) if place not in drop]
    return Folded(
        folded.source_text,
        "".join([folded.text[place] for place in kept]),
        array("I", [folded.starts[place] for place in kept]),
        array("I", [folded.ends[place] for place in kept]),
    )
