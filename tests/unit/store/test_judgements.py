"""Judgements: signed once, never changed, taken back by another, refused where there is nothing to judge."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from records import FIRST, SECOND, account_of, reading, report

from marsad.errors import RefusedError
from marsad.model.judgement import Judgement, Verdict
from marsad.store import Store, put_readings
from marsad.store.judgements import all_judgements, current_judgements, put_judgement
from marsad.store.log import entries
from marsad.store.verify import verify

A, B = report(FIRST), report(SECOND)
AT = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(A), reading(B)])
    return store


def judged(store: Store, key: str, verdict: Verdict, *subjects: str, reason: str = "") -> bool:
    with store.transaction("basil") as writing:
        return put_judgement(writing, Judgement(key, verdict, subjects, "basil", AT, reason))


def standing(store: Store) -> list[str]:
    with store.reading() as connection:
        return [each.id for each in current_judgements(connection)]


def test_a_judgement_is_kept_with_its_entry_and_once(filled: Store) -> None:
    assert judged(filled, "j1", "same", account_of(A), account_of(B), reason="one street, one hour")
    assert not judged(filled, "j1", "same", account_of(A), account_of(B), reason="one street, one hour")
    with filled.reading() as connection:
        (kept,) = all_judgements(connection)
        assert kept == Judgement("j1", "same", (account_of(A), account_of(B)), "basil", AT, "one street, one hour")
        assert [each.action for each in entries(connection, "j1")] == ["JUDGE"]
        assert "street" not in "".join(each.detail for each in entries(connection))
        assert not verify(connection)


def test_a_judgement_taken_back_stands_no_more_and_may_be_restored(filled: Store) -> None:
    harm = reading(A).claims.harms[0].id
    judged(filled, "j1", "reject", harm)
    judged(filled, "j2", "different", account_of(A), account_of(B))
    assert standing(filled) == ["j1", "j2"]
    judged(filled, "w1", "withdraw", "j1")
    assert standing(filled) == ["j2"]
    judged(filled, "w2", "withdraw", "w1")
    assert standing(filled) == ["j1", "j2"]
    with filled.reading() as connection:
        assert [each.action for each in entries(connection)][-2:] == ["WITHDRAW", "WITHDRAW"]


@pytest.mark.parametrize(
    ("verdict", "subjects", "missing"),
    [
        ("accept", ("nothing",), "claim nothing"),
        ("same", (account_of(A), "nothing"), "account nothing"),
        ("withdraw", ("nothing",), "judgement nothing"),
    ],
)
def test_what_is_not_there_can_t_be_judged(
    filled: Store, verdict: Verdict, subjects: tuple[str, ...], missing: str
) -> None:
    with pytest.raises(RefusedError, match=missing):
        judged(filled, "j1", verdict, *subjects)
    with filled.reading() as connection:
        assert list(entries(connection))[-1].action == "REFUSED"
        assert list(all_judgements(connection)) == []


def test_a_signed_judgement_can_t_be_changed(filled: Store) -> None:
    judged(filled, "j1", "same", account_of(A), account_of(B))
    with pytest.raises(RefusedError, match="signed already"):
        judged(filled, "j1", "different", account_of(A), account_of(B))
    assert standing(filled) == ["j1"]
