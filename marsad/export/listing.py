"""Incidents as a list that a person reads, and tallies with their checks."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from marsad.export.summary import RULE
from marsad.model.incident import Dating, Incident, Range
from marsad.model.tally import Check, Tally, TallyState

_SHORT = 8
_ISOLATE, _RELEASE = "\u2068", "\u2069"


def listing(incidents: Iterable[Incident]) -> RenderableType:
    """Give incidents as a table, and under it how many they are and which rule the numbers follow."""
    table = _table("incident", "day", "place", "what", "by whom", "killed", "injured", "sources", "reports")
    shown = 0
    for each in incidents:
        shown += 1
        table.add_row(each.id[:_SHORT], *_cells(each))
    return Group(table, Text(f"{shown} incidents; killed and injured as {RULE}: civilians of all", style="dim"))


def _cells(each: Incident) -> Iterable[str]:
    yield day_words(each.dating)
    yield place_words(each)
    yield each.kind.sub_type if each.kind else "not said"
    yield ", ".join(found.actor.name for found in each.participants if found.role == "initiator") or "not said"
    yield _numbers(each, "killed")
    yield _numbers(each, "injured")
    yield str(len(each.voices))
    yield str(len(each.documents))


def day_words(dating: Dating | None) -> str:
    """Write the day or days, and whether only the first report dates them."""
    if dating is None:
        return "not known"
    days = str(dating.start) if dating.start == dating.end else f"{dating.start} to {dating.end}"
    return days if dating.basis == "stated" else f"{days} (first report)"


def place_words(each: Incident) -> str:
    """Write the place; a name of the source's own letters is kept apart from what stands around it."""
    if each.placing is None:
        return "not said"
    place = each.placing.place
    near = "" if place.relation in ("in", "part") else f"{place.relation} "
    return f"{near}{_ISOLATE}{place.name}{_RELEASE}" + ("" if place.lat is not None else " (not on the map)")


def range_words(found: Range | None) -> str:
    """Write a range as people do; nothing where nobody says a number."""
    if found is None or (found.low.value is None and found.high.value is None):
        return "some" if found else ""
    low, high = found.low.value, found.high.value
    if low == high:
        return f"{low}"
    return f"at least {low}" if high is None else f"{low if low is not None else '?'} to {high}"


def _numbers(each: Incident, outcome: str) -> str:
    everyone = range_words(each.range_of(outcome, "all", RULE))
    civilians = range_words(each.range_of(outcome, "civilian", RULE))
    if not everyone or civilians == everyone:
        return everyone or civilians
    return f"{civilians or 'none'} of {everyone}"


def tally_tables(tallies: Iterable[tuple[Tally, Check | None]]) -> RenderableType:
    """Give each tally as a table of its states, with its checks and the comparison with the incidents under it."""
    return Group(*(part for tally, sums in tallies for part in _tally(tally, sums)))


def _tally(tally: Tally, sums: Check | None) -> Iterable[RenderableType]:
    whom = tally.actor.name if tally.actor else tally.demographic or tally.status
    who = tally.speaker.name if tally.speaker else tally.outlet or "outlet not known"
    since = f" since {tally.since}" if tally.since else ""
    where = f" in {tally.place.name}" if tally.place else ""
    yield Text(f"{tally.outcome}, {whom}{where}{since}, according to {who}", style="bold")
    table = Table()
    for column in ("as of", "total", "parts", "report"):
        table.add_column(column, overflow="fold")
    for state in tally.states:
        table.add_row(
            str(state.as_of or "not known"), _state(state), str(len(state.parts) or ""), state.document[:_SHORT]
        )
    yield table
    for check in (*tally.checks, *([sums] if sums else [])):
        yield Text(f"  {'' if check.holds else 'TO REVIEW: '}{check.note}", style="" if check.holds else "bold")
    yield Text()


def _state(state: TallyState) -> str:
    low, high = state.count.low, state.count.high
    return str(low) if low == high else f"{'' if low is None else low} to {'' if high is None else high}"


def _table(*columns: str) -> Table:
    table = Table(header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
