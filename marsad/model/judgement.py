"""A person's decision about claims or accounts: signed, dated, reversible, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from marsad.errors import ModelError

Verdict = Literal["accept", "correct", "reject", "same", "different", "withdraw", "add"]
Field = Literal[
    "low", "high", "outcome", "status", "demographic", "date", "place", "perpetrator", "source", "stance", "scope"
]
Letters = Literal["start", "end"]
_PAIRED = ("same", "different")
_VALUED = ("correct", "add")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: what it says, of what, by whom, when (UTC) and why.

    `subjects` are claim ids for accept, correct and reject, two or more account ids for same and different, one judgement id for
    withdraw, and one document id for add, which puts down a claim by hand. `corrections` are pairs of a field of the claim and the value
    that the person gives it, as text; of a claim put down by hand, the letters that it rests on as well.
    """

    id: str
    verdict: Verdict
    subjects: tuple[str, ...]
    by: str
    at: datetime
    reason: str = ""
    corrections: tuple[tuple[Field | Letters, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ModelError("a judgement needs the name of the person who signs it")
        if len(self.subjects) < (2 if self.verdict in _PAIRED else 1):
            raise ModelError(
                f"the verdict '{self.verdict}' needs {'two accounts' if self.verdict in _PAIRED else 'a subject'}"
            )
        if bool(self.corrections) != (self.verdict in _VALUED):
            raise ModelError("values belong to the verdicts 'correct' and 'add', which need at least one")
        if self.verdict != "add" and any(name in get_args(Letters) for name, _ in self.corrections):
            raise ModelError("only a claim put down by hand is given its letters: nothing else moves in a report")
