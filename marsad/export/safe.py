"""Text cells that no spreadsheet takes for a formula: one apostrophe before those that it might, and back."""

from __future__ import annotations

import unicodedata

_STARTS = frozenset("=+-@\u2212")
_BREAKS = frozenset("\t\r\n\0")
_UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Cn", "Mn", "Me"})
_MARK = "'"


def safe(text: str) -> str:
    """Give a text cell as it may be written: with an apostrophe before it where a spreadsheet might read a formula."""
    if not text or text[0].isalnum():
        return text
    return f"{_MARK}{text}" if _is_formula(text.lstrip(_MARK)) else text


def plain(cell: str) -> str:
    """Give the text that a cell was written for: `plain(safe(text)) == text`."""
    return cell[1:] if cell.startswith(_MARK) and _is_formula(cell.lstrip(_MARK)) else cell


def _is_formula(text: str) -> bool:
    """Say whether the first letter, or the first that is seen behind blanks, marks and hidden controls, begins a formula."""
    if text[:1] in _BREAKS and text:
        return True
    seen = next((letter for letter in text if unicodedata.category(letter) not in _UNSEEN), "")
    return bool(seen) and unicodedata.normalize("NFKC", seen)[0] in _STARTS
