"""A person's decision about claims or accounts: signed, dated, reversible, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from marsad.errors import ModelError

Verdict = Literal["accept", "correct", "reject", "same", "different", "withdraw"]
Field = Literal["low", "high", "status", "date", "place", "perpetrator"]
_PAIRED = ("same", "different")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: what it says, of what, by whom, when (UTC) and why.

    `subjects` are claim ids for accept, correct and reject, two or more account ids for same and different, and one judgement
    id for withdraw. `corrections` are pairs of a field of the claim and the value that the person gives it, as text.
    """

    id: str
    verdict: Verdict
    subjects: tuple[str, ...]
    by: str
    at: datetime
    reason: str = ""
    corrections: tuple[tuple[Field, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ModelError("a judgement needs the name of the person who signs it")
        if len(self.subjects) < (2 if self.verdict in _PAIRED else 1):
            raise ModelError(
                f"the verdict '{self.verdict}' needs {'two accounts' if self.verdict in _PAIRED else 'a subject'}"
            )
        if bool(self.corrections) != (self.verdict == "correct"):
            raise ModelError("corrections belong to the verdict 'correct', which needs at least one")
