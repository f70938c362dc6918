"""Whether a report tells of political violence, armed conflict or protest at all."""

from __future__ import annotations

from marsad.claims.casualties import Casualty
from marsad.claims.event import Event
from marsad.claims.scene import Scene

_ARMED = ("combatant", "police")


def is_relevant(scene: Scene, told: list[Event], named: list[Event], harms: list[Casualty]) -> bool:
    """Say whether a concrete act is told, or people are hurt in one that is only named, by somebody armed, or in a war."""
    if told or (harms and named):
        return True
    return any(_is_of_conflict(scene, harm) for harm in harms)


def _is_of_conflict(scene: Scene, harm: Casualty) -> bool:
    if harm.perpetrators or harm.victims.status in _ARMED:
        return True
    sentence = harm.draft.sentence
    return next(scene.functions(sentence.start, sentence.end, "conflict"), None) is not None
