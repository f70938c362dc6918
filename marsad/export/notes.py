"""The notes of a row: what the columns can't say, in plain sentences made of the record alone and of no letters of a report."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.export.seen import Seen
from marsad.model.incident import Range


def notes(seen: Seen, *rules: str) -> str:
    """Say what a reader of the row must know: where claims differ, what was not stated, what was made coarser."""
    return " ".join([f"Marsad record {seen.id}.", *_numbers(seen, rules), *_setting(seen)])


def _numbers(seen: Seen, rules: tuple[str, ...]) -> Iterator[str]:
    for rule in rules:
        found = seen.figures.of("killed", "all", rule)
        if found:
            yield f"Killed by {found.rule}: {_span(found)}; {_sources(found.sources)}."
    if differs(seen):
        yield "Claims differ on the number killed."


def differs(seen: Seen) -> bool:
    """Say whether claims give different numbers of the dead."""
    ends = [
        end.value
        for (outcome, group, _), found in seen.figures.ranges.items()
        if (outcome, group) == ("killed", "all")
        for end in (found.low, found.high)
    ]
    return len({end for end in ends if end is not None}) > 1


def _span(found: Range) -> str:
    low, high = found.low.value, found.high.value
    if low is None and high is None:
        return "a number that is not said"
    if low == high:
        return str(low)
    return f"{'not said' if low is None else low} to {'not said' if high is None else high}"


def _sources(count: int) -> str:
    return f"{count} independent source{'' if count == 1 else 's'}"


def _setting(seen: Seen) -> Iterator[str]:
    incident = seen.entry.incident
    if incident.dating and incident.dating.basis == "published":
        yield f"No claim dates it: the first report is of {incident.dating.start}."
    if incident.dates:
        yield f"{len(incident.dates)} other date{'' if len(incident.dates) == 1 else 's'} told."
    if incident.places:
        yield f"{len(incident.places)} other place{'' if len(incident.places) == 1 else 's'} told."
    if seen.spot and seen.spot.blur:
        yield f"The point is the centre of a grid cell, up to {round(seen.spot.blur, 1):g} km off."
