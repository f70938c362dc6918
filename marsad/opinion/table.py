"""A second reading beside the rules' as a table that a person reads, and as a line of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from marsad.export.table import count_words
from marsad.model.claim import HarmClaim
from marsad.model.codec import pack
from marsad.model.opinion import HarmOpinion, Opinion
from marsad.model.span import Quote
from marsad.opinion.comparing import Claim, Comparison, Opined

_ISOLATE, _RELEASE = "\u2068", "\u2069"
_LONGEST = 90


def tables(name: str, opinion: Opinion, told: Comparison) -> RenderableType:
    """Give one report: what both read, what they read otherwise, what only one of them has, and how much was refused."""
    heading = Text(f"\n{name}", style="bold").append(f"   second reader: {_plain(opinion.reader)}", style="dim")
    table = Table(pad_edge=False, header_style="bold")
    for column in ("", "what", "field", "the rules", "the second reader"):
        table.add_column(column, overflow="fold")
    for row in _rows(told):
        table.add_row(*row)
        table.add_section()
    return Group(heading, table, Text(_refused(opinion), style="dim"))


def _rows(told: Comparison) -> Iterator[tuple[RenderableType, ...]]:
    for pair in told.agreed:
        yield "agreed", _what(pair.ours), "", _letters(_own(pair.ours)), _letters(_own(pair.theirs))
    for pair in told.differing:
        for each in pair.differences:
            ours, theirs = _value(each.ours, each.ours_quote), _value(each.theirs, each.theirs_quote)
            yield "differs", _what(pair.ours), each.field, ours, theirs
    for only in told.theirs:
        yield "only it", _what(only), "", "", _letters(_own(only))
    for mine in told.ours:
        yield "only the rules", _what(mine), "", _letters(_own(mine)), ""


def _what(claim: Claim | Opined) -> str:
    if isinstance(claim, HarmClaim | HarmOpinion):
        return f"{claim.outcome}: {count_words(claim.count)}"
    return claim.sub_type


def _own(claim: Claim | Opined) -> Quote:
    return claim.number if isinstance(claim, HarmClaim | HarmOpinion) else claim.trigger


def _value(value: str, quote: Quote | None) -> Text:
    text = Text(value or "not said")
    return text.append("\n").append_text(_letters(quote)) if quote else text


def _letters(quote: Quote) -> Text:
    words = " ".join(_plain(quote.text).split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return Text(f"{_ISOLATE}{short}{_RELEASE}", style="cyan")


def _plain(text: str) -> str:
    """Leave out what could move a terminal."""
    return "".join(letter for letter in text if letter.isprintable() or letter.isspace())


def _refused(opinion: Opinion) -> str:
    said: Iterable[str] = (f"{each.part} {each.reason} {each.times}" for each in opinion.refused)
    return f"refused: {', '.join(said) or 'nothing'}"


def line(name: str, opinion: Opinion, told: Comparison) -> str:
    """Give one report as JSON: claims of both, every value with its letters, and what was refused."""
    found = {
        "name": name,
        "document": opinion.document,
        "reader": opinion.reader,
        "prompt": opinion.prompt,
        "agreed": told.agreed,
        "differing": told.differing,
        "only_theirs": told.theirs,
        "only_ours": told.ours,
        "refused": opinion.refused,
    }
    return pack(found).decode()
