"""What reading has to say beside the documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A source that could not be read, and why; given in its place, so that the batch goes on."""

    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know of a source that was read all the same."""

    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"
