"""What the people hurt tell of an act: its targets, and whether it was a fight or an attack on civilians."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.claims.casualties import Casualty
from marsad.claims.comparing import FINENESS
from marsad.claims.event import AGREEMENT, ATTACK, CLASH, DISRUPTED, PROTESTS, RIOTS, STRATEGIC, Event
from marsad.claims.kinds import by_parties
from marsad.model.claim import Party
from marsad.model.value import Status

_DONE_AT_ONCE = (AGREEMENT, DISRUPTED)
_ARMED: tuple[Status, ...] = ("combatant", "police")


def complete(events: Iterable[Event], casualties: Iterable[Casualty]) -> None:
    """Add the groups hurt as targets of their events, and read a bare attack by whom it was on, as ACLED does."""
    by_event: dict[int, list[Casualty]] = {}
    for casualty in casualties:
        if casualty.event and casualty.period is None:
            by_event.setdefault(id(casualty.event), []).append(casualty)
    for event in events:
        hurt = by_event.get(id(event), [])
        _add_targets(event, hurt)
        _add_doers(event, hurt)
        event.type, event.sub_type = by_parties((event.type, event.sub_type), event.parties, event.where)
        if event.sub_type in (CLASH, ATTACK):
            _retype(event, hurt)


def is_occurrence(event: Event, casualties: Iterable[Casualty]) -> bool:
    """Say whether an act is an occurrence: on a day or at a place finer than a country, or with people hurt in the lead.

    One that has both only from what was told around it needs a party of its own. A strategic one is told by the people
    arrested, freed or driven out, or else by a time or a doer besides the place; of agreements and weapons found the
    place tells enough, and of an agreement a party.
    """
    if event.habit:
        return False
    if _harms(event, casualties) and (event.clause.sentence.paragraph <= 1 or not event.violent):
        return True
    if event.type in (PROTESTS, RIOTS) or (event.sub_type == AGREEMENT and event.parties):
        return True
    if event.type == STRATEGIC and not _is_known(event):
        return event.sub_type in _DONE_AT_ONCE and event.settled
    if event.settled:
        return event.when is not None or _is_pinned(event) or (event.type == STRATEGIC and event.dated)
    return event.when is not None and _is_pinned(event) and bool(event.parties)


def _is_known(event: Event) -> bool:
    """Say whether more than a place is told of a strategic act: a time, a doer, two parties."""
    return event.dated or bool(event.initiators()) or len(event.parties) > 1


def _is_pinned(event: Event) -> bool:
    return event.where is not None and FINENESS[event.where.place.precision] < FINENESS["country"]


def _harms(event: Event, casualties: Iterable[Casualty]) -> bool:
    return any(casualty.event is event for casualty in casualties)


def _add_targets(event: Event, hurt: Iterable[Casualty]) -> None:
    named = {party.actor.name for party in event.parties}
    for casualty in hurt:
        victims = casualty.victims
        if victims.actor and victims.actor.name not in named and event.violent:
            named.add(victims.actor.name)
            event.parties += (Party(victims.actor, "target", victims.actor_quote or victims.quote),)


def _add_doers(event: Event, hurt: Iterable[Casualty]) -> None:
    """Add those who are told to have hurt people in it, where nobody is told to have done it."""
    if event.violent and not any(party.role in ("initiator", "participant") for party in event.parties):
        for casualty in hurt:
            named = {party.actor.name for party in event.parties}
            event.parties += tuple(p for p in casualty.perpetrators if p.actor.name not in named)


def _retype(event: Event, hurt: Iterable[Casualty]) -> None:
    statuses = {p.actor.status for p in event.parties if p.role != "initiator"}
    statuses |= {casualty.victims.status for casualty in hurt}
    if statuses & set(_ARMED):
        event.type, event.sub_type = "Battles", CLASH
    elif "civilian" in statuses:
        event.type, event.sub_type = "Violence against civilians", ATTACK
