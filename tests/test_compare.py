"""What a change gained and lost is told claim by claim; where the scorer is not at hand, this is skipped and says so."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import compare, quality
from benchmarks.scorer import module


@pytest.fixture
def scorer() -> Any:
    path = quality.EVAL / "score.py"
    if not path.exists():
        pytest.skip("the scorer is not here; MARSAD_EVAL may name its folder")
    return module(path)


def report(*claims: dict[str, Any]) -> dict[str, Any]:
    return {"r": {"id": "r", "events": [], "casualties": list(claims)}}


def claim(count: int, status: str = "civilian") -> dict[str, Any]:
    people = {"quote": "مدنيين", "actor": "Civilians", "actor_quote": None, "status": status, "demographic": None}
    rest: dict[str, Any] = {"since": None, "perpetrator": None, "date": None, "place": None, "sources": [], "also": []}
    words = {"qualifier": "exact", "scope": "incident", "modality": "asserted", "evidence": f"{count} مدنيين"}
    return {"outcome": "killed", "min": count, "max": count, "victims": people, **words, **rest}


def test_a_claim_found_is_gained_and_one_no_longer_found_is_lost(scorer: Any) -> None:
    gold, found, missed = report(claim(3)), report(claim(3)), report()
    assert list(compare.changes(scorer, gold, missed, found)) == [("gained", "r", "killed 3 مدنيين")]
    assert list(compare.changes(scorer, gold, found, missed)) == [("lost", "r", "killed 3 مدنيين")]


def test_an_attribute_is_mended_or_broken(scorer: Any) -> None:
    gold, right, wrong = report(claim(3)), report(claim(3)), report(claim(3, status="combatant"))
    assert list(compare.changes(scorer, gold, wrong, right)) == [("mended status", "r", "killed 3 مدنيين")]
    assert list(compare.changes(scorer, gold, right, wrong)) == [("broken status", "r", "killed 3 مدنيين")]


def test_what_no_gold_has_is_told_when_it_comes_and_when_it_goes(scorer: Any) -> None:
    gold, clean, more = report(claim(3)), report(claim(3)), report(claim(3), claim(8))
    assert list(compare.changes(scorer, gold, clean, more)) == [("new and wrong", "r", "killed 8 مدنيين")]
    assert list(compare.changes(scorer, gold, more, clean)) == [("gone and was wrong", "r", "killed 8 مدنيين")]
    assert list(compare.changes(scorer, gold, clean, clean)) == []
