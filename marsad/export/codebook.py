"""The codebook form: one JSON object a report, as an analyst would write it down by hand."""

from __future__ import annotations

import json
from typing import Any

from marsad.model.claim import ActClaim, Claims, HarmClaim, Party, Said, Statement, When, Where
from marsad.model.span import Quote


def codebook(claims: Claims) -> dict[str, Any]:
    """Give one report's claims as the codebook writes them; an irrelevant report has empty lists."""
    events = {act.id: f"e{n}" for n, act in enumerate(claims.acts, 1)}
    harms = {harm.id: f"c{n}" for n, harm in enumerate(claims.harms, 1)}
    return {
        "id": claims.name,
        "published": claims.published.isoformat() if claims.published else None,
        "relevant": claims.relevant,
        "events": [_event(act, events[act.id]) for act in claims.acts],
        "casualties": [_casualty(harm, harms, events) for harm in claims.harms],
    }


def codebook_line(claims: Claims) -> str:
    """Give the codebook form as one line of JSON."""
    return json.dumps(codebook(claims), ensure_ascii=False)


def _event(act: ActClaim, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": act.type,
        "sub_type": act.sub_type,
        **_setting(act.statement),
        "actors": [_party(party) for party in act.parties],
        "trigger": act.trigger.text,
        "evidence": act.statement.evidence.text,
    }


def _casualty(harm: HarmClaim, harms: dict[str, str], events: dict[str, str]) -> dict[str, Any]:
    return {
        "id": harms[harm.id],
        "event": events.get(harm.event or ""),
        "outcome": harm.outcome,
        "min": harm.count.low,
        "max": harm.count.high,
        "qualifier": harm.count.qualifier,
        "number_quote": harm.figure.text,
        "victims": _victims(harm),
        "part_of": harms.get(harm.part_of or ""),
        "scope": harm.scope,
        "since": harm.since.isoformat() if harm.since else None,
        "perpetrator": "; ".join(dict.fromkeys(party.actor.name for party in harm.perpetrators)) or None,
        **_setting(harm.statement),
        "sources": [_said(said) for said in harm.statement.sources],
        "modality": harm.statement.stance,
        "evidence": harm.statement.evidence.text,
        "also": [quote.text for quote in harm.also],
    }


def _victims(harm: HarmClaim) -> dict[str, Any]:
    victims = harm.victims
    return {
        "quote": victims.quote.text,
        "actor": victims.actor.name if victims.actor else None,
        "actor_quote": _text(victims.actor_quote),
        "status": victims.status,
        "demographic": victims.demographic,
    }


def _setting(statement: Statement) -> dict[str, Any]:
    return {"date": _date(statement.when), "place": _place(statement.where)}


def _date(when: When | None) -> dict[str, str] | None:
    if when is None or when.time.start is None or when.time.end is None:
        return None
    return {"start": when.time.start.isoformat(), "end": when.time.end.isoformat()}


def _place(where: Where | None) -> dict[str, Any] | None:
    if where is None:
        return None
    place = where.place
    return {
        "quote": where.quote.text,
        "name": place.name,
        "admin1": place.admin1,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
    }


def _party(party: Party) -> dict[str, str]:
    return {"quote": party.quote.text, "name": party.actor.name, "role": party.role}


def _said(said: Said) -> dict[str, str]:
    return {"quote": said.quote.text, "name": said.source.name}


def _text(quote: Quote | None) -> str | None:
    return quote.text if quote else None
