"""The loss report: what a format has no room for, each with its reason, its count and the ids it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marsad.knowledge.crosswalk import Crosswalk


@dataclass(slots=True)
class _Lost:
    incidents: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Loss:
    """What one export loses, gathered while it runs; the sentences come from the format's crosswalk."""

    crosswalk: Crosswalk
    entries: int = 0
    _left_out: dict[str, list[str]] = field(default_factory=dict)
    _lost: dict[str, _Lost] = field(default_factory=dict)
    _aggregated: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def leave_out(self, reason: str, incident: str) -> None:
        """Note that an incident can't be written at all."""
        if reason not in self.crosswalk.left_out:
            raise KeyError(f"the crosswalk has no sentence for leaving out because of: {reason}")
        self._left_out.setdefault(reason, []).append(incident)

    def lose(self, what: str, incident: str, claims: Iterable[str] = ()) -> None:
        """Note that something of an incident has no place in the format; what the crosswalk does not list is not lost."""
        if what in self.crosswalk.losses:
            lost = self._lost.setdefault(what, _Lost())
            lost.incidents.append(incident)
            lost.claims.extend(claims)

    def aggregate(self, row: str, incidents: tuple[str, ...]) -> None:
        """Note that several incidents stand in one row."""
        self._aggregated.append((row, incidents))

    @property
    def left_out(self) -> int:
        """Give how many incidents are not in the files."""
        return sum(map(len, self._left_out.values()))

    def report(self) -> dict[str, Any]:
        """Give the report as plain data, reasons in the order of the crosswalk."""
        return {
            "format": self.crosswalk.format,
            "entries": self.entries,
            "left_out": [
                {"reason": key, "why": why, "count": len(found), "incidents": found}
                for key, why in self.crosswalk.left_out.items()
                if (found := self._left_out.get(key))
            ],
            "lost": [
                {"what": key, "why": why, **_counted(lost)}
                for key, why in self.crosswalk.losses.items()
                if (lost := self._lost.get(key))
            ],
            "aggregated": [{"row": row, "incidents": incidents} for row, incidents in self._aggregated],
        }


def _counted(lost: _Lost) -> dict[str, Any]:
    return {
        "count": len(lost.incidents),
        "incidents": lost.incidents,
        "claims_count": len(lost.claims),
        "claims": lost.claims,
    }
