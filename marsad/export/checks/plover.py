"""What PLOVER 0.8 asks of a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from marsad.export.checks.flaw import Flaw, Said, degrees, ordered
from marsad.export.checks.objects import json_lines
from marsad.knowledge.crosswalk import Crosswalk, crosswalk

_LISTS = ("actor", "recipient", "event", "mode", "context")


def check_records(path: Path) -> Iterator[Flaw]:
    """Check records, one a line."""
    known = crosswalk("plover")
    seen: set[str] = set()
    for found in json_lines(path):
        if isinstance(found, Flaw):
            yield found
            continue
        number, record = found
        said = [
            said
            for check in (_fields, _days, _event, _entities, _location, _numbers, _text)
            for said in check(record, known)
        ]
        if record.get("id") in seen:
            said.append(("id", "another record has the same id"))
        seen.add(str(record.get("id")))
        yield from (Flaw(path.name, number, *one) for one in said)


def _fields(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    fields = known.lists("field")
    yield from ((key, "the manual has no such field") for key in record if key not in fields)
    yield from ((key, "it is no list") for key in _LISTS if not isinstance(record.get(key, []), list))
    yield from (
        (key, "a record must have it") for key, asked in fields.items() if asked == "required" and not record.get(key)
    )


def _days(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    for key in ("date", "enddate", "coded_date"):
        if key in record and not _is_day(record[key]):
            yield key, f"{record[key]!r} is no day as in 2019-03-14"
    if "enddate" in record and str(record["enddate"]) < str(record.get("date")):
        yield "enddate", "it lies before the date"


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _event(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    """Check types, modes by their types, contexts, and the quad class that follows from the type."""
    types = _listed(record, "event")
    yield from (("event", f"{each!r} is none of PLOVER's types") for each in types if each not in known.lists("event"))
    for mode in _listed(record, "mode"):
        if not any(f"{each}/{mode}" in known.lists("mode") for each in types) and mode not in known.lists(
            "auxiliary_mode"
        ):
            yield "mode", f"{mode!r} is no mode of {', '.join(map(str, types))}"
    for context in _listed(record, "context"):
        if context not in known.lists("context"):
            yield "context", f"{context!r} is none of PLOVER's contexts"
    quads = {known.lists("quad")[known.lists("event")[each]] for each in types if each in known.lists("event")}
    if "quad_code" in record and str(record["quad_code"]) not in quads:
        yield "quad_code", f"{record['quad_code']!r} is not the class of the type"


def _listed(record: dict[str, Any], key: str) -> list[Any]:
    found = record.get(key, [])
    return found if isinstance(found, list) else [found]


def _entities(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    for side in ("actor", "recipient"):
        for entity in _listed(record, side):
            if not isinstance(entity, dict):
                yield side, "an entity is an object"
                continue
            yield from (
                (side, f"{key!r} is no field of an entity") for key in entity if key not in known.lists("entity_field")
            )
            for sector in _listed(entity, "sector"):
                if sector not in known.lists("sector"):
                    yield side, f"{sector!r} is none of PLOVER's sectors"


def _location(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    place = record.get("event_loc", {})
    yield from (
        ("event_loc", f"{key!r} is no field of a location") for key in place if key not in known.lists("location_field")
    )
    yield from (("event_loc", f"{key}: {said}") for key, said in degrees(place, "lat", "lon"))
    if "resolution" in place and str(place["resolution"]) not in known.lists("resolution"):
        yield "event_loc", f"{place['resolution']!r} is no resolution"


def _numbers(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    size = record.get("size", {})
    for key, value in size.items():
        if key not in known.lists("size_field") or not isinstance(value, int):
            yield "size", f"{key!r} is no number of the size object"
        yield from (("size", f"{key}: {said}") for _, said in ordered({key: value}, key))


def _text(record: dict[str, Any], known: Crosswalk) -> Iterator[Said]:
    """Check that places in a text are places in it."""
    found, length = record.get("text_info"), len(record.get("text", ""))
    for each in found if isinstance(found, list) else [found] if found else []:
        if not 0 <= each.get("start", 0) <= each.get("end", length) <= length:
            yield "text_info", "start and end do not lie in the text"
