"""Letters as they stand on a page, from left to right, put back into the order in which they are read."""

from __future__ import annotations

import re
import unicodedata

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\u00a0\u2000-\u200a\u202f]+")
_LATIN = r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’&./@:_-]*"
_LEFT_TO_RIGHT = re.compile(
    rf"{_LATIN}(?: {_LATIN})*"
    r"|[0-9]+(?:[.,:/+-][0-9]+)*%?"
    r"|[\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][\u0660-\u0669\u06f0-\u06f9]+)*"
)
_INSIDE = re.compile(r"([(\[{«]) | ([)\]}»])")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_STOPS = (".", "؟", "!", ":", "؛", "…")
_SHORT = 0.75  # of the longest line of its page: a paragraph's last line is most often shorter, or ends with a stop


def as_read(line: str) -> str:
    """Put a line of a page into reading order; numbers and Latin words in an Arabic line run from left to right."""
    line = " ".join(line.split())
    if _RIGHT_TO_LEFT.search(line):
        line = _INSIDE.sub(r"\1\2", _turned(line))
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line)


def _turned(line: str) -> str:
    parts: list[str] = []
    at = 0
    for run in _LEFT_TO_RIGHT.finditer(line):
        parts += (line[at : run.start()][::-1].translate(_MIRRORED), run[0])
        at = run.end()
    parts.append(line[at:][::-1].translate(_MIRRORED))
    return "".join(reversed(parts))


def paragraphs(page: str) -> str:
    """Join the lines of a page to paragraphs: a line that is as long as others and ends in no stop goes on in the next."""
    lines = [as_read(line) for line in page.splitlines()]
    full = _SHORT * max(map(len, lines), default=0)
    said: list[str] = []
    open_line = False
    for line in lines:
        if line:
            said += (" " if open_line else "\n", line)
        open_line = bool(line) and len(line) >= full and not line.endswith(_STOPS)
    return "".join(said[1:])
