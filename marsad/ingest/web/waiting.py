"""How long a server is left alone: as long as it asks, and longer each time that it fails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from marsad.errors import SourceError
from marsad.ingest.web.answer import Answer

_BUSY = frozenset({429, 503})
_FIRST = timedelta(minutes=5)
_LONGEST = timedelta(days=1)
_MOST_ASKED = timedelta(days=7)


class LaterError(SourceError):
    """What may be asked for in a later round, and is no failure of it."""


def asked_to_wait(answer: Answer, now: datetime) -> datetime | None:
    """Give the moment until which a busy server wants to be left alone (Retry-After); None where it is not busy or does not say."""
    written = answer.headers.get("retry-after", "").strip()
    if answer.status not in _BUSY or not written:
        return None
    until = now + timedelta(seconds=int(written)) if written.isdecimal() and len(written) < 9 else _date(written)
    return min(until, now + _MOST_ASKED) if until else None


def backed_off(failures: int, now: datetime) -> datetime:
    """Give the moment until which a server that failed so often in a row is left alone: twice as long each time, a day at most."""
    return now + min(_LONGEST, _FIRST * (1 << min(failures - 1, 20)))


def _date(written: str) -> datetime | None:
    try:
        found: datetime = parsedate_to_datetime(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
