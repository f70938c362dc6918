"""The letters that claims are marked with, in the order of each language: a, b … aa; أ، ب، ج in the old order of numbers."""

from __future__ import annotations

from marsad.serve.words import Language

_LETTERS: dict[Language, str] = {"en": "abcdefghijklmnopqrstuvwxyz", "ar": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"}


def letter(number: int, language: Language) -> str:
    """Give the letters for a place in a list, counted from 1."""
    alphabet = _LETTERS[language]
    written = ""
    while number > 0:
        number, at = divmod(number - 1, len(alphabet))
        written = alphabet[at] + written
    return written
