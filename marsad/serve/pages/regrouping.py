"""Joining and parting incidents: what could be meant, what it would do, and then doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from marsad.errors import StoreError
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.model.person import Person
from marsad.record.board import bring_up
from marsad.record.regroup import Wish, joined, parted, preview, regroup
from marsad.record.sight import sight
from marsad.serve.bench import bench
from marsad.serve.gate import Here, Needs, Who, signed_in
from marsad.serve.page import page
from marsad.store.incidents import incident
from marsad.store.judged import judgements_about
from marsad.store.log import head
from marsad.store.rights import may_see_document, may_see_incident
from marsad.store.shown import facet, nearby

router = APIRouter()
_LONGEST = 2000


@router.get("/incidents/{key}/join", dependencies=[Depends(Needs("analyst"))])
def join(request: Request, here: Here, who: Who, key: str, other: Annotated[str, Query(alias="with")] = "") -> Response:
    """Show the incidents near one that could be the same, or what joining it with one of them would do."""
    bring_up(here.store)
    with here.store.reading() as connection:
        found = _found(connection, who, key)
        if not other:
            near = facet(connection, found.id)
            others = nearby(connection, near, who) if near else ()
            return page(request, "join.html", found=found, here=near, others=others)
        second = _found(connection, who, other)
        if second.id == found.id:
            raise StoreError(f"{other} is this incident: choose another one")
        wish = Wish(joined((found, second)), who.name, head(connection).seq, "")
        return _previewed(request, connection, wish, (found, second))


@router.get("/incidents/{key}/part", dependencies=[Depends(Needs("analyst"))])
def part(
    request: Request, here: Here, who: Who, key: str, account: Annotated[list[str] | None, Query()] = None
) -> Response:
    """Show what taking some accounts out of an incident would do."""
    bring_up(here.store)
    with here.store.reading() as connection:
        found = _found(connection, who, key)
        if not account:
            return RedirectResponse(f"/incidents/{found.id}#accounts", 303)
        steps = parted(found, account, _about(connection, found))
        wish = Wish(steps, who.name, head(connection).seq, "")
        return _previewed(request, connection, wish, (found,), tuple(account))


class Parting(BaseModel):
    """The form for taking accounts out of an incident, on a page of which log entry, and why."""

    account: list[str] = []
    seen: int = 0
    reason: str = Field("", max_length=_LONGEST)


@router.post("/incidents/{key}/part", dependencies=[Depends(Needs("analyst"))])
def part_now(
    here: Here,
    who: Who,
    key: str,
    asked: Annotated[Parting, Form()],
) -> Response:
    """Take some accounts out of an incident: they are another event."""
    with here.store.reading() as connection:
        found = _found(connection, who, key)
        if not asked.account:
            return RedirectResponse(f"/incidents/{found.id}#accounts", 303)
        steps = parted(found, asked.account, _about(connection, found))
    regroup(here.store, Wish(steps, who.name, asked.seen, asked.reason), found.id)
    return RedirectResponse(f"/incidents/{found.id}#history", 303)


def _found(connection: Connection, who: Person, key: str) -> Incident:
    """Give the incident that an id leads to, as far as somebody may see it."""
    try:
        found = incident(connection, key)
    except StoreError:
        raise HTTPException(404) from None
    if not may_see_incident(connection, who, found.id):
        raise HTTPException(404)
    return found


def _previewed(
    request: Request,
    connection: Connection,
    wish: Wish,
    chosen: Sequence[Incident],
    out: tuple[str, ...] = (),
) -> Response:
    """Show what a wish would do; what it touches that somebody may not see is counted and not shown."""
    would = preview(connection, wish, bench(request).now())
    before, after = (_open(connection, signed_in(request), each) for each in (would.before, would.after))
    return page(
        request,
        "regroup.html",
        key=chosen[0].id,
        chosen=chosen,
        steps=wish.steps,
        out=out,
        seen=wish.seen,
        before=[sight(connection, each) for each in before],
        after=[sight(connection, each) for each in after],
        hidden=len(would.before) - len(before),
        nothing=not would.before and not would.after,
    )


def _open(connection: Connection, who: Person, found: Sequence[Incident]) -> list[Incident]:
    """Give the incidents of which somebody may see every report."""
    return [each for each in found if all(may_see_document(connection, who, key) for key in each.documents)]


def _about(connection: Connection, found: Incident) -> list[Judgement]:
    return [each.judgement for each in judgements_about(connection, found.accounts)]
