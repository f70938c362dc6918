"""Claims in our own form, one row each: what is said, by whom, and where in the report it stands; not its letters, unless they may leave."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from marsad.export.entry import Claim, Row
from marsad.export.losing import note_losses
from marsad.export.profile import Profile
from marsad.export.seen import PREFIX, Job, Seen
from marsad.export.speakers import link, outlet_name, speaker_name
from marsad.export.spot import spot_of
from marsad.model.account import Provenance
from marsad.model.claim import ActClaim, HarmClaim, Party

TABLE = "claims"


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give one row a claim of each incident; with a smallest number no single claim may be shown."""
    for seen in incidents:
        if job.profile.small:
            job.loss.leave_out("held back", seen.id)
            continue
        note_losses(seen, job)
        yield from ((TABLE, _row(claim, seen, job)) for claim in seen.entry.told)


def _row(claim: Claim, seen: Seen, job: Job) -> Row:
    return {
        "id": claim.id,
        "incident": f"{PREFIX}{seen.entry.incident.id}",
        **cells(claim, seen.entry.provenance.get(claim.document), job.profile),
    }


def cells(claim: Claim, provenance: Provenance | None, profile: Profile) -> Row:
    """Give what there is to say of a claim by itself, without the incident that it became part of."""
    statement = claim.statement
    time = statement.when.time if statement.when else None
    return {
        "id": claim.id,
        "document": claim.document,
        **(_harm(claim) if isinstance(claim, HarmClaim) else _act(claim)),
        "stance": statement.stance,
        "date_start": time.start if time else None,
        "date_end": time.end if time else None,
        **_place(claim, profile),
        "sources": "; ".join(speaker_name(said.source, profile) for said in statement.sources),
        "outlet": outlet_name(provenance, profile) if provenance else None,
        "link": link(provenance, profile) if provenance else None,
        "published": provenance.published if provenance else None,
        **_evidence(claim, profile),
        "knowledge": claim.knowledge,
        "rule": statement.rule,
    }


def _harm(claim: HarmClaim) -> Row:
    return {
        "kind": "harm",
        "outcome": claim.outcome,
        "low": claim.count.low,
        "high": claim.count.high,
        "qualifier": claim.count.qualifier,
        "status": claim.victims.status,
        "demographic": claim.victims.demographic,
        "victims_actor": claim.victims.actor.name if claim.victims.actor else None,
        "scope": claim.scope,
        "since": claim.since,
        "part_of": claim.part_of,
        "event": claim.event,
        "initiators": _names(claim.perpetrators, "initiator", "participant"),
    }


def _act(claim: ActClaim) -> Row:
    return {
        "kind": "act",
        "type": claim.type,
        "sub_type": claim.sub_type,
        "initiators": _names(claim.parties, "initiator", "participant"),
        "targets": _names(claim.parties, "target"),
    }


def _names(parties: tuple[Party, ...], *roles: str) -> str:
    return "; ".join(dict.fromkeys(party.actor.name for party in parties if party.role in roles))


def _place(claim: Claim, profile: Profile) -> Row:
    where = claim.statement.where
    if where is None:
        return {}
    spot = spot_of(where.place, profile)
    return {
        "country": spot.country,
        "admin1": spot.admin1,
        "place": spot.name,
        "place_precision": spot.precision,
        "lat": spot.lat,
        "lon": spot.lon,
    }


def _evidence(claim: Claim, profile: Profile) -> Row:
    """Give where the evidence stands and its hash, with which whoever has the report can check it; a short quote gets no hash, for it could be guessed."""
    evidence, figure = claim.statement.evidence, claim.figure if isinstance(claim, HarmClaim) else claim.trigger
    quoted: Row = {"evidence": evidence.text, "figure": figure.text} if profile.quotes else {}
    return {
        "evidence_start": evidence.span.start,
        "evidence_end": evidence.span.end,
        "evidence_sha256": hashlib.sha256(evidence.text.encode("utf-8", "replace")).hexdigest(),
        "figure_start": figure.span.start,
        "figure_end": figure.span.end,
        **quoted,
    }
