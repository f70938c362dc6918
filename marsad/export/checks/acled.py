"""What ACLED's layout asks of a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from marsad.export.acled import interaction
from marsad.export.checks.flaw import Cells, Said, degrees, ordered, whole, words
from marsad.export.checks.tables import Checks
from marsad.export.seen import PREFIX
from marsad.knowledge.crosswalk import Crosswalk, crosswalk


def checks() -> dict[str, Checks]:
    """Give the checks of the table."""
    same = ("event_date", "location", "actor1", "actor2", "event_type", "sub_event_type")
    return {"events": Checks((_id, _day, _kind, _sides, _place, _dead), (("event_id_cnty",), same))}


def _id(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    if not words(cells, "event_id_cnty").startswith(PREFIX):
        yield "event_id_cnty", f"an id of ours begins with {PREFIX}, so that none is taken for one of ACLED's"


def _day(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    day, year = cells.get("event_date"), whole(cells, "year")
    if not isinstance(day, date):
        return
    if year is not None and year != day.year:
        yield "year", f"{year} is not the year of {day}"
    if cells.get("time_precision") == 3 and day.day != known.number("month_mid_point"):
        yield "event_date", "an event of which only the month is known stands at its mid-point"


def _kind(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    sub_type = words(cells, "sub_event_type")
    if sub_type not in known.lists("sub_event_type"):
        return
    for column in ("event_type", "disorder_type"):
        asked = known.to(column, sub_type)
        if words(cells, column) != asked:
            yield column, f"{sub_type} belongs to {asked}"


def _sides(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    first, second, made = (whole(cells, name) for name in ("inter1", "inter2", "interaction"))
    for actor, code in (("actor1", "inter1"), ("actor2", "inter2")):
        if bool(words(cells, actor)) != bool(whole(cells, code)):
            yield code, f"a code of {actor} stands where the actor is named, and only there"
    if second and str(second) not in known.lists("inter"):
        yield "inter2", f"{second} is not in the list 'inter'"
    if first is None or second is None:
        if made is not None:
            yield "interaction", "there is nothing to make it of"
        return
    asked = interaction(str(first), str(second))
    if str(made or "") != (asked if asked in known.lists("interaction") else ""):
        yield "interaction", f"{first} and {second} make {asked}"


def _place(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from degrees(cells, "latitude", "longitude")
    countries = crosswalk("countries")
    code = next((key for key, name in countries.maps["name"].values.items() if name == cells.get("country")), None)
    if code is None:
        return
    number = countries.to("numeric", code)
    if number and whole(cells, "iso") != int(number):
        yield "iso", f"the number of {cells['country']} is {int(number)}"
    if words(cells, "region") != countries.to("acled_region", code):
        yield "region", f"{cells['country']} lies in {countries.to('acled_region', code) or 'no region of the list'}"


def _dead(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from ordered(cells, "fatalities")
    yield from ordered(cells, "timestamp")
