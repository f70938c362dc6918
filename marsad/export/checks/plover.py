"""What must hold of PLOVER records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from marsad.export.checks.lines import objects
from marsad.knowledge.crosswalk import Crosswalk, crosswalk

_LISTS = ("actor", "recipient", "event", "mode", "context")
_PARTS = {"size": "size_field", "event_loc": "location_field"}


def faults(path: Path) -> list[str]:
    """Give what is wrong with a file, in the order of its records."""
    known = crosswalk("plover")
    found: list[str] = []
    seen: set[str] = set()
    for number, record in objects(path):
        if isinstance(record, str):
            found.append(record)
            continue
        found += [f"row {number}, {fault}" for fault in _record(record, known)]
        found += [f"row {number}, id: stands twice"] if str(record.get("id")) in seen else []
        seen.add(str(record.get("id")))
    return found


def _record(record: Mapping[str, Any], known: Crosswalk) -> Iterator[str]:
    fields = known.lists("field")
    yield from (f"{name}: is no field of PLOVER" for name in record if name not in fields)
    yield from (f"{name}: is missing" for name, need in fields.items() if need == "required" and not record.get(name))
    yield from (f"{name}: is no list" for name in _LISTS if name in record and not isinstance(record[name], list))
    yield from _days(record)
    events = _strings(record, "event")
    yield from (f"event: {event!r} is no type" for event in events if event not in known.lists("event"))
    for mode in _strings(record, "mode"):
        if not any(f"{event}/{mode}" in known.lists("mode") for event in events):
            yield f"mode: {mode!r} is a mode of none of {events}"
    yield from (
        f"context: {found!r} is no context"
        for found in _strings(record, "context")
        if found not in known.lists("context")
    )
    yield from _parts(record, known)


def _strings(record: Mapping[str, Any], field: str) -> list[str]:
    found = record.get(field)
    return [str(each) for each in found] if isinstance(found, list) else []


def _days(record: Mapping[str, Any]) -> Iterator[str]:
    days = {}
    for field in ("date", "enddate"):
        if field in record:
            try:
                days[field] = date.fromisoformat(str(record[field]))
            except ValueError:
                yield f"{field}: {record[field]!r} is no day such as 2019-03-14"
    if len(days) == 2 and days["enddate"] < days["date"]:
        yield "enddate: is before date"


def _parts(record: Mapping[str, Any], known: Crosswalk) -> Iterator[str]:
    for field in ("actor", "recipient"):
        found = record.get(field)
        for entity in found if isinstance(found, list) else ():
            yield from _entity(field, entity, known)
    for field, name in _PARTS.items():
        part = record.get(field, {})
        yield from (f"{field}: {key!r} is no field of it" for key in part if key not in known.lists(name))
    for key, number in record.get("size", {}).items():
        if not isinstance(number, int) or number < 0:
            yield f"size: {key} is {number!r}, which is no number of people"
    if "resolution" in record.get("event_loc", {}) and str(record["event_loc"]["resolution"]) not in known.lists(
        "resolution"
    ):
        yield "event_loc: resolution is 1 (country) to 5 (sub-city)"


def _entity(field: str, entity: object, known: Crosswalk) -> Iterator[str]:
    if not isinstance(entity, Mapping):
        yield f"{field}: {entity!r} is no object"
        return
    yield from (f"{field}: {key!r} is no field of it" for key in entity if key not in known.lists("entity_field"))
    sectors: Iterable[object] = entity.get("sector", ())
    yield from (f"{field}: {sector!r} is no sector" for sector in sectors if sector not in known.lists("sector"))
