"""The table: a person sees each value with the letters that state it, and what was not said as not said."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from marsad.export.table import count_words, date_words, tables
from marsad.model.claim import ActClaim, Claims, HarmClaim, Party, Statement, Victims
from marsad.model.document import Document
from marsad.model.span import Quote, Span
from marsad.model.value import ActorRef, Count, Qualifier, TimeRange

TEXT = "سبعة قتلى في غارة [bold]روسية[/bold] على سراقب"
REPORT = Document("d", TEXT, "report")


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return REPORT.quote(Span(start, start + len(words)))


STATEMENT = Statement(quote(TEXT), (), "hedged", None, None, "r")
RUSSIA = Party(ActorRef("Military Forces of Russia"), "initiator", quote("[bold]روسية[/bold]"))
ACT = ActClaim("a", "d", "v", STATEMENT, "Explosions/Remote violence", "Air/drone strike", quote("غارة"), (RUSSIA,))
HARM = HarmClaim(
    id="h", document="d", knowledge="v", statement=STATEMENT, outcome="killed", count=Count(7, 7, "exact"),
    number=quote("سبعة"), figure=quote("سبعة"), victims=Victims(quote("قتلى"), "unknown"), scope="incident",
    perpetrators=(RUSSIA,), event="a",
)  # fmt: skip
CLAIMS = Claims("d", "report", None, True, (ACT,), (HARM,))


def shown(claims: Claims) -> str:
    stream = io.StringIO()
    Console(file=stream, width=160).print(tables(claims))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words"),
    [
        (7, 7, "exact", "7"),
        (30, None, "at_least", "at least 30"),
        (None, 30, "at_most", "at most 30"),
        (30, 30, "about", "about 30"),
        (2000, 3000, "range", "2000 to 3000"),
        (None, None, "vague", "some, not counted"),
    ],
)
def test_a_count_is_said_in_words(low: int | None, high: int | None, qualifier: Qualifier, words: str) -> None:
    assert count_words(Count(low, high, qualifier)) == words


def test_a_range_of_days_is_said_in_words() -> None:
    day, later = date(2019, 1, 6), date(2019, 1, 8)
    assert date_words(TimeRange(day, day, "day")) == "2019-01-06"
    assert date_words(TimeRange(day, later, "period")) == "2019-01-06 to 2019-01-08"


def test_every_value_stands_with_the_letters_that_state_it() -> None:
    text = shown(CLAIMS)
    for part in ("killed", "7", "سبعة", "قتلى", "Military Forces of Russia", "Air/drone strike", "غارة", "hedged"):
        assert part in text


def test_what_was_not_said_is_shown_as_not_said() -> None:
    assert "not said" in shown(CLAIMS)
    assert "published not known" in shown(CLAIMS)


def test_letters_of_a_report_are_never_taken_for_markup() -> None:
    assert "[bold]روسية[/bold]" in shown(CLAIMS)


def test_an_irrelevant_report_is_said_to_be_so() -> None:
    assert "no act of political violence" in shown(Claims("d", "report", None, False, (), ()))


def test_a_part_and_a_running_total_are_told_from_the_rest() -> None:
    part = replace(HARM, id="p", part_of="h", count=Count(2, 2, "exact"))
    total = replace(HARM, id="t", scope="cumulative", since=date(2018, 9, 10))
    text = shown(replace(CLAIMS, harms=(HARM, part, total, replace(HARM, id="u", scope="cumulative"))))
    for words in ("part of 1", "since 2018-09-10", "running total"):
        assert words in text


def test_arabic_is_set_apart_so_that_it_does_not_turn_the_rest_around() -> None:
    text = shown(CLAIMS)
    assert text.count("\u2068") == text.count("\u2069") > 0
