"""From mentions to claims: which number, group, harm, act, doer, place, time and source belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from marsad.analyse.reading import Reading
from marsad.claims.attribution import attribute
from marsad.claims.blame import blame
from marsad.claims.casualties import Casualty, casualties, face
from marsad.claims.clauses import Clause
from marsad.claims.deeds import deeds
from marsad.claims.event import Event
from marsad.claims.events import events
from marsad.claims.occasion import day_of_report, when_hurt, where_hurt
from marsad.claims.relevance import is_relevant
from marsad.claims.retold import take_sources
from marsad.claims.roles import complete, is_occurrence
from marsad.claims.scene import Scene
from marsad.claims.telling import Tellings
from marsad.claims.toll import toll
from marsad.model.claim import ActClaim, Claims, HarmClaim, Statement
from marsad.model.span import Quote


def claim(reading: Reading) -> Claims:
    """Give all that a document claims; an irrelevant one claims nothing, and a number counts the same harm once.

    What is read in portions claims what they claim, each by itself.
    """
    if reading.portions:
        return _together([claim(portion) for portion in reading.portions])
    scene = Scene(reading)
    attribution = attribute(reading)
    acts = events(scene, attribution)
    blame(scene, acts)
    harms = casualties(scene, attribution, acts)
    take_sources(scene, attribution, acts, harms)
    acts += deeds(scene, harms)
    complete(acts, harms)
    face(harms)
    tellings = Tellings(scene)
    told = tellings.of([act for act in acts if is_occurrence(act, harms)], harms)
    relevant = is_relevant(scene, tellings, acts, harms)
    day = day_of_report(scene, acts)
    hurt = {id(harm.event) for harm in harms}
    counted = {_harm_id(scene, harm): harm for harm in reversed(harms)} if relevant else {}
    document = reading.document
    return Claims(
        document.id,
        document.name,
        document.published,
        relevant,
        tuple(_act_claim(scene, act, tellings.is_foreground(act, hurt=id(act) in hurt)) for act in told)
        if relevant
        else (),
        tuple(_harm_claim(scene, harm, day) for harm in reversed(counted.values())) if relevant else (),
    )


def _together(claimed: Sequence[Claims]) -> Claims:
    """Give what the portions of one document claim as one."""
    return replace(
        claimed[0],
        relevant=any(each.relevant for each in claimed),
        acts=tuple(act for each in claimed for act in each.acts),
        harms=tuple(harm for each in claimed for harm in each.harms),
    )


def _act_claim(scene: Scene, event: Event, foreground: bool) -> ActClaim:
    statement = Statement(
        _evidence(scene, event.clause), event.sources, "asserted", event.when, event.where, event.act.rule
    )
    return ActClaim(
        _act_id(scene, event),
        scene.document.id,
        scene.reading.knowledge,
        statement,
        event.type,
        event.sub_type,
        event.act.quote,
        event.parties,
        tuple(_evidence(scene, clause) for clause in event.clauses if clause != event.clause),
        foreground,
    )


def _harm_claim(scene: Scene, harm: Casualty, day: Event | None) -> HarmClaim:
    event = harm.event
    statement = Statement(
        _evidence(scene, harm.clause),
        harm.sources,
        harm.stance,
        when_hurt(scene, harm, day),
        where_hurt(scene, harm),
        harm.draft.rule,
    )
    return HarmClaim(
        _harm_id(scene, harm),
        scene.document.id,
        scene.reading.knowledge,
        statement,
        harm.draft.outcome,  # type: ignore[arg-type]
        harm.count,
        harm.draft.quantity.number,
        harm.draft.quantity.figure,
        harm.victims,
        "cumulative" if harm.period else "incident",
        harm.since,
        _harm_id(scene, harm.parent) if harm.parent else None,
        harm.perpetrators,
        _act_id(scene, event) if event and not harm.period else None,
        tuple(_evidence(scene, clause) for clause in harm.also),
        toll(scene, harm),
    )


def _evidence(scene: Scene, clause: Clause) -> Quote:
    return scene.quote(clause.start, clause.end)


def _act_id(scene: Scene, event: Event) -> str:
    return _identity(scene, "act", event.sub_type, str(event.act.span))


def _harm_id(scene: Scene, harm: Casualty) -> str:
    return _identity(scene, "harm", harm.draft.outcome, str(harm.draft.quantity.number.span))


def _identity(scene: Scene, *parts: str) -> str:
    text = "\0".join((scene.document.id, scene.reading.knowledge, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
