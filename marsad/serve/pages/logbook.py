"""The log: every change, judgement, export and refused attempt, the newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from marsad.serve.gate import Here, Needs
from marsad.serve.page import page
from marsad.store.listing import Wanted, log_before
from marsad.store.log import ACTIONS, head

router = APIRouter()
_ROWS = 100


class Asked(BaseModel):
    """Which entries are asked for."""

    before: int | None = None
    actor: str = ""
    action: str = ""
    subject: str = ""


@router.get("/log", dependencies=[Depends(Needs("reviewer"))])
def log_page(request: Request, here: Here, asked: Annotated[Asked, Query()]) -> Response:
    """Show a page of the log."""
    wanted = Wanted(asked.before, asked.actor.strip(), asked.action, asked.subject.strip())
    with here.store.reading() as connection:
        entries, last = log_before(connection, wanted, _ROWS + 1), head(connection)
    older = entries[_ROWS - 1].seq if len(entries) > _ROWS else None
    return page(request, "log.html", entries=entries[:_ROWS], older=older, wanted=wanted, head=last, actions=ACTIONS)
