"""What reading has to say beside the documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Said:
    """A name as the user gives it, and a sentence; both can be written anywhere, whatever letters the source has."""

    name: str
    message: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))
        object.__setattr__(self, "message", writable(self.message))

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"


@dataclass(frozen=True, slots=True)
class Fault(_Said):
    """A source that could not be read, and why; given in its place, so that the batch goes on."""


@dataclass(frozen=True, slots=True)
class Notice(_Said):
    """Something the user should know of a source that was read all the same."""


def writable(text: str) -> str:
    """Give a text whose halves of surrogate pairs, which no file can hold, are spelled out."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
