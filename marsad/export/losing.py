"""What any format may lose of an incident; each format's crosswalk says which of these it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from marsad.export.entry import Entry
from marsad.export.seen import Job, Seen
from marsad.model.claim import HarmClaim

_ELSEWHERE = ("detained", "abducted", "missing", "displaced", "released")
_SEX_AGE = ("women", "children", "men", "elderly")
Found = Iterable[str] | None


def note_losses(seen: Seen, job: Job) -> None:
    """Note what of an incident that was written has no place in the format."""
    for what in job.crosswalk.losses:
        find = _FINDERS.get(what)
        claims = find(seen, job) if find else None
        if claims is not None:
            job.loss.lose(what, seen.id, claims)


def _claims_of(entry: Entry, *outcomes: str) -> Found:
    found = [claim.id for claim in entry.harms if claim.outcome in outcomes]
    return found or None


def _killed(entry: Entry, keep: Callable[[HarmClaim], bool]) -> Found:
    return [claim.id for claim in entry.harms if claim.outcome == "killed" and keep(claim)] or None


def _noted(condition: object) -> Found:
    return () if condition else None


def _ranges(seen: Seen) -> Found:
    ends = {
        end.value for found in seen.entry.incident.ranges if found.group == "all" for end in (found.low, found.high)
    }
    return _noted(len(ends) > 1)


def _open(seen: Seen) -> Found:
    return _noted(any(found.high.value is None and found.outcome == "killed" for found in seen.entry.incident.ranges))


def _doubt(seen: Seen) -> Found:
    found = [claim.id for claim in seen.entry.told if claim.statement.stance != "asserted"]
    return found or None


def _exact(seen: Seen) -> Found:
    placing, spot = seen.entry.incident.placing, seen.spot
    return _noted(
        placing
        and spot
        and (spot.lat, spot.lon, spot.name) != (placing.place.lat, placing.place.lon, placing.place.name)
    )


def _speakers(seen: Seen) -> Found:
    found = [claim.id for claim in seen.entry.told if claim.statement.sources]
    return found or None


_FINDERS: Mapping[str, Callable[[Seen, Job], Found]] = {
    "injuries": lambda seen, job: _claims_of(seen.entry, "injured"),
    "other outcomes": lambda seen, job: _claims_of(seen.entry, *_ELSEWHERE),
    "civilian split": lambda seen, job: _killed(seen.entry, lambda claim: claim.victims.status == "civilian"),
    "combatant split": lambda seen, job: _killed(
        seen.entry, lambda claim: claim.victims.status in ("combatant", "police")
    ),
    "sex and age": lambda seen, job: _killed(seen.entry, lambda claim: claim.victims.demographic in _SEX_AGE),
    "elderly": lambda seen, job: _killed(seen.entry, lambda claim: claim.victims.demographic == "elderly"),
    "ranges": lambda seen, job: _ranges(seen),
    "range of the parts": lambda seen, job: _ranges(seen),
    "open upper end": lambda seen, job: _open(seen),
    "other rules": lambda seen, job: _noted(len({found.rule for found in seen.entry.incident.ranges}) > 1),
    "sources of each claim": lambda seen, job: _speakers(seen),
    "independent sources": lambda seen, job: _noted(
        len(seen.entry.incident.documents) > len(seen.entry.incident.voices)
    ),
    "own figures": lambda seen, job: _noted(seen.entry.incident.own),
    "uncounted claims": lambda seen, job: [left.claim for left in seen.entry.incident.left_out] or None,
    "other dates": lambda seen, job: _noted(seen.entry.incident.dates),
    "other places": lambda seen, job: _noted(seen.entry.incident.places),
    "other kinds": lambda seen, job: _noted(seen.entry.incident.kinds),
    "kind of act": lambda seen, job: _noted(seen.entry.incident.kind),
    "other actors": lambda seen, job: _noted(max(len(seen.first), len(seen.second)) > 1),
    "actors": lambda seen, job: _noted(seen.entry.incident.participants),
    "doubt": lambda seen, job: _doubt(seen),
    "exact place": lambda seen, job: _exact(seen),
    "place": lambda seen, job: _noted(seen.spot),
    "place without coordinates": lambda seen, job: _noted(seen.spot is None or not seen.spot.pinned),
    "period": lambda seen, job: _noted((day := seen.entry.incident.dating) and day.start != day.end),
    "published date": lambda seen, job: _noted((day := seen.entry.incident.dating) and day.basis == "published"),
    "single incidents": lambda seen, job: (),
    "names and quotes": lambda seen, job: _noted(not (job.profile.private and job.profile.quotes)),
}
