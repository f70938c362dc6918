"""Reviewing: one claim of the queue at a time, in its sentence, with all that can be decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import Connection

from marsad.errors import MarsadError
from marsad.model.person import Person
from marsad.model.value import Demographic, Outcome, Scope, Stance, Status
from marsad.record.board import bring_up
from marsad.record.judging import last_signed
from marsad.record.queueing import DOUBTS
from marsad.record.reviewing import Desk, desk
from marsad.serve.bench import Bench
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.page import page
from marsad.store.locks import Lock, release, take
from marsad.store.log import head
from marsad.store.queue import MOST, Asker, Sort, State, Step, Waiting, Wanted, counts, outlets, queued, waiting
from marsad.store.rights import may_see_document

router = APIRouter()
_LISTED = 12
CHOICES: dict[str, tuple[str, ...]] = {
    "outcome": get_args(Outcome),
    "status": get_args(Status),
    "demographic": ("", *get_args(Demographic)),
    "stance": get_args(Stance),
    "scope": get_args(Scope),
}
"""The fields that are chosen from closed lists."""
LOOKED_UP = ("place", "perpetrator", "source")
"""The fields that are chosen of what the knowledge has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: which queue, and which claim of it."""

    wanted: Wanted
    claim: str = ""
    after: str = ""
    before: str = ""

    @property
    def query(self) -> str:
        """The queue as the part of an address behind the question mark."""
        wanted = self.wanted
        parts = {
            "state": wanted.state,
            "sort": wanted.sort,
            "outcome": wanted.outcome,
            "outlet": wanted.outlet,
            "doubt": wanted.doubt,
            "since": wanted.since.isoformat() if wanted.since else "",
            "until": wanted.until.isoformat() if wanted.until else "",
        }
        return urlencode({key: value for key, value in parts.items() if value})


class Address(BaseModel):
    """What the address of the queue says."""

    state: str = "open"
    sort: str = "doubt"
    outcome: str = ""
    outlet: str = ""
    doubt: str = ""
    since: str = ""
    until: str = ""
    claim: str = ""
    after: str = ""
    before: str = ""


def _asked(said: Annotated[Address, Query()]) -> Asked:
    if said.state not in get_args(State) or said.sort not in get_args(Sort):
        raise MarsadError(
            f"the queue has the states {', '.join(get_args(State))}; it is sorted by {', '.join(get_args(Sort))}"
        )
    days = _day(said.since), _day(said.until)
    wanted = Wanted(cast(State, said.state), cast(Sort, said.sort), said.outcome, said.outlet, said.doubt, *days)
    return Asked(wanted, said.claim, said.after, said.before)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise MarsadError(f"'{text}' is no day: write it as 2024-03-01") from None


@router.get("/review", dependencies=[Depends(Needs("analyst"))])
def review(request: Request, here: Here, who: Who, asked: Annotated[Asked, Depends(_asked)]) -> Response:
    """Show the claim that is to be decided next, or the one asked for, and hold it for whoever asks."""
    bring_up(here.store)
    asker = Asker(who, here.now())
    with here.store.reading() as connection:
        chosen = _chosen(connection, asker, asked)
    lock = _held(here, who, chosen) if chosen else None
    with here.store.reading() as connection:
        shown = desk(connection, who, chosen) if chosen else None
        ahead = waiting(connection, asker, asked.wanted, Step(chosen, most=_LISTED))
        return page(
            request,
            "review.html",
            asked=asked,
            desk=shown,
            lock=lock,
            may=_may(who, shown, lock),
            ahead=ahead,
            counts=counts(connection, who),
            most=MOST,
            outlets=outlets(connection, who),
            outcomes=get_args(Outcome),
            doubts=DOUBTS,
            sorts=get_args(Sort),
            states=get_args(State),
            choices=CHOICES,
            looked_up=LOOKED_UP,
            last=last_signed(connection, who.name),
            seen=head(connection).seq,
        )


@router.post("/review/hold", dependencies=[Depends(Needs("analyst"))])
def hold(here: Here, who: Who, claim: Annotated[str, Form()]) -> Response:
    """Hold a claim for longer: whoever has it before them is at work."""
    with here.store.reading() as connection:
        found = queued(connection, claim, "doubt")
        if found is None or not may_see_document(connection, who, found.document):
            raise HTTPException(404)
    with here.store.transaction(who.name) as writing:
        lock = take(writing, claim, who.name)
    return Response(status_code=204 if lock.person == who.name else 423)


@router.post("/review/leave", dependencies=[Depends(Needs("analyst"))])
def leave(here: Here, who: Who, claim: Annotated[str, Form()]) -> Response:
    """Let go of a claim."""
    with here.store.transaction(who.name) as writing:
        release(writing, [claim], who.name)
    return Response(status_code=204)


def _chosen(connection: Connection, asker: Asker, asked: Asked) -> Waiting | None:
    """Find the claim that is asked for: by its id, the next or the last beside another, or the first of the queue."""
    key = asked.claim or asked.after or asked.before
    named = queued(connection, key, asked.wanted.sort) if key else None
    if asked.claim:
        if named is None or not may_see_document(connection, asker.person, named.document):
            raise HTTPException(404)
        return named
    found = waiting(connection, asker, asked.wanted, Step(named, back=bool(asked.before)))
    if not found and named is not None:
        found = waiting(connection, asker, asked.wanted, Step(back=bool(asked.before)))
    return found[0] if found else None


def _held(here: Bench, who: Person, chosen: Waiting) -> Lock:
    with here.store.transaction(who.name) as writing:
        return take(writing, chosen.claim, who.name)


def _may(who: Person, shown: Desk | None, lock: Lock | None) -> bool:
    """Say whether a person may decide of the claim before them."""
    free = lock is None or lock.person == who.name
    return shown is not None and free and (shown.heard.review.state != "disputed" or who.may("reviewer"))
