"""The day of publication, as metadata write it."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2}))(?:[Tt ]\d.*)?")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2},? +)?\d{1,2} [A-Z][a-z]{2} \d{4}\b.*")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def day(written: str) -> date:
    """Give the day that an ISO 8601 or RFC 2822 date names, in its own time zone; a `ValueError` for all else.

    The day is kept as written, since 'today' in a report is the day where it was written. Day-first
    dates (3/6/2019) are refused: they can be read in two ways.
    """
    parts = _iso(written.strip()) or _mail(written.strip())
    if not parts or not _FIRST_YEAR <= parts[0] <= _LAST_YEAR:
        raise ValueError(f"{written!r} is no date such as 2019-01-09 or 2019-01-09T10:00:00+03:00")
    return date(*parts)


def is_likely(published: date) -> bool:
    """Say whether a report can be of a day: from the first news agencies' wires in Arabic to the end of this century."""
    return _FIRST_YEAR <= published.year <= _LAST_YEAR


def _iso(written: str) -> tuple[int, int, int] | None:
    """Take year, month and day from the front of an ISO date or date and time."""
    found = _ISO.fullmatch(written)
    if not found:
        return None
    year, month, first = (int(part) for part in found.groups() if part)
    return year, month, first


def _mail(written: str) -> tuple[int, int, int] | None:
    """Take year, month and day from a date as feeds write it: Wed, 09 Jan 2019 10:00:00 +0300."""
    found = parsedate(written) if _MAIL.fullmatch(written) else None
    return found[:3] if found else None
