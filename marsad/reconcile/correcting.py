"""A claim with other values: what a person writes for a field, read and laid over what was read; nonsense is refused in one sentence.

The text of a value is plain: a day is 2024-01-31, some days 2024-01-30/2024-01-31, nothing says that the report does not tell. Places, doers
and sources are those that the claim names already, one of the knowledge as the JSON of its model, or for doers and sources a plain name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, get_args

from marsad.errors import ModelError
from marsad.model.claim import ActClaim, HarmClaim, Party, Said, Statement, When, Where
from marsad.model.codec import unpack
from marsad.model.value import (
    ActorRef,
    Count,
    Demographic,
    Outcome,
    PlaceRef,
    Qualifier,
    Scope,
    SourceRef,
    Stance,
    Status,
    TimeRange,
)

Claim = ActClaim | HarmClaim
Told = TypeVar("Told", ActClaim, HarmClaim, Claim)
Named = TypeVar("Named", ActorRef, SourceRef, PlaceRef)
_LONGEST = 200


def corrected(claim: Told, fields: Mapping[str, str]) -> Told:
    """Give a claim with the values that a person gives it; `fields` are names of fields with the text of their values."""
    claim = replace(claim, statement=_statement(claim.statement, fields))
    if isinstance(claim, ActClaim):
        return _act(claim, fields)
    return _harm(claim, fields)


def readable(value: str) -> str:
    """Give the text of a value as people read it: of a place, doer or source of the knowledge its name."""
    found = json.loads(value) if value.startswith("{") else None
    return str(found.get("name", value)) if isinstance(found, dict) else value


def _act(act: ActClaim, fields: Mapping[str, str]) -> ActClaim:
    for name in fields:
        if name not in ("date", "place", "perpetrator", "source", "stance"):
            raise ModelError(f"an act has no '{name}' that could be corrected; only claims of harm have")
    if "perpetrator" not in fields:
        return act
    read = tuple(each for each in act.parties if each.role == "initiator")
    others = tuple(each for each in act.parties if each.role != "initiator")
    return replace(act, parties=(*_doers(act, read, fields["perpetrator"]), *others))


def _harm(harm: HarmClaim, fields: Mapping[str, str]) -> HarmClaim:
    changes: dict[str, Any] = {}
    if "perpetrator" in fields:
        changes["perpetrators"] = _doers(harm, harm.perpetrators, fields["perpetrator"])
    if {"low", "high"} & fields.keys():
        changes["count"] = _count(harm.count, fields)
    victims: dict[str, Any] = {
        name: _one_of(name, fields[name]) for name in ("status", "demographic") if name in fields
    }
    if victims:
        changes["victims"] = replace(harm.victims, **victims)
    changes |= {name: _one_of(name, fields[name]) for name in ("outcome", "scope") if name in fields}
    return replace(harm, **changes)


def _statement(said: Statement, fields: Mapping[str, str]) -> Statement:
    changes: dict[str, Any] = {
        name: made(said, fields[field]) for field, (name, made) in _STATED.items() if field in fields
    }
    return replace(said, **changes)


_LISTS: Mapping[str, tuple[str, ...]] = {
    "outcome": get_args(Outcome),
    "status": get_args(Status),
    "demographic": get_args(Demographic),
    "stance": get_args(Stance),
    "scope": get_args(Scope),
}


def _one_of(field: str, text: str) -> str | None:
    """Read a value of a closed list; the only one of them that a report may leave open is sex and age."""
    value = text.strip()
    if field == "demographic" and not value:
        return None
    if value not in _LISTS[field]:
        raise ModelError(
            f"'{text}' is no {field} that a claim could be corrected to; one of {', '.join(_LISTS[field])} is"
        )
    return value


def _when(said: Statement, text: str) -> When | None:
    first, _, last = text.strip().partition("/")
    if not first:
        return None
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat(last.strip() or first.strip())
    except ValueError:
        raise ModelError(f"'{text}' is no day; write 2024-01-31, or 2024-01-30/2024-01-31 for several") from None
    if start > end:
        raise ModelError(f"'{text}' ends before it begins")
    read = said.when
    if read and (read.time.start, read.time.end) == (start, end):
        return read
    return When(TimeRange(start, end, "day" if start == end else "period"), read.quote if read else said.evidence)


def _where(said: Statement, text: str) -> Where | None:
    name, read = text.strip(), said.where
    if not name:
        return None
    if read and name == read.place.name:
        return read
    place = _known("place", PlaceRef, name)
    if place is None:
        raise ModelError(f"'{text}' is no place of the gazetteer: look it up and choose one of those found")
    if not -90 <= (place.lat or 0) <= 90 or not -180 <= (place.lon or 0) <= 180:
        raise ModelError(f"{place.name} can't lie at {place.lat}, {place.lon}")
    return Where(place, read.quote if read else said.evidence)


def _sources(said: Statement, text: str) -> tuple[Said, ...]:
    """Put another in the place of the innermost source; the rest of the chain passes on what he says."""
    name, read = text.strip(), said.sources
    if not name:
        return ()
    if read and name == read[0].source.name:
        return read
    source = _known("source", SourceRef, name) or SourceRef(_name("source", name))
    return (Said(source, read[0].quote if read else said.evidence), *read[1:])


def _doers(claim: Claim, read: tuple[Party, ...], text: str) -> tuple[Party, ...]:
    name = text.strip()
    if not name:
        return ()
    if read and name == read[0].actor.name:
        return read
    actor = _known("doer", ActorRef, name) or ActorRef(_name("doer", name))
    return (Party(actor, "initiator", read[0].quote if read else claim.statement.evidence),)


_STATED: Mapping[str, tuple[str, Callable[[Statement, str], Any]]] = {
    "date": ("when", _when),
    "place": ("where", _where),
    "source": ("sources", _sources),
    "stance": ("stance", lambda _, text: _one_of("stance", text)),
}


def _known(what: str, kind: type[Named], text: str) -> Named | None:
    """Read a value that was chosen of the knowledge; None for a plain name."""
    if not text.startswith("{"):
        return None
    try:
        found = unpack(kind, text.encode())
    except ModelError as fault:
        raise ModelError(f"this is no {what} that could be chosen: {fault}") from None
    _name(what, found.name)
    return found


def _name(what: str, name: str) -> str:
    if not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise ModelError(f"the name of a {what} is one line of 1 to {_LONGEST} letters that can be seen")
    return name


def _count(read: Count, fields: Mapping[str, str]) -> Count:
    low = _number(fields["low"]) if "low" in fields else read.low
    high = _number(fields["high"]) if "high" in fields else read.high
    if low is not None and high is not None and low > high:
        raise ModelError(f"a correction can't make a count go from {low} down to {high}")
    return read if (low, high) == (read.low, read.high) else Count(low, high, _qualifier(low, high))


def _qualifier(low: int | None, high: int | None) -> Qualifier:
    if low is None:
        return "vague" if high is None else "at_most"
    if high is None:
        return "at_least"
    return "exact" if low == high else "range"


def _number(text: str) -> int | None:
    """Read a corrected bound; an empty one says that this side is open."""
    value = text.strip()
    if not value:
        return None
    if not value.isdecimal() or len(value) > len("1000000000"):
        raise ModelError(f"'{text}' is no whole number that a count could be corrected to")
    return int(value)
