"""The manifest of an export: which files, made of what, by which versions; written last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from marsad.export.profile import Profile


@dataclass(frozen=True, slots=True)
class FileMade:
    """One file of an export; `rows` is None for a report that has none."""

    name: str
    sha256: str
    size: int
    rows: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export is: enough to check it, and to make it again from the same record.

    `rules` are the versioned rules of the ranges in it, `knowledge` every version that read one of its claims.
    """

    format: str
    marsad: str
    knowledge: tuple[str, ...]
    rules: tuple[str, ...]
    log_head: str | None
    day: str | None
    profile: Profile
    counts: Mapping[str, int]
    files: tuple[FileMade, ...]

    def json(self) -> bytes:
        """Write it as JSON that a person can read."""
        return msgspec.json.format(msgspec.json.encode(self.plain()), indent=2) + b"\n"

    def plain(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)
