"""The list of incidents: what the board keeps of each, filtered, in one of three orders, some at a time."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from marsad.errors import MarsadError
from marsad.knowledge.acttypes import act_types
from marsad.knowledge.crosswalk import crosswalk
from marsad.record.board import bring_up
from marsad.serve.asked import filter_of, query_of
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.page import page
from marsad.store.shown import Facet, Mark, Order, conditions, countries, shown

router = APIRouter()
_AT_ONCE = 50
_ORDERS: tuple[Order, ...] = get_args(Order)


@router.get("/incidents", dependencies=[Depends(Needs("reader"))])
def incidents(request: Request, here: Here, who: Who, order: str = "day", after: str = "") -> Response:
    """List incidents."""
    bring_up(here.store)
    wanted, by = filter_of(request.query_params), order_of(order)
    with here.store.reading() as connection:
        asked = conditions(connection, wanted, who)
        found = shown(connection, asked, by, mark_of(after, by), _AT_ONCE + 1)
        known = countries(connection)
    rows, more = found[:_AT_ONCE], len(found) > _AT_ONCE
    further = query_of(wanted, order=by, after=_written(rows[-1], by)) if more else None
    return page(
        request,
        "incidents.html",
        rows=rows,
        wanted=wanted,
        order=by,
        orders={each: query_of(wanted, order=each) for each in _ORDERS},
        further=further,
        begun=bool(after),
        first=query_of(wanted, order=by),
        countries=known,
        types=act_types(),
        grades=tuple(crosswalk("airwars").lists("harm_status")),
        filtered=bool(query_of(wanted)),
    )


def order_of(text: str) -> Order:
    """Read the name of an order."""
    found = next((each for each in _ORDERS if each == text), None)
    if found is None:
        raise MarsadError(f"'{text[:40]}' is no order of a list: there are {', '.join(_ORDERS)}")
    return found


def mark_of(text: str, order: Order) -> Mark | None:
    """Read where a list goes on: the value it is ordered by, `~`, and the incident."""
    if not text:
        return None
    value, parted, incident = text.partition("~")
    if not parted or not incident or (order == "killed" and value and not value.isdecimal()):
        raise MarsadError("the address of this page of the list is broken: begin at its first page")
    read = int(value) if order == "killed" and value else value
    return Mark(read or (0 if read == 0 else None), incident)


def _written(row: Facet, order: Order) -> str:
    mark = row.mark(order)
    return f"{'' if mark.value is None else mark.value}~{mark.incident}"
