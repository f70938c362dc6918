"""Judgements found by what they are about: an index that the board keeps, so that no page looks through all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Select, delete, insert, select

from marsad.model.codec import unpack
from marsad.model.judgement import Judgement
from marsad.store.batches import batches
from marsad.store.schema import judgements, log
from marsad.store.schema_work import judged

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Signed:
    """A judgement as it is in the record: the log entry that wrote it, and who entered it; another than its signer where it was imported."""

    judgement: Judgement
    seq: int
    actor: str

    @property
    def imported(self) -> bool:
        """Say whether somebody brought it in from another record."""
        return self.actor != self.judgement.by


def _selected() -> Select[bytes, int, str]:
    asked = select(judgements.c.payload, judgements.c.seq, log.c.actor).join(log, log.c.seq == judgements.c.seq)
    return asked.where(judgements.c.expunged.is_(None))


def file_judgements(connection: Connection, after: int) -> list[Judgement]:
    """Index the judgements that were written after a log entry, and give them."""
    asked = _selected().where(judgements.c.seq > after).order_by(judgements.c.seq)
    found = [unpack(Judgement, payload) for payload, _, _ in connection.execute(asked)]
    for part in batches(found, _BATCH):
        connection.execute(delete(judged).where(judged.c.judgement.in_([each.id for each in part])))
        rows = [{"subject": key, "judgement": each.id} for each in part for key in dict.fromkeys(each.subjects)]
        connection.execute(insert(judged), rows)
    return found


def judgements_by_id(connection: Connection, ids: Iterable[str]) -> list[Signed]:
    """Give judgements by their ids, the first first; what is not there is left out."""
    found = [
        Signed(unpack(Judgement, payload), seq, actor)
        for part in batches(sorted(set(ids)), _BATCH)
        for payload, seq, actor in connection.execute(_selected().where(judgements.c.id.in_(part)))
    ]
    return sorted(found, key=lambda each: each.seq)


def judgements_about(connection: Connection, subjects: Iterable[str]) -> list[Signed]:
    """Give every judgement about some subjects, with those that take it back, and so on, the first first."""
    found: set[str] = set()
    new = set(subjects)
    while new:
        new = _naming(connection, new) - found
        found |= new
    return judgements_by_id(connection, found)


def _naming(connection: Connection, subjects: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for part in batches(sorted(subjects), _BATCH):
        found.update(connection.execute(select(judged.c.judgement).where(judged.c.subject.in_(part))).scalars())
    return found


def things_judged(connection: Connection, told: Iterable[Judgement]) -> set[str]:
    """Give the claims and accounts that judgements are about, through those that they take back."""
    found: set[str] = set()
    new = list(told)
    while new:
        found.update(key for each in new if each.verdict != "withdraw" for key in each.subjects)
        back = {key for each in new if each.verdict == "withdraw" for key in each.subjects}
        new = [each.judgement for each in judgements_by_id(connection, back)]
    return found


def latest_by(connection: Connection, person: str, most: int) -> list[Signed]:
    """Give the last judgements that a person signed here, the last first."""
    asked = _selected().where(judgements.c.by == person, log.c.actor == person)
    rows = connection.execute(asked.order_by(judgements.c.seq.desc()).limit(most))
    return [Signed(unpack(Judgement, payload), seq, actor) for payload, seq, actor in rows]


def latest(connection: Connection, before: int | None, most: int) -> list[Signed]:
    """Give the last judgements of the record, or the last before a log entry, the last first."""
    asked = _selected() if before is None else _selected().where(judgements.c.seq < before)
    rows = connection.execute(asked.order_by(judgements.c.seq.desc()).limit(most))
    return [Signed(unpack(Judgement, payload), seq, actor) for payload, seq, actor in rows]
