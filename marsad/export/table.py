"""Claims as a table that a person reads: each value with the Arabic letters that state it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from marsad.model.claim import ActClaim, Claims, HarmClaim, Statement
from marsad.model.span import Quote
from marsad.model.value import Count, TimeRange

_ISOLATE, _RELEASE = "\u2068", "\u2069"
_LONGEST = 90


def tables(claims: Claims) -> RenderableType:
    """Give one report's claims: a heading, the casualties, the events."""
    heading = Text(f"\n{claims.name}", style="bold")
    heading.append(f"   published {claims.published or 'not known'}", style="dim")
    if not claims.relevant:
        return Group(heading, Text("no act of political violence or protest is told here", style="dim"))
    return Group(heading, *_harms(claims), *_acts(claims))


def _harms(claims: Claims) -> Iterator[RenderableType]:
    if not claims.harms:
        return
    table = _table("Casualties claimed", "", "outcome", "how many", "whom", "by whom", "when, where", "according to")
    numbers = {harm.id: n for n, harm in enumerate(claims.harms, 1)}
    for harm in claims.harms:
        table.add_row(str(numbers[harm.id]), *_harm_cells(harm, numbers))
        table.add_section()
    yield table


def _harm_cells(harm: HarmClaim, numbers: dict[str, int]) -> Iterator[RenderableType]:
    scope = f"since {harm.since}" if harm.since else ("running total" if harm.scope == "cumulative" else "")
    part = f"part of {numbers[harm.part_of]}" if harm.part_of in numbers else ""
    stance = "" if harm.statement.stance == "asserted" else harm.statement.stance
    yield _cell(harm.outcome, None, *filter(None, (stance, scope, part)))
    yield _cell(count_words(harm.count), harm.number)
    victims = harm.victims
    who = victims.actor.name if victims.actor else victims.status
    yield _cell(who, victims.quote, *([victims.demographic] if victims.demographic else []))
    yield _stack((party.actor.name, party.quote) for party in harm.perpetrators)
    yield _stack(_setting(harm.statement))
    yield _stack((said.source.name, said.quote) for said in harm.statement.sources)


def _acts(claims: Claims) -> Iterator[RenderableType]:
    if not claims.acts:
        return
    table = _table("Events told", "", "what", "by and against whom", "when, where", "in the words")
    for n, act in enumerate(claims.acts, 1):
        table.add_row(str(n), *_act_cells(act))
        table.add_section()
    yield table


def _act_cells(act: ActClaim) -> Iterator[RenderableType]:
    yield _cell(act.sub_type, act.trigger)
    yield _stack((f"{party.actor.name} ({party.role})", party.quote) for party in act.parties)
    yield _stack(_setting(act.statement))
    yield _arabic(act.statement.evidence)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _setting(statement: Statement) -> Iterator[tuple[str, Quote]]:
    if statement.when:
        yield date_words(statement.when.time), statement.when.quote
    if statement.where:
        yield f"{statement.where.place.name} ({statement.where.place.precision})", statement.where.quote


def _stack(values: Iterator[tuple[str, Quote]]) -> RenderableType:
    cells = [_cell(value, quote) for value, quote in values]
    return Group(*cells) if cells else Text("not said", style="dim")


def _cell(value: str, quote: Quote | None, *notes: str) -> Text:
    text = Text(value)
    for note in notes:
        text.append(f"\n{note}", style="italic")
    if quote:
        text.append("\n").append_text(_arabic(quote))
    return text


def _arabic(quote: Quote) -> Text:
    words = " ".join(quote.text.split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return Text(f"{_ISOLATE}{short}{_RELEASE}", style="cyan")


def count_words(count: Count) -> str:
    """Say a count in words: `23`, `at least 30`, `2000 to 3000`, `a number not given`."""
    match count.qualifier:
        case "at_least":
            return f"at least {count.low}"
        case "at_most":
            return f"at most {count.high}"
        case "about":
            return f"about {count.low}"
        case "range":
            return f"{count.low} to {count.high}"
        case "vague":
            return "some, not counted"
    return str(count.low)


def date_words(time: TimeRange) -> str:
    """Say a range of days: one day, or first to last."""
    return str(time.start) if time.start == time.end else f"{time.start} to {time.end}"
