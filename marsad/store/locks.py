"""Who works on a claim just now: held for ten minutes, renewed by work, and let go when they leave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from marsad.store.schema_work import locks
from marsad.store.writing import Writing

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Lock:
    """A claim that somebody works on, and until when (UTC) if they do nothing more."""

    subject: str
    person: str
    until: datetime


def take(writing: Writing, subject: str, person: str) -> Lock:
    """Take a claim to work on and let go of every other; give the lock that is on it then, which may be another's.

    One that would last longer than any does was set by a clock that has been set back since, and holds no more.
    """
    now = writing.clock()
    connection = writing.connection
    gone = (locks.c.until <= _text(now)) | (locks.c.until > _text(now + LASTS)) | (locks.c.person == person)
    connection.execute(delete(locks).where(gone))
    held = locks_on(connection, [subject], now).get(subject)
    if held is not None:
        return held
    connection.execute(insert(locks).values(subject=subject, person=person, until=_text(now + LASTS)))
    return Lock(subject, person, now + LASTS)


def release(writing: Writing, subjects: Iterable[str], person: str) -> None:
    """Let go of what a person worked on."""
    mine = locks.c.subject.in_(list(subjects)) & (locks.c.person == person)
    writing.connection.execute(delete(locks).where(mine))


def locks_on(connection: Connection, subjects: Iterable[str], now: datetime) -> dict[str, Lock]:
    """Give the locks that are on some subjects."""
    lasting = (locks.c.until > _text(now)) & (locks.c.until <= _text(now + LASTS))
    asked = select(locks).where(locks.c.subject.in_(list(subjects)), lasting)
    found = (Lock(row.subject, row.person, datetime.fromisoformat(row.until)) for row in connection.execute(asked))
    return {each.subject: each for each in found}


def held_elsewhere(person: str, now: datetime) -> tuple[str, str, str]:
    """Give what a query compares locks with: the person whose own do not count, and from when to when one that holds can end."""
    return person, _text(now), _text(now + LASTS)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
