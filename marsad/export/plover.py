"""PLOVER 0.8: one record an incident, as JSON Lines; letters of the reports are not in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from marsad.export.entry import Row
from marsad.export.figures import LOWEST
from marsad.export.losing import note_losses
from marsad.export.notes import notes
from marsad.export.seen import Job, Seen
from marsad.export.speakers import link, outlet_name
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.value import ActorRef

TABLE = "events"
_CIVILIANS = ActorRef("Civilians", kind="civilians", status="civilian")
_SIZES = {"dead": "killed", "injured": "injured", "arrested": "detained"}


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give the records of the incidents that have a day and a counterpart among PLOVER's events."""
    for seen in incidents:
        reason = _refused(seen, job)
        if reason:
            job.loss.leave_out(reason, seen.id)
            continue
        note_losses(seen, job)
        yield TABLE, {key: value for key, value in _record(seen, job).items() if value not in (None, "", [], {})}


def _refused(seen: Seen, job: Job) -> str | None:
    if seen.figures.held:
        return "small number"
    if seen.entry.incident.dating is None:
        return "no date"
    if seen.entry.incident.kind is None:
        return "no kind of act"
    return None if _event(seen, job) else "no counterpart"


def _event(seen: Seen, job: Job) -> str:
    kind = seen.entry.incident.kind
    return (job.crosswalk.to("sub_type", kind.sub_type) or job.crosswalk.to("type", kind.type)) if kind else ""


def _record(seen: Seen, job: Job) -> Row:
    incident, event = seen.entry.incident, _event(seen, job)
    dating, sub_type = incident.dating, incident.kind.sub_type if incident.kind else ""
    quad = job.crosswalk.lists("event")[event]
    mode = job.crosswalk.to("mode", sub_type)
    context = job.crosswalk.to("context", sub_type)
    return {
        "id": seen.id,
        "date": dating.start if dating else None,
        "enddate": dating.end if dating and dating.end != dating.start else None,
        **_sides(seen, job),
        "event": [event],
        "mode": [mode.partition("/")[2]] if mode else [],
        "context": [context] if context else [],
        "quad_code": int(job.crosswalk.lists("quad")[quad]),
        "event_loc": _location(seen, job),
        "size": _size(seen),
        "cite_info": _citation(seen, job),
        "coder": f"marsad {job.context.marsad}",
        "coded_date": job.context.day,
        "comment": notes(seen, LOWEST),
    }


def _sides(seen: Seen, job: Job) -> Row:
    """Give actor and recipient; two-sided violence has both of its sides in the actor."""
    against = seen.second or ((_CIVILIANS,) if seen.civilians_harmed else ())
    first, second = ([_entity(actor, job) for actor in side] for side in (seen.first, against))
    kind = seen.entry.incident.kind
    if kind and kind.type == job.crosswalk.settings["two_sided"].value:
        first, second = [*first, *second], []
    unknown = {"sector": [job.crosswalk.settings["no_actor"].value]}
    return {"actor": first or [unknown], "recipient": second}


def _entity(actor: ActorRef, job: Job) -> Mapping[str, object]:
    sector = job.crosswalk.to("kind", actor.kind)
    code = crosswalk("countries").to("alpha3", actor.country)
    found = {"code": code, "sector": [sector] if sector else [], "identifier_text": actor.name}
    return {key: value for key, value in found.items() if value}


def _location(seen: Seen, job: Job) -> Mapping[str, object]:
    spot = seen.spot
    if spot is None:
        return {}
    found = {
        "resolved_place": spot.name,
        "lat": spot.lat,
        "lon": spot.lon,
        "city": spot.name if spot.precision == "town" and spot.exact else None,
        "district": spot.name if spot.precision == "district" else None,
        "province": spot.admin1,
        "country": seen.country,
        "country_code": crosswalk("countries").to("alpha3", spot.country),
        "resolution": int(job.crosswalk.to("resolution", spot.precision)),
    }
    return {key: value for key, value in found.items() if value is not None and value != ""}


def _size(seen: Seen) -> Mapping[str, int]:
    found = {name: seen.figures.best(outcome, "all", LOWEST) for name, outcome in _SIZES.items()}
    return {name: number for name, number in found.items() if number is not None}


def _citation(seen: Seen, job: Job) -> Mapping[str, object]:
    """Name the first report, and the rest in one line of its citation."""
    if not seen.documents:
        return {}
    first = seen.documents[0]
    found = {
        "corpus": "Marsad",
        "citation": " ".join(found.document for found in seen.documents),
        "url": link(first, job.profile),
        "publication": outlet_name(first, job.profile),
        "coder": f"marsad {job.context.marsad}",
        "codebook": job.crosswalk.format,
    }
    return {key: value for key, value in found.items() if value}
