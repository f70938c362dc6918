"""Acts told by the harm alone: 'the soldiers killed four people in the town' is an act, though no other word names it."""

from __future__ import annotations

from marsad.claims.casualties import Casualty
from marsad.claims.event import ATTACK, Event
from marsad.claims.scene import Scene
from marsad.claims.setting import when, where

_TYPE = "Violence against civilians"
_DEEDS = {"killed": ATTACK, "injured": ATTACK, "abducted": "Abduction/forced disappearance"}


def deeds(scene: Scene, casualties: list[Casualty]) -> list[Event]:
    """Give an event for harm of no other event whose doer is told in its clause; harm of one sentence is of one event."""
    made: dict[int, Event] = {}
    for casualty in casualties:
        if casualty.event or casualty.period or not casualty.perpetrators or casualty.draft.outcome not in _DEEDS:
            continue
        key = casualty.draft.sentence.index
        casualty.event = made.setdefault(key, _event(scene, casualty))
    return list(made.values())


def _event(scene: Scene, casualty: Casualty) -> Event:
    clause, trigger = casualty.clause, casualty.draft.trigger
    time, place = when(scene, clause, trigger.tokens[0]), where(scene, clause, trigger.tokens[0])
    return Event(
        trigger,
        _TYPE,
        _DEEDS[casualty.draft.outcome],
        clause,
        time,
        place,
        casualty.perpetrators,
        casualty.sources,
        generic=False,
        settled=bool(time or place),
        told=[trigger],
        clauses=[clause],
    )
