"""What tables like those of Airwars ask of a row, and of one table against another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from marsad.export.checks.flaw import Cells, Said, degrees, ordered, whole, words
from marsad.export.checks.tables import Checks
from marsad.knowledge.crosswalk import Crosswalk

_MEASURES = ("killed_min", "killed_max", "injured_min", "injured_max")


_CONCEDED = ("deaths_conceded_min", "injuries_conceded_min")


def checks() -> dict[str, Checks]:
    """Give the checks of the tables, joined by `code`."""
    kept = ("code", "civilian_harm_status_slug", "num_sources")
    return {
        "incidents": Checks((_days, _grade, _point), (("code",),), kept),
        "casualties": Checks((_casualties,), (("code", "casualty_type_slug"),), ("code",)),
        "belligerents": Checks((_conceded,), (("code", "belligerent_name"),), ("code", *_CONCEDED)),
        "sources": Checks((), (("code", "hash"),), ("code",)),
    }


def across(checked: Mapping[str, Checks]) -> Iterator[tuple[str, int, Said]]:
    """Give what does not fit between the tables: rows of no incident, and grades that lack what they need."""
    codes = {table: Counter(cells["code"] for _, cells in found.kept_cells) for table, found in checked.items()}
    for table, found in checked.items():
        for line, cells in found.kept_cells:
            if cells["code"] not in codes["incidents"]:
                yield table, line, ("code", f"{cells['code']!r} is no incident of the export")
    conceding = {
        cells["code"] for _, cells in checked["belligerents"].kept_cells if any(cells[name] for name in _CONCEDED)
    }
    for line, cells in checked["incidents"].kept_cells:
        code, grade = cells["code"], cells["civilian_harm_status_slug"]
        if grade == "contested" and codes["belligerents"][code] < 2:
            yield "incidents", line, ("civilian_harm_status_slug", "contested needs two belligerents")
        if grade == "confirmed" and code not in conceding:
            yield "incidents", line, ("civilian_harm_status_slug", "confirmed needs a belligerent that concedes harm")
        if cells["num_sources"] != codes["sources"][code]:
            yield "incidents", line, ("num_sources", f"the incident has {codes['sources'][code]} sources")


def _days(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    start, end = cells.get("date"), cells.get("date_end")
    if end is not None and (start is None or str(end) <= str(start)):
        yield "date_end", "it lies behind a date, or is empty"


def _grade(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    grade, sources = words(cells, "civilian_harm_status_slug"), whole(cells, "num_sources")
    if grade == "discounted":
        yield "civilian_harm_status_slug", "only a person gives this grade"
    if grade == "fair" and sources is not None and sources < 2:
        yield "civilian_harm_status_slug", "fair needs two sources"
    for slug, name, codes in (
        ("civilian_harm_status_slug", "civilian_harm_status_name", "harm_status"),
        ("strike_status_slug", "strike_status_name", "strike_status"),
    ):
        label = known.lists(codes).get(words(cells, slug))
        if label is not None and words(cells, name) != label:
            yield name, f"{cells[slug]} is called {label}"


def _point(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from degrees(cells, "latitude", "longitude")
    if bool(words(cells, "geolocated")) != (cells.get("latitude") is not None):
        yield "geolocated", "it is 'yes' where there are degrees, and only there"


def _casualties(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from ordered(cells, "killed_min", "killed_max")
    yield from ordered(cells, "injured_min", "injured_max")
    if not any(whole(cells, name) for name in _MEASURES):
        yield "killed_min", "a row of a group in which nobody was harmed"


def _conceded(cells: Cells, known: Crosswalk) -> Iterator[Said]:
    yield from ordered(cells, "deaths_conceded_min", "deaths_conceded_max")
    yield from ordered(cells, "injuries_conceded_min", "injuries_conceded_max")
    if words(cells, "assessment_slug") == "credible-substantiated":
        yield "assessment_slug", "an assessment is the belligerent's or a person's, never a machine's"
