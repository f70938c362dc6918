"""Doers that are told apart from their acts: a sentence that names only who owns up, and strikes of a doer named elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.claims.event import AIR_STRIKE, SHELLING, Event
from marsad.claims.parts import answers
from marsad.claims.scene import ARTICLE, UNIDENTIFIED, Scene
from marsad.model.claim import Party
from marsad.model.mention import Mention
from marsad.model.value import ActorRef
from marsad.text.sentences import Sentence

_FROM_AFAR = (AIR_STRIKE, SHELLING, "Chemical weapon")


def blame(scene: Scene, events: list[Event]) -> None:
    """Give acts without a named doer the one that the report names elsewhere."""
    for sentence in scene.reading.sentences:
        if not scene.within("act", sentence.start, sentence.end):
            _own_up(scene, sentence, events)
    for n, event in enumerate(events):
        if event.sub_type in _FROM_AFAR and not event.initiators():
            event.parties += _only_striker(event, events) or _same_striker(event, events[:n])
        if event.type == "Battles" and not event.initiators():
            event.parties += _only_foe(event, events)


def _own_up(scene: Scene, sentence: Sentence, events: Iterable[Event]) -> None:
    """Lay the last violent act before a sentence without acts at the door of whoever it says answers for it."""
    before = [event for event in events if event.violent and event.told[0].tokens[0] < sentence.start]
    if not before or any(_is_named(party) for party in before[-1].initiators()):
        return
    doers = [actor for actor in scene.within("actor", sentence.start, sentence.end) if answers(scene, actor)]
    if doers:
        others = tuple(party for party in before[-1].parties if party.role != "initiator")
        before[-1].parties = (*others, *map(_initiator, doers))


def _initiator(actor: Mention) -> Party:
    assert isinstance(actor.value, ActorRef)  # noqa: S101  actors alone are asked for
    return Party(actor.value, "initiator", actor.quote)


def _is_named(party: Party) -> bool:
    return party.actor.kind != UNIDENTIFIED


def _same_striker(event: Event, before: list[Event]) -> tuple[Party, ...]:
    """Give the doer of the last strike of the kind before 'the strikes', if it is not among those struck."""
    last = next((other for other in reversed(before) if other.sub_type == event.sub_type and other.initiators()), None)
    if last is None or ARTICLE not in event.act.particles:
        return ()
    struck = {party.actor.name for party in event.parties}
    return last.initiators() if struck.isdisjoint(party.actor.name for party in last.initiators()) else ()


def _only_foe(event: Event, events: Iterable[Event]) -> tuple[Party, ...]:
    """Give the other side of a fight told with one side, if all fights of the report set that side against the same one."""
    armed = {party.actor.name for party in event.parties if party.actor.status != "civilian"}
    if len(armed) != 1:
        return ()
    fights = [other.parties for other in events if other.type == "Battles" and other is not event]
    found = {
        party.actor.name: party
        for parties in fights
        if armed & {party.actor.name for party in parties}
        for party in parties
        if party.actor.status != "civilian" and party.actor.name not in armed and party.actor.kind != "militia"
    }
    foe = next(iter(found.values()), None)
    return (Party(foe.actor, "participant", foe.quote),) if foe and len(found) == 1 else ()


def _only_striker(event: Event, events: Iterable[Event]) -> tuple[Party, ...]:
    """Give the one doer of all strikes from afar that the report tells of, if it is not among those struck."""
    found: dict[str, Party] = {}
    for other in events:
        if other.sub_type in _FROM_AFAR:
            found |= {party.actor.name: party for party in other.initiators() if party.actor.name not in found}
    struck = {party.actor.name for party in event.parties}
    return tuple(found.values()) if len(found) == 1 and struck.isdisjoint(found) else ()
