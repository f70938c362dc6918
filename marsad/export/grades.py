"""Airwars' grades, computed from who says what; 'discounted' is a person's decision and is never computed."""

from __future__ import annotations

from itertools import combinations

from marsad.export.seen import Seen
from marsad.model.incident import OwnFigure, Participant

_OWN_GROUPS = ("civilian", "women", "children", "elderly")


def harm_status(seen: Seen) -> str:
    """Give the grade of civilian harm: confirmed by a belligerent, weak with one voice or one report, contested, else fair."""
    incident = seen.entry.incident
    if any(conceded(own, seen) for own in incident.own):
        return "confirmed"
    if min(len(incident.voices), len(incident.documents)) <= 1:
        return "weak"
    return "contested" if competing(seen) else "fair"


def conceded(own: OwnFigure, seen: Seen) -> bool:
    """Say whether a belligerent's own figure accepts civilian harm of its own doing."""
    found = own.range
    accepts = found.group in _OWN_GROUPS and found.outcome in ("killed", "injured") and bool(found.low.value)
    return accepts and any(own.actor.name == doer.actor.name for doer in belligerents(seen))


def belligerents(seen: Seen) -> tuple[Participant, ...]:
    """Give those who are said to have done it and have a name of their own, those named by more sources first."""
    found = [
        each
        for each in seen.entry.incident.participants
        if each.role == "initiator" and each.actor.kind != "unidentified"
    ]
    return tuple(sorted(found, key=lambda each: (-each.sources, each.actor.name)))


def competing(seen: Seen) -> bool:
    """Say whether different claims name different doers; doers whom one claim names together act together."""
    claims = [set(each.claims) for each in belligerents(seen)]
    return any(not one & other for one, other in combinations(claims, 2) if one and other)


def strike_status(seen: Seen) -> str:
    """Give the status of the strike: declared by its doer, contested, of a single source, or likely."""
    names = {each.actor.name for each in belligerents(seen)}
    speakers = {said.source.name for claim in seen.entry.told for said in claim.statement.sources[:1]}
    if names & speakers:
        return "declared_strike"
    if competing(seen):
        return "contested_strike"
    return "single_source_claim" if len(seen.entry.incident.voices) <= 1 else "likely_strike"
