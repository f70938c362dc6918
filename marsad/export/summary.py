"""The short form of an incident: when, where, how many and by whom, with the documents it rests on."""

from __future__ import annotations

import json
from typing import Any

from marsad.model.incident import Incident

RULE = "airwars_min_max"
"""The rule whose ranges the short form gives: the least and the most that any source reports."""
_GROUPS = ("civilian", "all")


def summary(incident: Incident) -> dict[str, Any]:
    """Give the short form; a bound is None where nothing is said, and `basis` says where the date comes from.

    `documents` are the reports of it, `recalled` those that only come back to it days later in a report of something else.
    """
    return {
        "id": incident.id,
        "documents": [name for name in incident.names if name not in incident.recalled],
        "recalled": list(incident.recalled),
        "date": _date(incident),
        "place": _place(incident),
        "kind": incident.kind.sub_type if incident.kind else None,
        "killed": {group: bounds(incident, "killed", group) for group in _GROUPS},
        "injured": {group: bounds(incident, "injured", group) for group in _GROUPS},
        "initiators": [each.actor.name for each in incident.participants if each.role == "initiator"],
        "sources": len(incident.voices),
        "rule": RULE,
    }


def summary_line(incident: Incident) -> str:
    """Give the short form as one line of JSON."""
    return json.dumps(summary(incident), ensure_ascii=False)


def bounds(incident: Incident, outcome: str, group: str) -> list[int | None]:
    """Give the least and the most of an outcome and group under the rule of the short form."""
    found = incident.range_of(outcome, group, RULE)
    return [found.low.value, found.high.value] if found else [None, None]


def has_harm(incident: Incident) -> bool:
    """Say whether anybody is reported killed or injured, whether counted or not."""
    return any(each.outcome in ("killed", "injured") for each in incident.ranges)


def _date(incident: Incident) -> dict[str, str] | None:
    dating = incident.dating
    if dating is None:
        return None
    return {"start": dating.start.isoformat(), "end": dating.end.isoformat(), "basis": dating.basis}


def _place(incident: Incident) -> dict[str, Any] | None:
    if incident.placing is None:
        return None
    place = incident.placing.place
    return {"name": place.name, "lat": place.lat, "lon": place.lon, "precision": place.precision}
