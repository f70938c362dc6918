"""The log: every change, judgement, export and refused attempt, the newest first."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from marsad.serve.gate import Here, Needs
from marsad.serve.page import page
from marsad.store.listing import Wanted, log_before
from marsad.store.log import ACTIONS, head

router = APIRouter()
_ROWS = 100


@router.get("/log", dependencies=[Depends(Needs("reviewer"))])
def log_page(
    request: Request, here: Here, before: int | None = None, actor: str = "", action: str = "", subject: str = ""
) -> Response:
    """Show a page of the log."""
    wanted = Wanted(before, actor.strip(), action, subject.strip())
    with here.store.reading() as connection:
        entries, last = log_before(connection, wanted, _ROWS + 1), head(connection)
    older = entries[_ROWS - 1].seq if len(entries) > _ROWS else None
    return page(request, "log.html", entries=entries[:_ROWS], older=older, wanted=wanted, head=last, actions=ACTIONS)
