"""Reasons that the record gives in English, told again in the reader's language: each is one of a closed list of sentences with gaps."""

from __future__ import annotations

import re
from functools import cache

from marsad.serve.words import Language, digits, words

_GAP = re.compile(r"\{(\w+)\}")
_FILE = "retold."


def retold(language: Language, sentence: str, *, arabic: bool = False) -> str:
    """Tell a reason of the record in a language; one that is not on the list is shown as it is. `arabic` digits where numbers fill gaps."""
    if language == "en":
        return digits(sentence, arabic=arabic)
    for pattern, said in _sentences(language):
        found = pattern.fullmatch(sentence)
        if found:
            filled = {name: _filled(name, value, arabic=arabic) for name, value in found.groupdict().items()}
            return said.format_map(filled)
    return digits(sentence, arabic=arabic)


def _filled(name: str, value: str, *, arabic: bool) -> str:
    """Fill a gap: a number in the reader's digits, a name set apart so that its own direction disturbs nothing."""
    return digits(value, arabic=arabic) if name in ("n", "m") else f"\u2068{value}\u2069"


@cache
def _sentences(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give the sentences, those with most letters of their own first, for a short one may fit where a longer one does."""
    listed = [said for key, said in words().items() if key.startswith(_FILE)]
    ordered = sorted(listed, key=lambda said: -len(_GAP.sub("", said["en"])))
    return tuple((_pattern(said["en"]), said[language]) for said in ordered)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _GAP.split(english)
    return re.compile("".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))
