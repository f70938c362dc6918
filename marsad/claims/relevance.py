"""Whether a report tells of political violence, armed conflict or protest at all."""

from __future__ import annotations

from marsad.claims.casualties import Casualty
from marsad.claims.event import Event
from marsad.claims.scene import Scene
from marsad.claims.telling import Tellings

_ARMED = ("combatant", "police")


def is_relevant(scene: Scene, tellings: Tellings, named: list[Event], harms: list[Casualty]) -> bool:
    """Say whether a concrete act is told, or people are hurt in one that is only named, by somebody armed, or in a war.

    An act that is only spoken about makes no report relevant, nor does the harm that the word for it names.
    """
    if any(tellings.is_concrete(event) for event in named):
        return True
    told = [harm for harm in harms if not tellings.is_spoken_of(harm)]
    return bool(told and named) or any(_is_of_conflict(scene, harm) for harm in told)


def _is_of_conflict(scene: Scene, harm: Casualty) -> bool:
    if harm.perpetrators or harm.victims.status in _ARMED:
        return True
    sentence = harm.draft.sentence
    return bool(scene.functions(sentence.start, sentence.end, "conflict"))
