"""Judgements out to other copies of the record and in from them: each line is checked, and nothing is taken in that can't be held against something here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from marsad.errors import MarsadError, RefusedError
from marsad.model.codec import dump, load, pack
from marsad.model.judgement import Judgement
from marsad.model.person import Person
from marsad.record.board import update_board
from marsad.record.desk import keep, newest_run, touched_by
from marsad.record.queueing import ON_CLAIMS, reviews
from marsad.record.refresh import refresh
from marsad.record.subjects import UnknownError, may_see_judgement, resolved
from marsad.store import Store, Writing
from marsad.store.judged import Signed, judgements_about, judgements_by_id
from marsad.store.judgements import all_judgements
from marsad.store.seal import digest

_AHEAD = timedelta(hours=1)  # how far another's clock may be before ours


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that was kept out, by its number from 1 on, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A judgement from elsewhere that does not go with what was said here."""

    line: int
    theirs: Judgement
    ours: tuple[Signed, ...]


@dataclass(slots=True)
class Brought:
    """What came of a file: how many judgements are new and how many were here, and the lines that are unreadable, unknown or clash."""

    new: int = 0
    known: int = 0
    unreadable: list[Line] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    judgement: Judgement


def send_out(store: Store, person: Person) -> bytes:
    """Write the judgements that a person may see as JSON Lines, the first first; the log says who took how many."""
    with store.transaction(person.name) as writing:
        told = (
            each for each in all_judgements(writing.connection) if may_see_judgement(writing.connection, person, each)
        )
        lines = [dump(each) for each in told]
        data = b"".join(line + b"\n" for line in lines)
        writing.enter("EXPORT", "judgements", {"number": len(lines), "sha256": digest(data)})
    return data


def bring_in(store: Store, person: Person, data: bytes) -> Brought:
    """Take in judgements that others signed in another copy of the record, in the order that they were signed."""
    brought = Brought()
    told = sorted(_lines(data, store.clock(), brought), key=lambda each: (each.judgement.at, each.judgement.id))
    with store.transaction(person.name) as writing:
        update_board(writing)
        kept = [each for each in told if _keep(writing, person, each, brought)]
        touched = {key for each in kept for key in touched_by(writing.connection, each.judgement)}
        refresh(writing, newest_run(writing.connection), touched)
        brought.new = len(kept)
        writing.enter("IMPORT", "judgements", {"sha256": digest(data), **_numbers(brought)})
        update_board(writing)
        brought.clashes += _disagreeing(writing.connection, kept)
    return brought


def _numbers(brought: Brought) -> dict[str, object]:
    return {
        "new": brought.new,
        "known": brought.known,
        "unreadable": len(brought.unreadable),
        "unknown": len(brought.unknown),
        "clashes": len(brought.clashes),
    }


def _lines(data: bytes, now: datetime, brought: Brought) -> Iterator[_Read]:
    """Read the lines of a file; those that are no judgement are noted with the reason."""
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            judgement = load(Judgement, line.decode())
        except (MarsadError, UnicodeDecodeError, ValueError) as fault:
            brought.unreadable.append(Line(number, str(fault)))
            continue
        if judgement.at.tzinfo is None or judgement.at > now + _AHEAD:
            brought.unreadable.append(Line(number, "it was signed at no time that can be, or one without its zone"))
        else:
            yield _Read(number, judgement)


def _keep(writing: Writing, person: Person, read: _Read, brought: Brought) -> bool:
    """Keep a judgement if it is new, and speaks of what is here and may be."""
    judgement = read.judgement
    held = judgements_by_id(writing.connection, [judgement.id])
    if held and pack(held[0].judgement) == pack(judgement):
        brought.known += 1
        return False
    if held:
        brought.clashes.append(Clash(read.number, judgement, tuple(held)))
        return False
    try:
        resolved(writing.connection, person, judgement.verdict, judgement.subjects)
        return keep(writing, judgement)
    except (UnknownError, RefusedError) as fault:
        brought.unknown.append(Line(read.number, str(fault)))
    except MarsadError as fault:
        brought.unreadable.append(Line(read.number, str(fault)))
    return False


def _disagreeing(connection: Connection, kept: Iterable[_Read]) -> Iterator[Clash]:
    """Give those that were kept of which people here say otherwise."""
    for each in kept:
        claims = each.judgement.subjects if each.judgement.verdict in ON_CLAIMS else ()
        told = judgements_about(connection, claims)
        found = reviews(told)
        if any(key in found and found[key].state == "disputed" for key in claims):
            others = tuple(one for one in told if one.judgement.by != each.judgement.by)
            yield Clash(each.number, each.judgement, others)
