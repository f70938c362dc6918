"""Whether a report tells of political violence, armed conflict or protest at all."""

from __future__ import annotations

from marsad.claims.casualties import Casualty
from marsad.claims.events import Event
from marsad.claims.scene import Scene


def is_relevant(scene: Scene, acts: list[Event], harms: list[Casualty]) -> bool:
    """Say whether a concrete act is told; harm alone counts only where an armed or unidentified actor did it."""
    if acts:
        return True
    return any(harm.perpetrators or harm.victims.status in ("combatant", "police") for harm in harms)
