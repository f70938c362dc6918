"""The page of one incident: what its sources say side by side, what is made of it and by which rule, and how the record came to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from marsad.errors import MarsadError, StoreError
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.model.person import Person
from marsad.reconcile.overlay import standing
from marsad.reconcile.rules import RULES
from marsad.record.board import bring_up
from marsad.record.changes import Change, changes
from marsad.record.sight import sight
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.page import page
from marsad.store.documents import provenances
from marsad.store.incidents import Resolution, Version, history, resolve
from marsad.store.judged import judgements_about
from marsad.store.log import head
from marsad.store.rights import may_see_document

router = APIRouter()
_VERSIONS = 40


class Asked(BaseModel):
    """What the address says: the day, or the entry of the log, as of which to show it, and the old id that led here."""

    on: str = ""
    version: int | None = None
    came: str = ""


@router.get("/incidents/{key}", dependencies=[Depends(Needs("reader"))])
def incident(
    request: Request,
    here: Here,
    who: Who,
    key: str,
    asked: Annotated[Asked, Query()],
) -> Response:
    """Show an incident as it is, or as it was known on a day; an id that was given out once leads to what took its place."""
    bring_up(here.store)
    with here.store.reading() as connection:
        led, told = _led(connection, key), history(connection, key)
        if not _visible(connection, who, led, told):
            raise HTTPException(404)
        then = _chosen(told, asked.on, asked.version)
        if led.incident != key and then is None:
            return _elsewhere(request, led, told)
        shown = then or told[-1]
        return page(
            request,
            "incident.html",
            key=key,
            led=led,
            came=asked.came[:16],
            on=asked.on,
            shown=shown,
            is_old=shown != told[-1],
            sight=sight(connection, shown.incident) if shown.incident else None,
            seen=head(connection).seq,
            rules=[rule.name for rule in RULES],
            decisions=_decisions(connection, shown.incident) if shown.incident else (),
            **_history(connection, who, told),
        )


def _led(connection: Connection, key: str) -> Resolution:
    try:
        return resolve(connection, key)
    except StoreError:
        raise HTTPException(404) from None


def _visible(connection: Connection, who: Person, led: Resolution, told: Iterable[Version]) -> bool:
    """Say whether somebody may see every document that an incident, or what took its place, rests or ever rested on."""
    if who.collections is None:
        return True
    whole = [*told, *(history(connection, led.incident) if led.incident else ())]
    documents = {each for version in whole if version.incident for each in version.incident.documents}
    return all(may_see_document(connection, who, each) for each in sorted(documents))


def _chosen(told: tuple[Version, ...], on: str, version: int | None) -> Version | None:
    """Give the version that stood at the end of a day, or that an entry of the log wrote; None where nobody asks for one."""
    if version is not None:
        found = next((each for each in told if each.seq == version), None)
        if found is None:
            raise HTTPException(404)
        return found
    if not on:
        return None
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise MarsadError(f"'{on[:40]}' is no day such as 2024-03-05") from None
    stood = [each for each in told if date.fromisoformat(each.at[:10]) <= day]
    return stood[-1] if stood else Version(0, on, None)


def _elsewhere(request: Request, led: Resolution, told: tuple[Version, ...]) -> Response:
    """Lead to what took the place of an id, or say why there is nothing."""
    if led.incident:
        return RedirectResponse(f"/incidents/{led.incident}?came={led.id}", 303)
    return page(request, "incident_gone.html", 410, led=led, told=told)


def _history(connection: Connection, who: Person, told: tuple[Version, ...]) -> dict[str, Any]:
    """Give the versions, the newest first, each with what it changed; and the names of the reports and accounts that they speak of."""
    befores = [None, *(each.incident for each in told)]
    steps = [(each, changes(before, each.incident)) for before, each in zip(befores, told, strict=False)]
    shown = steps[::-1][:_VERSIONS]
    every = [change for _, found in shown for change in found]
    return {"steps": shown, "more_steps": len(steps) - len(shown), **_named(connection, who, every)}


def _named(connection: Connection, who: Person, every: Iterable[Change]) -> dict[str, Any]:
    told = list(every)
    reports = {
        str(key) for each in told if each.name.startswith("reports") for key in (*each.before, *each.after) if key
    }
    moved = {str(key) for each in told if each.name == "accounts-left" for key in each.before if key}
    led = {key: _led(connection, key).incident for key in sorted(moved)}
    return {"reports": {each.document: each for each in provenances(connection, reports)}, "moved": led}


def _decisions(connection: Connection, found: Incident) -> tuple[Judgement, ...]:
    """Give the decisions that hold on the accounts of an incident: which are one event, which are not."""
    told = standing(each.judgement for each in judgements_about(connection, found.accounts))
    return tuple(each for each in told if each.verdict in ("same", "different"))
