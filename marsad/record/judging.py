"""Signing in company: a decision is taken only if nothing stands against it, and takes effect with its signature or not at all.

Everything is checked in the transaction that writes: who may, whether the thing is still there, whether somebody else works on it, and
whether somebody decided of it after the page was made that the decision was taken on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from sqlalchemy import Connection

from marsad.errors import ModelError, StoreError
from marsad.model.judgement import Field, Judgement
from marsad.model.person import Person
from marsad.reconcile.overlay import standing
from marsad.record.asread import FIELDS, changed
from marsad.record.board import update_board
from marsad.record.decision import Decision, Done, HeldError, NotYoursError, OvertakenError, signed
from marsad.record.desk import judge_within, newest_run
from marsad.record.queueing import ON_CLAIMS, reviews
from marsad.record.subjects import judged_claim, resolved
from marsad.store import Store, Writing
from marsad.store.judged import Signed, judgements_about, judgements_by_id, latest_by
from marsad.store.judgements import signing_time
from marsad.store.locks import locks_on, release

_FAR = 200  # how many of one's own last judgements undoing looks through


def decide(store: Store, person: Person, decision: Decision) -> Done:
    """Sign a decision and let it take effect, or raise what stands against it."""
    with store.transaction(person.name) as writing:
        update_board(writing)
        subjects = resolved(writing.connection, person, decision.verdict, decision.subjects)
        decision = replace(decision, subjects=subjects)
        told = judgements_about(writing.connection, subjects)
        _check(writing, person, decision, told)
        judgement = signed(
            decision,
            person.name,
            signing_time(writing.connection, writing.clock()),
            _fields(writing.connection, decision, told),
        )
        again = _again(judgement, told)
        return Done(again, new=False) if again else _sign(writing, judgement)


def undo(store: Store, person: Person) -> Done:
    """Withdraw the last judgement that a person signed and that still stands."""
    with store.transaction(person.name) as writing:
        update_board(writing)
        last = last_signed(writing.connection, person.name)
        if last is None:
            raise StoreError("there is nothing of yours to undo")
        decision = Decision("withdraw", (last.id,), writing.seq)
        return _sign(writing, signed(decision, person.name, signing_time(writing.connection, writing.clock()), {}))


def last_signed(connection: Connection, person: str) -> Judgement | None:
    """Give the last judgement that a person signed here and that nobody took back; withdrawals are none."""
    for each in latest_by(connection, person, _FAR):
        back = judgements_about(connection, [each.judgement.id])
        if each.judgement in standing([each.judgement, *(one.judgement for one in back)]):
            return each.judgement
    return None


def _sign(writing: Writing, judgement: Judgement) -> Done:
    judge_within(writing, judgement, newest_run(writing.connection))
    update_board(writing)
    release(writing, judgement.subjects, judgement.by)
    return Done(judgement, new=True)


def _check(writing: Writing, person: Person, decision: Decision, told: Sequence[Signed]) -> None:
    """Raise what stands against a decision, if anything."""
    own = (person.name, person.name)
    after = tuple(each for each in told if each.seq > decision.seen and (each.judgement.by, each.actor) != own)
    if after:
        raise OvertakenError(decision.subjects[0], after)
    held = locks_on(writing.connection, decision.subjects, writing.clock()).values()
    for each in held:
        if each.person != person.name:
            raise HeldError(each)
    if not person.may("reviewer"):
        _check_role(writing.connection, person, decision, told)


def _check_role(connection: Connection, person: Person, decision: Decision, told: Sequence[Signed]) -> None:
    """Refuse what takes a reviewer: taking back what another signed, and settling what two do not agree on."""
    key = decision.subjects[0]
    if decision.verdict == "withdraw":
        for each in judgements_by_id(connection, decision.subjects):
            if each.judgement.by != person.name:
                raise NotYoursError(
                    "WITHDRAW", key, f"{each.judgement.by} signed this: only a reviewer can take it back"
                )
    found = reviews(told)
    if decision.verdict in ON_CLAIMS and any(
        found[each].state == "disputed" for each in decision.subjects if each in found
    ):
        raise NotYoursError("JUDGE", key, "those who judged this do not agree: it takes a reviewer to settle it")


def _fields(connection: Connection, decision: Decision, told: Iterable[Signed]) -> Mapping[Field, str]:
    """Give the corrections of a decision: those values alone that differ from what was read, or that somebody spoke of."""
    if decision.verdict != "correct":
        return {}
    if len(decision.subjects) != 1:
        raise StoreError("correct one claim at a time")
    unknown = sorted(decision.corrections.keys() - set(FIELDS))
    if unknown:
        raise ModelError(f"'{unknown[0]}' is no field of a claim that can be corrected; one of {', '.join(FIELDS)} is")
    claim = judged_claim(connection, decision.subjects[0])
    spoken = {name for each in standing(one.judgement for one in told) for name, _ in each.corrections}
    wanted = changed(claim, decision.corrections, spoken)
    if not wanted:
        raise StoreError("nothing differs from what was read: change a value, or accept the claim")
    fields: dict[Field, str] = {name: wanted[name] for name in get_args(Field) if name in wanted}
    return fields


def _again(judgement: Judgement, told: Sequence[Signed]) -> Judgement | None:
    """Give what stands already where a judgement would say nothing new: the same person's last word, or a withdrawal."""
    if judgement.verdict == "withdraw":
        return next((each.judgement for each in told if each.judgement.verdict == "withdraw"), None)
    holds = standing(each.judgement for each in told)
    return holds[-1] if holds and _gist(holds[-1]) == _gist(judgement) else None


def _gist(judgement: Judgement) -> tuple[object, ...]:
    return judgement.by, judgement.verdict, frozenset(judgement.subjects), frozenset(judgement.corrections)
