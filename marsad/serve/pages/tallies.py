"""Running totals: each speaker's series with its revisions and checks, held against the sum of the incidents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from marsad.errors import MarsadError
from marsad.model.incident import Group
from marsad.model.person import Person
from marsad.model.tally import Tally
from marsad.model.value import Outcome
from marsad.reconcile.amounts import amount
from marsad.reconcile.itemised import group_of
from marsad.record.board import bring_up
from marsad.record.summing import against, scope_of, speaker_of, window
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.page import page
from marsad.store.claims import claims_ever
from marsad.store.documents import provenances
from marsad.store.shown import countries
from marsad.store.sums import TallyMark, TallyOrder, Wanted, by_day, listed, tally, wanted_tallies

router = APIRouter()
_AT_ONCE = 30
_LONGEST = 200
_ORDERS: tuple[TallyOrder, ...] = get_args(TallyOrder)


@router.get("/tallies", dependencies=[Depends(Needs("reader"))])
def tallies(request: Request, here: Here, who: Who, order: str = "faults", after: str = "") -> Response:
    """List running totals."""
    bring_up(here.store)
    wanted, by = _wanted(request), _order(order)
    with here.store.reading() as connection:
        found = listed(connection, wanted_tallies(wanted, who), by, _mark(after, by), _AT_ONCE + 1)
        rows = [_row(connection, each, who) for _, each in found[:_AT_ONCE]]
        known = countries(connection)
    last = found[_AT_ONCE - 1][0] if len(found) > _AT_ONCE else None
    return page(
        request,
        "tallies.html",
        rows=rows,
        wanted=wanted,
        order=by,
        orders={each: _query(wanted, order=each) for each in _ORDERS},
        further=_query(wanted, order=by, after=f"{'' if last.value is None else last.value}~{last.tally}")
        if last
        else None,
        begun=bool(after),
        first=_query(wanted, order=by),
        filtered=bool(_query(wanted)),
        countries=known,
        outcomes=get_args(Outcome),
        groups=get_args(Group),
    )


@router.get("/tallies/{key}", dependencies=[Depends(Needs("reader"))])
def one_tally(request: Request, here: Here, who: Who, key: str) -> Response:
    """Show one running total: its states, its checks, and the incidents that it should be the sum of."""
    bring_up(here.store)
    with here.store.reading() as connection:
        found = tally(connection, key, who)
        if found is None:
            raise HTTPException(404)
        return page(
            request,
            "tally.html",
            row=_row(connection, found, who),
            chart=_chart(connection, found, who),
            itemised=_itemised(found),
            **_evidence(connection, found),
        )


def _row(connection: Connection, found: Tally, who: Person) -> dict[str, Any]:
    named = [each for each in found.states if amount(each.count).is_named]
    return {
        "tally": found,
        "speaker": speaker_of(found),
        "people": group_of(found),
        "last": named[-1] if named else None,
        "path": named[-4:],
        "faults": [each for each in found.checks if not each.holds],
        "compared": against(connection, found, who),
    }


def _evidence(connection: Connection, found: Tally) -> dict[str, Any]:
    """Give the claims and reports behind the states of a series and its checks."""
    wanted = {state.claim for state in found.states} | {part for state in found.states for part in state.parts}
    claims = {claim.id: claim for _, claim in claims_ever(connection, wanted | _cited(found))}
    documents = {claim.document for claim in claims.values()}
    return {"claims": claims, "reports": {each.document: each for each in provenances(connection, documents)}}


def _cited(found: Tally) -> set[str]:
    return {claim for check in found.checks for claim in check.claims}


def _itemised(found: Tally) -> str | None:
    """Give the query of the list of incidents that a series should be the sum of."""
    days, place = window(found), found.place
    if days is None:
        return None
    where = {"country": place.country} if place and place.precision in ("country", "province") else {}
    if place and place.precision == "province":
        where["admin1"] = place.name
    elif place and place.precision != "country":
        where["place"] = place.name
    asked = {"since": days[0].isoformat(), "until": days[1].isoformat(), **where}
    return urlencode({key: value for key, value in asked.items() if value})


def _chart(connection: Connection, found: Tally, who: Person) -> dict[str, list[Any]] | None:
    """Give the points of the chart: days, the series, and what the incidents came to by each day, least and most; None without days."""
    told = {each.as_of: each.count for each in found.states if each.as_of and amount(each.count).is_named}
    days = window(found)
    sums = by_day(connection, scope_of(found, who), *days) if days and found.actor is None else ()
    lows = dict(zip((day for day, _, _ in sums), accumulate(low for _, low, _ in sums), strict=True))
    highs = dict(zip((day for day, _, _ in sums), accumulate(high for _, _, high in sums), strict=True))
    every = sorted({*(day.isoformat() for day in told), *lows, *([days[0].isoformat()] if days else ())})
    if len(told) + len(lows) < 2:
        return None
    numbers = {day.isoformat(): count.high if count.low is None else count.low for day, count in told.items()}
    return {
        "days": every,
        "told": [numbers.get(day) for day in every],
        "least": _carried(every, lows) if days else [],
        "most": _carried(every, highs) if days else [],
    }


def _carried(days: Iterable[str], known: dict[str, int]) -> list[int]:
    """Carry each sum on to the next day that has one."""
    return list(accumulate((known.get(day, -1) for day in days), lambda held, new: max(new, held), initial=0))[1:]


def _wanted(request: Request) -> Wanted:
    asked = {
        name: request.query_params.get(name, "").strip()[:_LONGEST]
        for name in ("speaker", "outcome", "people", "country")
    }
    return Wanted(**asked, faults=request.query_params.get("faults", "") not in {"", "0"})


def _query(wanted: Wanted, **more: str) -> str:
    said = {"speaker": wanted.speaker, "outcome": wanted.outcome, "people": wanted.people, "country": wanted.country}
    return urlencode(
        {key: value for key, value in {**said, "faults": "1" if wanted.faults else "", **more}.items() if value}
    )


def _order(text: str) -> TallyOrder:
    found = next((each for each in _ORDERS if each == text), None)
    if found is None:
        raise MarsadError(f"'{text[:40]}' is no order of a list: there are {', '.join(_ORDERS)}")
    return found


def _mark(text: str, order: TallyOrder) -> TallyMark | None:
    """Read where the list goes on: the value it is ordered by, `~`, and the tally."""
    if not text:
        return None
    value, parted, key = text.rpartition("~")
    if not parted or not key or (order == "faults" and not value.isdecimal()):
        raise MarsadError("the address of this page of the list is broken: begin at its first page")
    if order == "newest":
        return TallyMark(value or None, key)
    return TallyMark(int(value) if order == "faults" else value, key)
