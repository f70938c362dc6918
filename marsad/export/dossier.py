"""One incident with all it rests on: every claim with its letters, every range with the claims that set it, every link with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from marsad.export.entry import Entry
from marsad.export.listing import day_words, place_words, range_words
from marsad.export.table import count_words
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.incident import Bound, Incident

_ISOLATE, _RELEASE = "\u2068", "\u2069"
_SHORT = 8


def dossier(entry: Entry) -> RenderableType:
    """Give the whole of one incident as a person reads it."""
    incident = entry.incident
    numbers = {claim.id: n for n, claim in enumerate(entry.told, 1)}
    parts = [_head(incident), _claims(entry, numbers), _ranges(incident, numbers)]
    return Group(
        *parts, *_own(incident, numbers), *_left_out(incident, numbers), *_voices(incident, numbers), *_links(entry)
    )


def _head(incident: Incident) -> RenderableType:
    text = Text(f"\n{incident.id}", style="bold")
    what = incident.kind.sub_type if incident.kind else "harm of an act that is not told"
    text.append(f"\n{what}, {day_words(incident.dating)}, {place_words(incident)}", style="")
    for each in incident.participants:
        text.append(f"\n{each.role}: {each.actor.name} ({each.sources} independent sources)", style="dim")
    others = [f"{day_words(each)}" for each in incident.dates] + [each.place.name for each in incident.places]
    if others:
        text.append(f"\nalso told: {_ISOLATE}{'; '.join(others)}{_RELEASE}", style="dim")
    return text


def _claims(entry: Entry, numbers: dict[str, int]) -> RenderableType:
    table = _table("Claims", "", "what", "how many, whom", "in the words", "according to", "report")
    for claim in entry.told:
        report = entry.provenance[claim.document]
        sources = "; ".join(said.source.name for said in claim.statement.sources)
        words = f"{_ISOLATE}{' '.join(claim.statement.evidence.text.split())}{_RELEASE}"
        what, whom = _what(claim)
        table.add_row(str(numbers[claim.id]), what, whom, words, sources or report.outlet or "the report", report.name)
        table.add_section()
    return table


def _what(claim: ActClaim | HarmClaim) -> tuple[str, str]:
    if isinstance(claim, ActClaim):
        return claim.sub_type, ""
    who = claim.victims.actor.name if claim.victims.actor else claim.victims.status
    return claim.outcome, f"{count_words(claim.count)}, {claim.victims.demographic or who}"


def _ranges(incident: Incident, numbers: dict[str, int]) -> RenderableType:
    table = _table(
        "Ranges", "outcome", "of whom", "range", "best", "rule", "least by claim", "most by claim", "sources"
    )
    for each in incident.ranges:
        best = "" if each.best is None or each.best.value is None else str(each.best.value)
        bounds = _cited(each.low, numbers), _cited(each.high, numbers)
        table.add_row(each.outcome, each.group, range_words(each), best, each.rule, *bounds, str(each.sources))
    return table


def _own(incident: Incident, numbers: dict[str, int]) -> Iterator[RenderableType]:
    for each in incident.own:
        found = each.range
        said = f"{each.actor.name} itself says: {found.outcome} {range_words(found)} ({found.group})"
        yield Text(f"{said}, claim {_cited(found.low, numbers)}")


def _left_out(incident: Incident, numbers: dict[str, int]) -> Iterator[RenderableType]:
    for each in incident.left_out:
        yield Text(f"claim {numbers.get(each.claim, each.claim[:_SHORT])} is in no range: {each.reason}", style="dim")


def _voices(incident: Incident, numbers: dict[str, int]) -> Iterator[RenderableType]:
    yield Text(f"{len(incident.voices)} independent sources", style="bold")
    for each in incident.voices:
        claims = ", ".join(str(numbers[claim]) for claim in each.claims if claim in numbers)
        who = each.origin.name if each.origin else "own reporting"
        yield Text(f"  {who}: claims {claims} ({each.reason})", style="dim")


def _links(entry: Entry) -> Iterator[RenderableType]:
    for link in entry.incident.links:
        yield Text(f"linked {link.first[:_SHORT]} with {link.second[:_SHORT]}, score {link.score:g}", style="bold")
        for each in link.features:
            yield Text(f"  {each.weight:+g} {each.name}: {_ISOLATE}{each.seen}{_RELEASE}", style="dim")


def _cited(bound: Bound, numbers: dict[str, int]) -> str:
    return ", ".join(str(numbers[claim]) for claim in bound.claims if claim in numbers)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
