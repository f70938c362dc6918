"""The map with its timeline and list: one filter, a part of the map, and what was picked on it, all of them in the address."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from marsad.errors import MarsadError
from marsad.knowledge.acttypes import act_types
from marsad.knowledge.crosswalk import crosswalk
from marsad.record.board import bring_up
from marsad.record.timeline import STEPS, Bucket, Step, Timeline, timeline
from marsad.serve.asked import box_of, filter_of, query_of
from marsad.serve.gate import Here, Needs, Who, visitor
from marsad.serve.geography import countries_within, names
from marsad.serve.page import page
from marsad.serve.pages.incidents import mark_of
from marsad.serve.words import Language, prefixed, term
from marsad.store.coverage import days_read
from marsad.store.mapping import (
    Cell,
    Chosen,
    Counted,
    Days,
    OfCountry,
    Pick,
    Spot,
    anywhere,
    at_any_time,
    by_days,
    cells,
    count,
    here_and_then,
    off_the_map,
    provinces,
)
from marsad.store.shown import Box, Facet, Filter, countries, shown

router = APIRouter()
_READER = [Depends(Needs("reader"))]
_AT_ONCE = 50
_WORLD = Box(-90.0, -180.0, 90.0, 180.0)
_SPOT_NUMBERS = 6
_NUMBER = re.compile(r"[0-9]{1,5}(\.[0-9]{1,9})?")
Zoom = Annotated[float, Query(ge=0, le=24)]


@router.get("/map", dependencies=_READER)
def map_page(request: Request, here: Here, who: Who) -> Response:
    """Show the map; what it shows is asked for by its script, as the address says."""
    bring_up(here.store)
    wanted = filter_of(request.query_params)
    with here.store.reading() as connection:
        known = countries(connection)
        parts = provinces(connection, wanted.country) if wanted.country else ()
    return page(
        request,
        "map.html",
        wanted=wanted,
        countries=known,
        provinces=parts,
        types=act_types(),
        grades=tuple(crosswalk("airwars").lists("harm_status")),
        steps=STEPS,
        list_query=query_of(replace(wanted, box=None)),
        said=prefixed(visitor(request).language, "map"),
    )


@router.get("/map/names", dependencies=_READER)
def map_names(request: Request) -> Response:
    """Give what is written on the map beside incidents."""
    return JSONResponse(names(visitor(request).language), headers={"cache-control": "private, max-age=3600"})


@router.get("/map/provinces", dependencies=_READER)
def map_provinces(here: Here, country: str = "") -> Response:
    """Give the provinces of a country, for the filter."""
    with here.store.reading() as connection:
        return JSONResponse({"provinces": provinces(connection, country)})


@router.get("/map/cells", dependencies=_READER)
def map_cells(request: Request, here: Here, who: Who, view: str = "", zoom: Zoom = 3.0) -> Response:
    """Give the incidents as they are drawn within a view at a zoom, and count those that have no place on the map."""
    wanted, seen = filter_of(request.query_params), box_of(view) or _WORLD
    with here.store.reading() as connection:
        asked = anywhere(connection, wanted, who)
        drawn = here.kept.answer(
            connection,
            who,
            ("cells", replace(wanted, box=None), seen, zoom),
            lambda: [_cell(each) for each in cells(connection, asked, seen, zoom)],
        )
        rest = here.kept.answer(
            connection, who, ("rest", replace(wanted, box=None)), lambda: off_the_map(connection, asked)
        )
    counted = {code: _counted(each) for code, each in rest.items() if code is not None}
    return JSONResponse({"cells": drawn, "countries": counted, "unplaced": rest[None].incidents if None in rest else 0})


@router.get("/map/days", dependencies=_READER)
def map_days(request: Request, here: Here, who: Who, pick: str = "", step: str = "") -> Response:
    """Give the incidents along time, beside how much was read when; the days of the filter do not narrow it."""
    wanted = filter_of(request.query_params)
    chosen = chosen_of(wanted, pick)
    with here.store.reading() as connection:

        def made() -> tuple[list[Days], int, dict[str, int]]:
            told = by_days(connection, at_any_time(connection, wanted, chosen, who))
            alike = at_any_time(connection, wanted, replace(chosen, pick="undated"), who)
            return told, count(connection, alike.condition), days_read(connection, who)

        always = replace(wanted, since=None, until=None, box=None)
        told, undated, read = here.kept.answer(connection, who, ("days", always, chosen), made)
    found = timeline(told, read, step_of(step), wanted.since, wanted.until)
    return JSONResponse({**_timeline(found), "undated": undated})


@router.get("/map/list", dependencies=_READER)
def map_list(request: Request, here: Here, who: Who, pick: str = "", after: str = "") -> Response:
    """Give the incidents in view, or those that were picked, newest first; `total` with the first of them only."""
    wanted, language = filter_of(request.query_params), visitor(request).language
    chosen = chosen_of(wanted, pick)
    with here.store.reading() as connection:
        asked = here_and_then(connection, wanted, chosen, who)
        found = shown(connection, asked, "day", mark_of(after, "day"), _AT_ONCE + 1)
        counting = ("total", wanted, chosen)
        total = None if after else here.kept.answer(connection, who, counting, lambda: count(connection, asked))
    rows = found[:_AT_ONCE]
    further = f"{rows[-1].day_first or ''}~{rows[-1].incident}" if len(found) > _AT_ONCE else None
    return JSONResponse({"rows": [_row(each, language) for each in rows], "next": further, "total": total})


def chosen_of(wanted: Filter, pick: str) -> Chosen:
    """Read what was chosen on the map: the box of the filter, and a pick such as `in:SY`, `undated` or the six numbers of a spot."""
    within = tuple(countries_within(wanted.box)) if wanted.box else ()
    return Chosen(wanted.box, within, _pick(pick))


def _pick(text: str) -> Pick:
    if text == "":
        return None
    if text == "unplaced":
        return "unplaced"
    if text == "undated":
        return "undated"
    if text.startswith("in:"):
        return OfCountry(text.removeprefix("in:")[:2])
    parts = text.split(",")
    box = box_of(",".join(parts[:4])) if len(parts) == _SPOT_NUMBERS else None
    if box is None or not all(_NUMBER.fullmatch(each) for each in parts[4:]):
        raise MarsadError("nothing on the map answers to this address: choose it on the map again")
    return Spot(box, float(parts[4]), float(parts[5]))


def step_of(text: str) -> Step | None:
    """Read how long the steps of a timeline are; None lets it choose."""
    found = next((each for each in STEPS if each == text), None)
    if text and found is None:
        raise MarsadError(f"'{text[:40]}' is no step of a timeline: there are {', '.join(STEPS)}")
    return found


def _counted(each: Counted) -> dict[str, int]:
    return {"n": each.incidents, "low": each.killed_low, "high": each.killed_high, "open": each.open}


def _corners(box: Box) -> list[float]:
    return [box.south, box.west, box.north, box.east]


def _cell(each: Cell) -> dict[str, Any]:
    return {
        **_counted(each.counted),
        "box": _corners(each.box),
        "least": each.radius[0],
        "most": each.radius[1],
        "place": each.place,
        "precision": each.precision,
        "incident": each.incident,
    }


def _timeline(found: Timeline | None) -> dict[str, Any]:
    """Write a timeline as columns, as charts take them."""
    if found is None:
        return {"step": None, "start": [], "earlier": 0, "later": 0}
    columns = ("days", "sure", "loose", "killed_low", "killed_high", "open", "read", "reports")
    return {
        "step": found.step,
        "start": [each.start.isoformat() for each in found.buckets],
        **{name: [_of(each, name) for each in found.buckets] for name in columns},
        "earlier": found.earlier,
        "later": found.later,
    }


def _of(bucket: Bucket, column: str) -> int:
    return int(getattr(bucket, column))


def _row(each: Facet, language: Language) -> dict[str, Any]:
    return {
        "incident": each.incident,
        "first": each.day_first,
        "last": each.day_last,
        "place": each.place,
        "country": term(language, "country", each.country) if each.country else None,
        "precision": term(language, "precision", each.precision) if each.precision else None,
        "act": term(language, "act", each.sub_type),
        "killed": [each.killed_low, each.killed_high],
        "injured": [each.injured_low, each.injured_high],
        "sources": each.sources,
    }
