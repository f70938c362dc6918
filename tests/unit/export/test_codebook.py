"""The codebook form: one JSON object a report, every field that the codebook has, ids that lead to one another."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from marsad.export.codebook import codebook, codebook_line
from marsad.model.claim import ActClaim, Claims, HarmClaim, Party, Said, Statement, Victims, When, Where
from marsad.model.document import Document
from marsad.model.span import Quote, Span
from marsad.model.value import ActorRef, Count, PlaceRef, SourceRef, TimeRange

TEXT = "قال المرصد لرويترز إن 7 مدنيين بينهم طفلان قتلوا أمس في غارة روسية على سراقب"
REPORT = Document("d", TEXT, "report")


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return REPORT.quote(Span(start, start + len(words)))


DAY = date(2019, 1, 8)
RUSSIA = Party(ActorRef("Military Forces of Russia"), "initiator", quote("روسية"))
STATEMENT = Statement(
    quote(TEXT),
    (Said(SourceRef("Observatory"), quote("المرصد")), Said(SourceRef("Reuters"), quote("لرويترز"))),
    "asserted",
    When(TimeRange(DAY, DAY, "day"), quote("أمس")),
    Where(PlaceRef("Saraqib", "sy-saraqib", "SY", "Idlib", 35.86, 36.8, "town"), quote("سراقب")),
    "r",
)
CIVILIANS = ActorRef("Civilians", status="civilian")
ACT = ActClaim("a1", "d", "v", STATEMENT, "Explosions/Remote violence", "Air/drone strike", quote("غارة"), (RUSSIA,))
WHOLE = HarmClaim(
    id="h1", document="d", knowledge="v", statement=STATEMENT, outcome="killed", count=Count(7, 7, "exact"),
    number=quote("7 مدنيين"), figure=quote("7"), victims=Victims(quote("مدنيين"), "civilian", None, CIVILIANS),
    scope="incident", perpetrators=(RUSSIA,), event="a1",
)  # fmt: skip
PART = replace(
    WHOLE, id="h2", count=Count(2, 2, "exact"), number=quote("طفلان"), figure=quote("طفلان"), part_of="h1",
    victims=Victims(quote("طفلان"), "civilian", "children"),
)  # fmt: skip
CLAIMS = Claims("d", "report", date(2019, 1, 9), True, (ACT,), (WHOLE, PART))
HARM = {"id", "event", "outcome", "min", "max", "qualifier", "number_quote", "victims", "part_of", "scope", "since"} | {
    "perpetrator", "date", "place", "sources", "modality", "evidence", "also",
}  # fmt: skip


def test_a_report_has_its_own_name_and_day() -> None:
    assert {key: codebook(CLAIMS)[key] for key in ("id", "published", "relevant")} == {
        "id": "report", "published": "2019-01-09", "relevant": True,
    }  # fmt: skip


def test_every_field_of_the_codebook_is_there() -> None:
    found = codebook(CLAIMS)
    assert all(set(one) == HARM for one in found["casualties"])
    fields = {"id", "type", "sub_type", "date", "place", "actors", "trigger", "evidence"}
    assert all(set(one) == fields for one in found["events"])


def test_ids_are_short_and_lead_to_one_another() -> None:
    found = codebook(CLAIMS)
    assert [(one["id"], one["event"], one["part_of"]) for one in found["casualties"]] == [
        ("c1", "e1", None),
        ("c2", "e1", "c1"),
    ]


def test_quotes_are_the_letters_of_the_report_and_names_are_neutral() -> None:
    whole, part = codebook(CLAIMS)["casualties"]
    assert (whole["number_quote"], whole["victims"]["quote"], whole["victims"]["actor"]) == ("7", "مدنيين", "Civilians")
    assert (part["victims"]["demographic"], part["victims"]["actor"], part["victims"]["actor_quote"]) == (
        "children", None, None,
    )  # fmt: skip
    assert whole["perpetrator"] == "Military Forces of Russia"


def test_sources_go_from_the_innermost_to_the_outermost() -> None:
    assert codebook(CLAIMS)["casualties"][0]["sources"] == [
        {"quote": "المرصد", "name": "Observatory"},
        {"quote": "لرويترز", "name": "Reuters"},
    ]


def test_several_doers_stand_in_one_string_each_once() -> None:
    syria = replace(RUSSIA, actor=ActorRef("Military Forces of Syria"))
    claims = replace(CLAIMS, harms=(replace(WHOLE, perpetrators=(RUSSIA, syria, RUSSIA)),))
    assert codebook(claims)["casualties"][0]["perpetrator"] == "Military Forces of Russia; Military Forces of Syria"


@pytest.mark.parametrize(
    "time", [TimeRange(None, None, "day"), TimeRange(None, DAY, "period"), TimeRange(DAY, None, "period", open=True)]
)
def test_a_time_that_is_not_resolved_on_both_sides_is_null(time: TimeRange) -> None:
    unresolved = replace(STATEMENT, when=When(time, quote("أمس")))
    claims = replace(CLAIMS, harms=(replace(WHOLE, statement=unresolved),))
    assert codebook(claims)["casualties"][0]["date"] is None


def test_what_was_not_said_is_null_or_an_empty_list() -> None:
    bare = replace(STATEMENT, sources=(), when=None, where=None)
    claims = replace(
        CLAIMS, published=None, acts=(), harms=(replace(WHOLE, statement=bare, perpetrators=(), event=None),)
    )
    found = codebook(claims)
    (harm,) = found["casualties"]
    assert found["published"] is None
    assert [harm[key] for key in ("date", "place", "perpetrator", "since", "part_of", "event")] == [None] * 6
    assert (harm["sources"], harm["also"]) == ([], [])


def test_an_unpinned_place_keeps_its_name_without_coordinates() -> None:
    place = replace(STATEMENT, where=Where(PlaceRef("سراقب", None, None, None, None, None, "town"), quote("سراقب")))
    found = codebook(replace(CLAIMS, harms=(replace(WHOLE, statement=place),)))["casualties"][0]["place"]
    assert found == {
        "quote": "سراقب", "name": "سراقب", "admin1": None, "country": None, "lat": None, "lon": None, "precision": "town",
    }  # fmt: skip


def test_an_irrelevant_report_is_one_object_with_empty_lists() -> None:
    found = json.loads(codebook_line(Claims("d", "report", None, False, (), ())))
    assert found == {"id": "report", "published": None, "relevant": False, "events": [], "casualties": []}


def test_a_line_is_one_line_of_arabic_letters() -> None:
    line = codebook_line(CLAIMS)
    assert "\n" not in line
    assert "طفلان" in line
    assert json.loads(line) == codebook(CLAIMS)
