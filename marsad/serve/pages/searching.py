"""Searching: words in reports, in any spelling and with or without particles, and what the record has under a name."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from marsad.errors import MarsadError
from marsad.record.board import bring_up
from marsad.record.lookup import named, quoting
from marsad.record.wording import sought
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.page import page
from marsad.store.finding import Matches, Spot, find

router = APIRouter()
_AT_ONCE = 20
_LONGEST = 300


class Asked(BaseModel):
    """What the address says: the words, whether letters inside words count, and where to go on."""

    q: str = ""
    inside: str = ""
    after: str = ""


@router.get("/search", dependencies=[Depends(Needs("reader"))])
def search(request: Request, here: Here, who: Who, asked: Annotated[Asked, Query()]) -> Response:
    """Search the reports, the claims, and the names of places, doers and sources."""
    query, letters = asked.q.strip()[:_LONGEST], asked.inside not in {"", "0"}
    if not query:
        return page(request, "search.html", query="", inside=letters, wanted=None)
    bring_up(here.store)
    wanted = sought(query, here.knowledge, inside=letters)
    with here.store.reading() as connection:
        found = find(connection, wanted, who, _spot(asked.after), _AT_ONCE)
        called = partial(named, connection, here.knowledge, query, who)
        return page(
            request,
            "search.html",
            query=query,
            inside=letters,
            wanted=wanted,
            found=found,
            told={each.document: quoting(connection, each) for each in found.found},
            names=() if asked.after else here.kept.answer(connection, who, ("named", query), called),
            further=_further(query, found, inside=letters),
            begun=bool(asked.after),
            forms=list(dict.fromkeys(form for each in found.found for form in each.forms))[:24],
            other=urlencode({"q": query} | ({} if letters else {"inside": "1"})),
        )


def _further(query: str, found: Matches, *, inside: bool) -> str | None:
    if found.further is None:
        return None
    more = {"inside": "1"} if inside else {}
    return urlencode({"q": query, **more, "after": f"{found.further.published}~{found.further.seq}"})


def _spot(text: str) -> Spot | None:
    """Read where a search goes on: the day, `~`, and the number of the report."""
    if not text:
        return None
    day, _, seq = text.partition("~")
    if not seq.isdecimal() or len(seq) > 15 or len(day) > 10:
        raise MarsadError("the address of this page of results is broken: search again")
    return Spot(day, int(seq))
