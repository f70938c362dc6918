"""Values and JSON: a count that contradicts itself is refused, and what is no model object is not read."""

from __future__ import annotations

import json
from datetime import date
from typing import get_args

import pytest

from marsad.errors import ModelError
from marsad.model import codec
from marsad.model.document import Document
from marsad.model.mention import DIMENSIONS, Derivation, Dimension, Mention
from marsad.model.span import Quote, Span
from marsad.model.value import (
    ActorRef,
    ActSign,
    Count,
    Frame,
    HarmSign,
    Link,
    Modality,
    Number,
    People,
    PlaceRef,
    SourceRef,
    TimeRange,
    Value,
)

VALUES = [
    Count(3, 3, "exact"),
    Count(None, 30, "at_most"),
    Count(None, None, "vague"),
    Number(3.0, "cardinal"),
    Number(0.5, "fraction"),
    TimeRange(date(2019, 1, 6), date(2019, 1, 6), "day"),
    TimeRange(None, None, "period", open=True),
    PlaceRef("Saraqib", "sy-saraqib", "SY", "Idlib", 35.86, 36.8, "town"),
    PlaceRef("السوسة", None, None, None, None, None, "town", "near"),
    ActorRef("Islamic State", "actors/syria/is", "rebel", None, "combatant"),
    ActorRef("Islamic State"),
    People("civilian", "children", "two"),
    SourceRef("Reuters", "sources/agencies/reuters", "agency"),
    SourceRef("activists"),
    Frame("says"),
    HarmSign("killed", "verb"),
    HarmSign("killed", "noun", "two"),
    ActSign("Battles", "Armed clash", "noun"),
    Modality("denied"),
    Link("subset"),
]


@pytest.mark.parametrize(("low", "high"), [(4, 3), (1, 0), (10**9, 1)])
def test_a_count_never_goes_downwards(low: int, high: int) -> None:
    with pytest.raises(ValueError, match=f"from {low} down to {high}"):
        Count(low, high, "range")


def test_an_open_count_is_open_on_either_side() -> None:
    assert (Count(30, None, "at_least").high, Count(None, 30, "at_most").low) == (None, None)


def test_every_dimension_is_listed_once() -> None:
    assert set(DIMENSIONS) == set(get_args(Dimension))
    assert len(DIMENSIONS) == len(set(DIMENSIONS))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}-{VALUES.index(value)}")
def test_every_kind_of_value_comes_back_from_json_as_the_kind_it_was(value: Value) -> None:
    span = Span(0, 3)
    mention = Mention("number", Quote(span, "ثلا"), value, Derivation("r", span, "c"), (0, 1))
    back = codec.load(Mention, codec.dump(mention))
    assert type(back.value) is type(value)
    assert back == mention


def test_json_is_one_line_of_utf_8_without_escapes() -> None:
    written = codec.dump(Document("id", "قُتل\nثلاثة", "n", published=date(2019, 1, 9)))
    assert b"\n" not in written
    assert "ثلاثة" in written.decode()
    assert json.loads(written)["published"] == "2019-01-09"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{}",
        "[]",
        '{"id": 1, "text": "x", "name": "n"}',
        '{"id": "1", "text": "x", "name": "n", "title": {"start": 3, "end": 1}}',
    ],
)
def test_what_does_not_fit_is_refused(data: str) -> None:
    with pytest.raises(ModelError):
        codec.load(Document, data)
