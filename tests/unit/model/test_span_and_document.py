"""Spans, quotes and documents: what can't be is refused when it is made, and a quote is checked against its text."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import MarsadError, SpanError
from marsad.model.document import Document, document_id
from marsad.model.span import Quote, Span

TEXT = "قُتل ثلاثة مدنيين"
REPORT = Document(document_id(TEXT), TEXT, "report")


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 50))
    return Span(start, draw(st.integers(start + 1, 60)))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 2), (-1, 2), (-3, -1)])
def test_a_span_is_never_empty_or_negative(start: int, end: int) -> None:
    with pytest.raises(SpanError, match=f"{start}:{end}"):
        Span(start, end)


@given(spans(), spans())
def test_spans_overlap_where_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert one.covers(other) == (len(shared) == len(other))


@given(spans(), spans())
def test_the_join_of_two_spans_is_the_shortest_that_covers_both(one: Span, other: Span) -> None:
    joined = one.join(other)
    assert joined == other.join(one)
    assert joined.covers(one)
    assert joined.covers(other)
    assert {joined.start, joined.end} <= {one.start, one.end, other.start, other.end}


@given(spans())
def test_a_span_is_as_long_as_the_letters_it_covers(span: Span) -> None:
    assert len(span) == len(("x" * 60)[span.start : span.end])


def test_a_quote_has_as_many_letters_as_its_span() -> None:
    with pytest.raises(SpanError, match="4 letters"):
        Quote(Span(0, 3), "قُتل")


def test_a_document_quotes_its_own_letters() -> None:
    assert REPORT.quote(Span(5, 10)) == Quote(Span(5, 10), "ثلاثة")
    assert REPORT.quote(Span(0, len(TEXT))).text == TEXT


@pytest.mark.parametrize("end", [len(TEXT) + 1, 1000])
def test_a_span_beyond_the_text_is_refused(end: int) -> None:
    with pytest.raises(SpanError, match="report"):
        REPORT.quote(Span(0, end))


def test_a_quote_that_does_not_stand_where_it_says_is_refused() -> None:
    right = REPORT.quote(Span(5, 10))
    assert REPORT.check(right) is right
    with pytest.raises(SpanError, match="ثلاثة"):
        REPORT.check(Quote(Span(4, 9), "ثلاثة"))
    with pytest.raises(SpanError):
        REPORT.check(Quote(Span(90, 95), "ثلاثة"))


def test_an_error_of_spans_is_one_of_marsads_own() -> None:
    assert issubclass(SpanError, MarsadError)


def test_nothing_of_a_document_can_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        REPORT.text = "other"  # type: ignore[misc]


def test_a_document_is_named_by_its_content_alone() -> None:
    assert document_id(TEXT) == document_id(str(TEXT)) != document_id(TEXT + " ")
    assert len(document_id("")) == 16
    assert document_id("half a letter \ud800") != document_id("half a letter ")


def test_what_the_metadata_do_not_say_is_none() -> None:
    assert (REPORT.title, REPORT.published, REPORT.outlet, REPORT.url) == (None, None, None, None)
    dated = dataclasses.replace(REPORT, published=date(2019, 1, 9))
    assert dated != REPORT
