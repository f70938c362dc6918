"""What was prepared for publication, by whom, who approved it, and what it corrected of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import Connection, func, insert, select, update

from marsad.errors import RefusedError, StoreError
from marsad.store.batches import batches
from marsad.store.schema_work import corrections, publications
from marsad.store.writing import Writing

State = Literal["making", "prepared", "approved", "failed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication: `wanted` and `made` are JSON of what was asked for and of the files that came of it."""

    id: str
    at: str
    by: str
    state: State
    wanted: str
    made: str
    approved_by: str | None = None
    approved_at: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that a publication changes of what the one before said: JSON of both, and the reason in both languages."""

    id: str
    publication: str
    incident: str
    before: str
    after: str
    reason_en: str
    reason_ar: str


def publication(connection: Connection, key: str) -> Publication:
    """Give one publication; a `StoreError` where there is none."""
    row = connection.execute(select(publications).where(publications.c.id == key)).first()
    if row is None:
        raise StoreError(f"there is no publication {key}")
    return _publication(row)


def all_publications(connection: Connection, limit: int = 100) -> list[Publication]:
    """Give the publications, the newest first."""
    asked = select(publications).order_by(publications.c.at.desc(), publications.c.id).limit(limit)
    return [_publication(row) for row in connection.execute(asked)]


def last_approved(connection: Connection) -> Publication | None:
    """Give the publication that was approved last."""
    asked = select(publications).where(publications.c.state == "approved")
    row = connection.execute(asked.order_by(publications.c.approved_at.desc()).limit(1)).first()
    return _publication(row) if row else None


def _publication(row: Sequence[object]) -> Publication:
    key, at, by, state, wanted, made, approved_by, approved_at = (None if each is None else str(each) for each in row)
    return Publication(str(key), str(at), str(by), cast(State, state), str(wanted), str(made), approved_by, approved_at)


def begin_publication(writing: Writing, key: str, wanted: str) -> None:
    """Note that somebody asked for a publication."""
    row = {"id": key, "at": writing.now(), "by": writing.actor, "state": "making", "wanted": wanted, "made": "{}"}
    writing.connection.execute(insert(publications).values(**row))


def end_publication(writing: Writing, key: str, state: State, made: str) -> None:
    """Note what came of making a publication."""
    there = update(publications).where(publications.c.id == key)
    writing.connection.execute(there.values(state=state, made=made))


def end_unfinished(writing: Writing) -> int:
    """Note of publications that were being made when the workbench was ended that nothing came of them; give how many there were."""
    there = update(publications).where(publications.c.state == "making")
    why = json.dumps({"why": "the workbench was ended, or its database away, while this was made; make it again"})
    return writing.connection.execute(there.values(state="failed", made=why)).rowcount


def approve_publication(writing: Writing, key: str) -> None:
    """Approve a prepared publication; who prepared it can't."""
    found = publication(writing.connection, key)
    if found.state != "prepared":
        raise RefusedError("APPROVE", key, f"publication {key} is {found.state} and can't be approved")
    if found.by == writing.actor:
        raise RefusedError("APPROVE", key, "who prepared a publication can't approve it: ask a second person")
    there = update(publications).where(publications.c.id == key)
    at = _after(writing.connection.execute(select(func.max(publications.c.approved_at))).scalar(), writing.now())
    writing.connection.execute(there.values(state="approved", approved_by=writing.actor, approved_at=at))
    writing.enter("APPROVE", key)


def _after(last: str | None, now: str) -> str:
    """Give the time now, or just after the last approval where the clock was set back: the next is compared with the one before."""
    just_after = (
        (datetime.fromisoformat(last) + timedelta(microseconds=1)).isoformat(timespec="microseconds") if last else ""
    )
    return max(now, just_after)


def withdraw_publication(writing: Writing, key: str) -> None:
    """Take a publication back; its files and its place in the log stay."""
    publication(writing.connection, key)
    writing.connection.execute(update(publications).where(publications.c.id == key).values(state="withdrawn"))
    writing.enter("PUBLISH", key, {"state": "withdrawn"})


def put_corrections(writing: Writing, found: Iterable[Correction]) -> None:
    """Keep what a publication corrects."""
    for part in batches(found, 500):
        rows = [
            {
                "id": each.id, "publication": each.publication, "incident": each.incident, "before": each.before,
                "after": each.after, "reason_en": each.reason_en, "reason_ar": each.reason_ar,
            }
            for each in part
        ]  # fmt: skip
        writing.connection.execute(insert(corrections), rows)


def reason_correction(writing: Writing, key: str, english: str, arabic: str) -> None:
    """Give a correction its reason, in both languages, while its publication is not approved."""
    row = writing.connection.execute(select(corrections.c.publication).where(corrections.c.id == key)).scalar()
    if row is None:
        raise StoreError(f"there is no correction {key}")
    if publication(writing.connection, str(row)).state != "prepared":
        raise RefusedError("PUBLISH", key, "what is approved is published and stays as it is")
    if not (english.strip() and arabic.strip()):
        raise StoreError("a correction needs its reason in Arabic and in English")
    there = update(corrections).where(corrections.c.id == key)
    writing.connection.execute(there.values(reason_en=english.strip(), reason_ar=arabic.strip()))
    writing.enter("PUBLISH", str(row), {"correction": key})


def corrections_of(connection: Connection, keys: Iterable[str], limit: int = 1000) -> list[Correction]:
    """Give the corrections of some publications, in the order of the publications and of their incidents."""
    wanted = list(keys)
    asked = (
        select(corrections).where(corrections.c.publication.in_(wanted)).order_by(corrections.c.incident).limit(limit)
    )
    found = [Correction(*row) for row in connection.execute(asked)]
    return sorted(found, key=lambda each: (wanted.index(each.publication), each.incident))
