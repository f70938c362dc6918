"""Incidents in our own form: a flat table, and a whole object with every range, its rule and the claims that set it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.export.entry import Row
from marsad.export.figures import BEST, GROUPS, LOWEST, WIDEST
from marsad.export.grades import harm_status
from marsad.export.losing import note_losses
from marsad.export.notes import notes
from marsad.export.seen import Job, Seen
from marsad.export.speakers import link, once, speaker_name
from marsad.model.incident import Dating, OwnFigure, Placing, Range, Voice

TABLE = "incidents"
_ELSEWHERE = ("detained", "abducted", "missing", "displaced", "released")


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give one flat row an incident."""
    return ((TABLE, _flat(seen, job)) for seen in _shown(incidents, job))


def objects(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give one object an incident."""
    return ((TABLE, _whole(seen, job)) for seen in _shown(incidents, job))


def _shown(incidents: Iterable[Seen], job: Job) -> Iterator[Seen]:
    for seen in incidents:
        if seen.figures.held:
            job.loss.leave_out("small number", seen.id)
        else:
            note_losses(seen, job)
            yield seen


def documents_of(seen: Seen, job: Job) -> list[str]:
    """Give the reports: their ids, or the user's own names of them where the profile lets those be given."""
    incident = seen.entry.incident
    return list(incident.names if job.profile.documents else incident.documents)


def _flat(seen: Seen, job: Job) -> Row:
    incident = seen.entry.incident
    dating = incident.dating
    return {
        "id": seen.id,
        "date_start": dating.start if dating else None,
        "date_end": dating.end if dating else None,
        "date_basis": dating.basis if dating else None,
        "first_report": seen.reported,
        "type": incident.kind.type if incident.kind else None,
        "sub_type": incident.kind.sub_type if incident.kind else None,
        **_spot(seen),
        "initiators": "; ".join(actor.name for actor in seen.first),
        "targets": "; ".join(actor.name for actor in seen.second),
        **_numbers(seen),
        "grade": harm_status(seen),
        "independent_sources": len(incident.voices),
        "reports": len(incident.documents),
        "claims": len(incident.claims),
        "outlets": "; ".join(seen.outlets),
        "links": " ".join(once(link(found, job.profile) for found in seen.documents)),
        "documents": " ".join(documents_of(seen, job)),
        "rules": " ".join(sorted({found.rule for found in incident.ranges})),
        "notes": notes(seen, WIDEST),
    }


def _spot(seen: Seen) -> Row:
    spot = seen.spot
    if spot is None:
        return {}
    return {
        "country": spot.country,
        "admin1": spot.admin1,
        "place": spot.name,
        "place_id": spot.id,
        "place_precision": spot.precision,
        "lat": spot.lat,
        "lon": spot.lon,
        "point_off_km": round(spot.blur, 3) if spot.blur else None,
    }


def _numbers(seen: Seen) -> Row:
    found: dict[str, int | None] = {}
    for outcome, groups in (("killed", GROUPS), ("injured", GROUPS), *((outcome, ("all",)) for outcome in _ELSEWHERE)):
        for group in groups:
            name = outcome if group == "all" else f"{outcome}_{group}"
            found[f"{name}_min"] = seen.figures.low(outcome, group, WIDEST)
            found[f"{name}_max"] = seen.figures.high(outcome, group, WIDEST)
    return {
        **found,
        "killed_conservative": seen.figures.best("killed", "all", LOWEST),
        "killed_low": seen.figures.low("killed", "all", BEST),
        "killed_best": seen.figures.best("killed", "all", BEST),
        "killed_high": seen.figures.high("killed", "all", BEST),
        "killed_majority": seen.figures.best("killed", "all", "majority"),
    }


def _whole(seen: Seen, job: Job) -> Row:
    incident = seen.entry.incident
    return {
        "id": seen.id,
        "documents": documents_of(seen, job),
        "accounts": incident.accounts,
        "claims": incident.claims,
        "date": _days(incident.dating),
        "place": _place(seen),
        "kind": {"type": incident.kind.type, "sub_type": incident.kind.sub_type} if incident.kind else None,
        "killed": _pairs(seen, "killed"),
        "injured": _pairs(seen, "injured"),
        "initiators": [actor.name for actor in seen.first],
        "targets": [actor.name for actor in seen.second],
        "participants": [
            {"name": each.actor.name, "kind": each.actor.kind, "country": each.actor.country, "role": each.role, "sources": each.sources, "claims": each.claims}
            for each in incident.participants
        ],
        "ranges": [_range(found) for found in seen.figures.ranges.values()],
        "own_figures": [_own(own) for own in incident.own if own.range.outcome in {key[0] for key in seen.figures.ranges}],
        "left_out": [{"claim": left.claim, "reason": left.reason} for left in incident.left_out],
        "voices": [_voice(voice, job) for voice in incident.voices],
        "grade": harm_status(seen),
        "outlets": seen.outlets,
        "other_dates": [_days(found) for found in incident.dates],
        "other_places": len(incident.places),
        "other_kinds": [{"type": found.type, "sub_type": found.sub_type} for found in incident.kinds],
    }  # fmt: skip


def _days(dating: Dating | None) -> Row | None:
    if dating is None:
        return None
    return {"start": dating.start, "end": dating.end, "basis": dating.basis, "claims": dating.claims}


def _place(seen: Seen) -> Row | None:
    placing: Placing | None = seen.entry.incident.placing
    if seen.spot is None or placing is None:
        return None
    return {
        "name": seen.spot.name,
        **{key: value for key, value in _spot(seen).items() if key != "place"},
        "claims": placing.claims,
    }


def _pairs(seen: Seen, outcome: str) -> Row:
    """Give lowest and highest of each group that a claim speaks of, and of civilians and of all in any case."""
    told = {group for found, group, _ in seen.figures.ranges if found == outcome} | {"all", "civilian"}
    return {
        group: [seen.figures.low(outcome, group, WIDEST), seen.figures.high(outcome, group, WIDEST)]
        for group in GROUPS
        if group in told
    }


def _range(found: Range) -> Row:
    ends = {"low": found.low, "best": found.best, "high": found.high}
    return {
        "outcome": found.outcome,
        "group": found.group,
        "rule": found.rule,
        "sources": found.sources,
        **{name: {"value": end.value, "claims": end.claims} if end else None for name, end in ends.items()},
    }


def _own(own: OwnFigure) -> Row:
    return {"actor": own.actor.name, **_range(own.range)}


def _voice(voice: Voice, job: Job) -> Row:
    origin = speaker_name(voice.origin, job.profile) if voice.origin else None
    reason = voice.reason if job.profile.private else None
    return {"origin": origin, "documents": voice.documents, "claims": voice.claims, "reason": reason}
