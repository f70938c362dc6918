"""Reports of one occurrence, read by the real pipeline: who counts as a source, and what the rules make of their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.knowledge.load import load
from marsad.model.account import Account, Provenance
from marsad.model.document import Document, document_id
from marsad.model.incident import Range
from marsad.pipeline import extract
from marsad.reconcile.fingerprint import fingerprint
from marsad.reconcile.independence import voices
from marsad.reconcile.ranges import Ranged, ranges

FILES = sorted((Path(__file__).parents[1] / "corpora" / "incidents").glob("*/*.yaml"))


def cases() -> Iterator[Any]:
    for path in FILES:
        corpus = yaml.safe_load(path.read_text(encoding="utf-8"))
        for n, case in enumerate(corpus["cases"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            yield pytest.param(corpus["published"], case, id=f"{path.stem}-{n}", marks=marks)


def account(n: int, told: dict[str, str], published: str) -> Account:
    """Read a report and take all that it claims as one account."""
    text, day = told["text"], date.fromisoformat(told.get("published", published))
    document = Document(document_id(f"{n} {text}"), text, f"report {n}", published=day, outlet=told["outlet"])
    claims = extract(document, load())
    provenance = Provenance(document.id, document.name, day, document.outlet, None, fingerprint(text))
    return Account(f"a{n}", provenance, claims.acts, claims.harms)


@pytest.mark.parametrize(("published", "case"), list(cases()))
def test_reports_of_one_occurrence_come_to_what_is_expected(published: str, case: dict[str, Any]) -> None:
    accounts = [account(n, told, published) for n, told in enumerate(case["reports"])]
    heard = voices(accounts)
    found = ranges(accounts, heard)
    expected = case["expect"]
    for wanted in expected["ranges"]:
        assert plain(range_of(found, wanted), wanted) == wanted, case["why"]
    if "sources" in expected:
        speaking = {harm.id for each in accounts for harm in each.harms}
        assert sum(not speaking.isdisjoint(voice.claims) for voice in heard) == expected["sources"], case["why"]
    if "left_out" in expected:
        assert [each.reason for each in found.left_out] == expected["left_out"], case["why"]
    for wanted in expected.get("own", ()):
        assert wanted in [own(each) for each in found.own], case["why"]


def range_of(found: Ranged, wanted: dict[str, Any]) -> Range | None:
    case = (wanted["outcome"], wanted["group"], wanted["rule"])
    return next((r for r in found.ranges if (r.outcome, r.group, r.rule.partition("@")[0]) == case), None)


def plain(found: Range | None, wanted: dict[str, Any]) -> dict[str, Any]:
    """Give of a range what a case asks for; a case that asks for no number wants no range."""
    case = {key: wanted[key] for key in ("outcome", "group", "rule")}
    if found is None:
        return case
    values = {"low": found.low.value, "best": found.best and found.best.value, "high": found.high.value}
    asked = {key: value for key, value in {**values, "sources": found.sources}.items() if key in wanted}
    return {**case, **(asked or values)}


def own(figure: Any) -> dict[str, Any]:
    told = figure.range
    ends = {"low": told.low.value, "high": told.high.value}
    return {"actor": figure.actor.name, "outcome": told.outcome, "group": told.group, **ends}


def test_the_corpus_has_cases_of_nobody_hurt() -> None:
    told = [case for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]]
    assert any(not any("low" in each for each in case["expect"]["ranges"]) for case in told)
