"""Places: what words vouch for a name, which of several places is meant, and when none is chosen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import marsad.knowledge
from marsad.analyse import analyse
from marsad.analyse.naming import fitting, held, holds
from marsad.knowledge.distance import km
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import PlaceRef

GAZETTEER = Path(marsad.knowledge.__file__).parent / "gazetteer"


def places_in(text: str) -> list[PlaceRef]:
    reading = analyse(Document(document_id(text), text, "test"), load())
    return [m.value for m in reading.mentions if isinstance(m.value, PlaceRef)]


def rows(name: str) -> list[dict[str, str]]:
    with (GAZETTEER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_pinned_place_is_a_row_of_the_gazetteer() -> None:
    place = places_in("غارة على بلدة سرمدا")[0]
    row = load().places[str(place.id)]
    assert (place.name, place.country, place.admin1) == (row.name, row.country, row.admin1)
    assert (place.lat, place.lon) == (row.lat, row.lon)


def test_what_competes_is_left_unpinned() -> None:
    place = places_in("انفجار في طرابلس")[0]
    assert (place.id, place.country, place.lat, place.lon) == (None, None, None, None)


@pytest.mark.parametrize(("beside", "country"), [("بنغازي", "LY"), ("بيروت", "LB")])
def test_other_places_of_the_report_decide(beside: str, country: str) -> None:
    found = places_in(f"انفجار في طرابلس. وفي {beside} هدوء")
    assert {place.country for place in found} == {country}


def test_a_country_has_no_point() -> None:
    place = places_in("عاد الوفد إلى ليبيا")[0]
    assert (place.id, place.lat, place.lon) == ("ly", None, None)


def test_a_name_no_list_has_keeps_its_letters_and_no_point() -> None:
    place = places_in("قصف قرية زغرونة بريف حلب")[0]
    assert (place.name, place.id, place.lat) == ("زغرونة", None, None)
    assert (place.country, place.admin1) == ("SY", "Aleppo")


def test_reading_twice_gives_the_same() -> None:
    text = "اشتباكات في مدينة الباب بريف حلب وغارات على دوما"
    assert places_in(text) == places_in(text)


def test_holding_follows_size_and_distance() -> None:
    places = load().places
    aleppo, idlib, saraqib = (places[key] for key in ("sy-aleppo-province", "sy-idlib-province", "sy-saraqib"))
    assert holds(idlib, saraqib)
    assert not holds(saraqib, idlib)
    assert not holds(aleppo, saraqib)
    assert holds(places["sy-idlib"], saraqib, beside=True)
    assert not holds(places["iq"], saraqib)


def test_a_distance_is_the_same_both_ways() -> None:
    places = load().places
    there, back = places["sy-idlib"], places["sy-aleppo"]
    assert km(there, back) == pytest.approx(km(back, there))
    assert 50 < km(there, back) < 65


def test_a_word_for_a_kind_keeps_places_of_that_kind() -> None:
    places = load().places
    both = ("sy-idlib", "sy-idlib-province")
    assert fitting(both, "province", places) == ("sy-idlib-province",)
    assert fitting(both, "town", places) == ("sy-idlib",)
    assert fitting(both, "any", places) == both
    assert held(both, ("iq",), places, beside=False) == ()


def test_every_name_leads_to_a_place_and_every_place_has_a_name() -> None:
    ids = [row["id"] for row in rows("places.csv")]
    named = {row["place"] for row in rows("names.csv")}
    assert len(ids) == len(set(ids))
    assert named == set(ids)


def test_places_have_lawful_degrees_and_known_kinds() -> None:
    kinds = {"country", "province", "district", "town", "village", "camp", "quarter", "site", "region", "sea", "river"}
    for row in rows("places.csv"):
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert row["kind"] in kinds, row
        assert row["precision"] in {"site", "town", "district", "province", "country"}, row
        assert not row["country"] or len(row["country"]) == 2, row


def test_hand_kept_provinces_are_spelled_as_in_the_list_of_provinces() -> None:
    known = {(row["country"], row["name"]) for row in rows("admin1.csv")}
    listed = {country for country, _ in known}
    for row in rows("places.csv"):
        if row["origin"] == "hand" and row["country"] in listed and row["admin1"]:
            assert (row["country"], row["admin1"]) in known, row


def test_the_two_tables_stay_small() -> None:
    assert sum((GAZETTEER / name).stat().st_size for name in ("places.csv", "names.csv")) < 6_000_000
