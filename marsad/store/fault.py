"""What checking a record finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the log says: the table, the key of the row or entry, and a sentence."""

    table: str
    key: str
    message: str

    def __str__(self) -> str:
        return self.message
