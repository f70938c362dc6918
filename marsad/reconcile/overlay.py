"""What persons decided of claims, laid over them: the claims themselves stay as they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast, get_args

from marsad.errors import ModelError
from marsad.model.claim import HarmClaim
from marsad.model.judgement import Judgement
from marsad.model.value import Count, Qualifier, Status


@dataclass(frozen=True, slots=True)
class Overlay:
    """The decisions that stand: which claims are rejected and by whom, and which values stand in for those read."""

    rejected: Mapping[str, Judgement]
    corrected: Mapping[str, Mapping[str, str]]

    def on(self, harm: HarmClaim) -> HarmClaim:
        """Give the claim as persons corrected it."""
        fields = self.corrected.get(harm.id, {})
        if "status" in fields:
            harm = replace(harm, victims=replace(harm.victims, status=_status(fields["status"])))
        return replace(harm, count=_count(harm.count, fields)) if {"low", "high"} & fields.keys() else harm


Judged = Overlay | Iterable[Judgement]
"""What persons decided: the judgements, or, where many incidents are computed, what was made of them once."""


def overlay(judgements: Iterable[Judgement]) -> Overlay:
    """Give the decisions on claims that stand, the latest word on each; a withdrawn one is as if it had never been."""
    rejected: dict[str, Judgement] = {}
    corrected: dict[str, dict[str, str]] = {}
    for each in standing(judgements):
        for claim in each.subjects:
            if each.verdict in ("accept", "correct"):
                rejected.pop(claim, None)
            if each.verdict == "reject":
                rejected[claim] = each
            corrected.setdefault(claim, {}).update(each.corrections)
    return Overlay(rejected, corrected)


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Give the judgements that no later standing one withdraws, oldest first."""
    kept: list[Judgement] = []
    withdrawn: set[str] = set()
    for each in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id), reverse=True):
        if each.id in withdrawn:
            continue
        if each.verdict == "withdraw":
            withdrawn.update(each.subjects)
        else:
            kept.append(each)
    return kept[::-1]


def _count(read: Count, fields: Mapping[str, str]) -> Count:
    low = _number(fields["low"]) if "low" in fields else read.low
    high = _number(fields["high"]) if "high" in fields else read.high
    if low is not None and high is not None and low > high:
        raise ModelError(f"a correction can't make a count go from {low} down to {high}")
    return Count(low, high, _qualifier(low, high))


def _qualifier(low: int | None, high: int | None) -> Qualifier:
    if low is None:
        return "vague" if high is None else "at_most"
    if high is None:
        return "at_least"
    return "exact" if low == high else "range"


def _number(text: str) -> int | None:
    """Read a corrected bound; an empty one says that this side is open."""
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise ModelError(f"'{text}' is no whole number that a count could be corrected to")
    return int(text)


def _status(text: str) -> Status:
    if text not in get_args(Status):
        raise ModelError(f"'{text}' is no status; one of {', '.join(get_args(Status))} is")
    return cast(Status, text)
