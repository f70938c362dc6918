"""Who is signed in: sessions are kept by the hash of their token, expire, and end at once when an account changes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from marsad.store.schema_work import attempts, sessions
from marsad.store.writing import Writing

LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)
_SELDOM = timedelta(minutes=1)
MOST_FAILURES = 5
PAUSE = timedelta(minutes=15)


def start_session(writing: Writing, person: str) -> str:
    """Start a session and give its token, which is kept nowhere else."""
    token, now = secrets.token_urlsafe(32), writing.clock()
    writing.connection.execute(delete(sessions).where(sessions.c.expires < _text(now)))
    row = {"token": _hash(token), "person": person, "started": _text(now), "seen": _text(now)}
    writing.connection.execute(insert(sessions).values(**row, expires=_text(now + LASTS)))
    return token


def person_of(connection: Connection, token: str, now: datetime) -> str | None:
    """Give the name of who is signed in by a token that has neither expired nor lain idle.

    A session that was used at a time still to come (the clock was set back) would last longer than it may: it has ended.
    """
    row = connection.execute(select(sessions).where(sessions.c.token == _hash(token))).first()
    if row is None or row.expires <= _text(now) or not _text(now - IDLE) < row.seen <= _text(now + _SELDOM):
        return None
    return str(row.person)


def is_stale(connection: Connection, token: str, now: datetime) -> bool:
    """Say whether it is time to note that a session is in use."""
    seen = connection.execute(select(sessions.c.seen).where(sessions.c.token == _hash(token))).scalar()
    return seen is not None and seen <= _text(now - _SELDOM)


def touch(writing: Writing, token: str) -> None:
    """Note that a session is in use."""
    seen = update(sessions).where(sessions.c.token == _hash(token)).values(seen=_text(writing.clock()))
    writing.connection.execute(seen)


def end_session(writing: Writing, token: str) -> None:
    """End a session."""
    writing.connection.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def paused_until(connection: Connection, key: str, now: datetime) -> datetime | None:
    """Give the time until which nobody may try a key again, None where one may."""
    row = connection.execute(select(attempts).where(attempts.c.key == key)).first()
    if row is None or row.failures < MOST_FAILURES or not _text(now) < row.until <= _text(now + PAUSE):
        return None
    return datetime.fromisoformat(row.until)


def failed(writing: Writing, key: str) -> None:
    """Count a failed attempt; too many within the pause stop further ones until it is over."""
    now = writing.clock()
    row = writing.connection.execute(select(attempts).where(attempts.c.key == key)).first()
    failures = row.failures + 1 if row and row.until > _text(now) else 1
    writing.connection.execute(delete(attempts).where(attempts.c.key == key))
    writing.connection.execute(insert(attempts).values(key=key, failures=failures, until=_text(now + PAUSE)))


def succeeded(writing: Writing, key: str) -> None:
    """Forget the failures of a key."""
    writing.connection.execute(delete(attempts).where(attempts.c.key == key))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
