"""Judgements as they are kept: added, never changed; one is taken back by another that withdraws it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from marsad.errors import RefusedError
from marsad.model.codec import pack, unpack
from marsad.model.judgement import Judgement
from marsad.store.log import Action
from marsad.store.schema import accounts, claims, documents, judgements
from marsad.store.seal import Row
from marsad.store.writing import Writing

_NEWEST = 50
"""Some were signed elsewhere and are written in other zones, so that the last as text need not be the newest."""


def put_judgement(writing: Writing, judgement: Judgement) -> bool:
    """Keep a judgement; say whether it is new. One of things that are not in the record is refused."""
    writing.flush()
    held = writing.connection.execute(select(judgements.c.payload).where(judgements.c.id == judgement.id)).scalar()
    action: Action = "WITHDRAW" if judgement.verdict == "withdraw" else "JUDGE"
    if held is not None and bytes(held) == pack(judgement):
        return False
    if held is not None:
        raise RefusedError(action, judgement.id, f"judgement {judgement.id} was signed already and can't be changed")
    _check_subjects(writing.connection, judgement, action)
    writing.keep(judgements, [_row(judgement)])
    writing.enter(action, judgement.id)
    writing.flush()
    return True


def all_judgements(connection: Connection) -> Iterator[Judgement]:
    """Give every judgement, the first first, those taken back among them."""
    for payload in connection.execute(select(judgements.c.payload).order_by(judgements.c.seq)).scalars():
        yield unpack(Judgement, payload)


def signing_time(connection: Connection, now: datetime) -> datetime:
    """Give the time to sign a judgement with: now, or just after the newest one where the clock was set back.

    The later of two judgements stands, and what withdraws one comes after it; so none may be dated before what its signer could see.
    """
    asked = select(judgements.c.at).where(judgements.c.at.is_not(None)).order_by(judgements.c.at.desc()).limit(_NEWEST)
    newest = (datetime.fromisoformat(each) for each in connection.execute(asked).scalars())
    return max([now, *(each + timedelta(microseconds=1) for each in newest if each.tzinfo)])


def current_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """Give the judgements that hold: neither withdrawals nor withdrawn; a withdrawal may itself be withdrawn."""
    withdrawn: set[str] = set()
    found: list[Judgement] = []
    for judgement in reversed(tuple(all_judgements(connection))):
        if judgement.id in withdrawn:
            continue
        if judgement.verdict == "withdraw":
            withdrawn.update(judgement.subjects)
        else:
            found.append(judgement)
    return tuple(reversed(found))


def _check_subjects(connection: Connection, judgement: Judgement, action: Action) -> None:
    table = {"same": accounts, "different": accounts, "withdraw": judgements, "add": documents}.get(
        judgement.verdict, claims
    )
    asked = select(table.c.id).where(table.c.id.in_(judgement.subjects), table.c.expunged.is_(None))
    missing = sorted(set(judgement.subjects) - set(connection.execute(asked).scalars()))
    if missing:
        what = str(table.name).removesuffix("s")
        raise RefusedError(action, judgement.id, f"there is no {what} {missing[0]} in this record to judge")


def _row(judgement: Judgement) -> Row:
    return {
        "id": judgement.id,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "at": judgement.at.isoformat(),
        "payload": pack(judgement),
    }
