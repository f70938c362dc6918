"""A decision that somebody is about to sign, and what may stand against it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from marsad.errors import RefusedError
from marsad.model.judgement import Field, Judgement, Letters, Verdict
from marsad.store.judged import Signed
from marsad.store.locks import Lock


class NotYoursError(RefusedError):
    """A decision that somebody's role does not allow."""


class HeldError(RefusedError):
    """A decision on what somebody else works on just now."""

    def __init__(self, lock: Lock) -> None:
        super().__init__("JUDGE", lock.subject, f"{lock.person} works on {lock.subject} until {lock.until:%H:%M} UTC")
        self.lock = lock


class OvertakenError(RefusedError):
    """A decision taken on a page that somebody has decided after: `said` is what, by whom and when."""

    def __init__(self, subject: str, said: tuple[Signed, ...]) -> None:
        names = ", ".join(sorted({each.judgement.by for each in said}))
        super().__init__("JUDGE", subject, f"{names} judged {subject} after this page was made")
        self.said = said


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides: of what (ids of claims, accounts, incidents or a judgement), why, and on a page of which log entry."""

    verdict: Verdict
    subjects: tuple[str, ...]
    seen: int
    reason: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a decision: the judgement that stands for it, and whether it is new; it is not where one said the same before."""

    judgement: Judgement
    new: bool


def signed(
    decision: Decision, by: str, now: datetime, fields: Mapping[Field, str] | Mapping[Field | Letters, str]
) -> Judgement:
    """Make the judgement of a decision; its id is a hash of what is decided, of what, by whom and when."""
    text = "\0".join((decision.verdict, *decision.subjects, by, now.isoformat()))
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    corrections = tuple(sorted(fields.items()))
    return Judgement(key, decision.verdict, decision.subjects, by, now, decision.reason.strip(), corrections)
