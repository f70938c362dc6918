"""A claim's values as text, one for each field that a person may correct: what a form shows and what a correction is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from marsad.export.entry import Claim
from marsad.model.claim import ActClaim
from marsad.model.judgement import Field
from marsad.reconcile.overlay import doers

FIELDS: tuple[str, ...] = get_args(Field)
"""The fields that can be corrected."""
NUMBERS = ("low", "high")


def as_read(claim: Claim) -> dict[str, str]:
    """Give the fields of a claim that can be corrected, with their values as they were read; empty where nothing is said."""
    said = claim.statement
    named = doers(claim)
    found = {
        "date": said.when.time.days if said.when else "",
        "place": said.where.place.name if said.where else "",
        "perpetrator": named[0].actor.name if named else "",
        "source": said.sources[0].source.name if said.sources else "",
        "stance": said.stance,
    }
    if isinstance(claim, ActClaim):
        return found
    return {
        "low": _number(claim.count.low),
        "high": _number(claim.count.high),
        "outcome": claim.outcome,
        "status": claim.victims.status,
        "demographic": claim.victims.demographic or "",
        **found,
        "scope": claim.scope,
    }


def changed(claim: Claim, given: Mapping[str, str], spoken_of: Iterable[str]) -> dict[str, str]:
    """Give the fields that a person would have otherwise than they were read, and those of which somebody has spoken already.

    Of the latter a value that is as it was read says that it was read rightly.
    """
    read, spoken = as_read(claim), set(spoken_of)
    wanted = {name: tidied(name, value) for name, value in given.items()}
    return {name: value for name, value in wanted.items() if value != read.get(name) or name in spoken}


def tidied(name: str, value: str) -> str:
    """Give a value as it is kept: without space around it, and numbers in the digits 0 to 9."""
    text = value.strip()
    if name in NUMBERS and text.isdecimal():
        return str(int(text))
    return text


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
