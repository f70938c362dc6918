"""Merging and names: which places of two lists are one, and which names count by themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import KnowledgeError
from marsad.ingest.gazetteer.reading import read
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.imported import About, tables, version_of_tables, with_imported
from marsad.knowledge.merging import merge
from marsad.knowledge.provinces import Provinces
from marsad.knowledge.rows import Row, distinct, read_rows, write_rows
from marsad.knowledge.usage import Usage

KEPT = Row("sy-ward", "Ward", "SY", "Aleppo", "town", 36.2, 37.1, "hand", "town", 0, (("الورد", "common"),), 1)


def row(place: str, names: str = "الورد", **given: object) -> Row:
    found = Row(
        place, place, "SY", "", "village", 36.2, 37.1, "geonames", "", 0, tuple((n, "common") for n in names.split("|"))
    )
    return replace(found, **given)  # type: ignore[arg-type]  # the fields of a row


def test_a_near_place_that_shares_a_name_is_the_same_and_gives_its_names_and_people() -> None:
    (found,) = merge([KEPT], [row("gn1", "ورد|عين الورد", lat=36.3, population=500)])
    assert (found.id, found.lat, found.admin1, found.population) == ("sy-ward", 36.2, "Aleppo", 500)
    assert [name for name, _ in found.names] == ["الورد", "ورد", "عين الورد"]


@pytest.mark.parametrize(
    "other",
    [
        row("gn1", lat=36.4), row("gn1", names="النور"), row("gn1", country="IQ"), row("gn1", kind="province", admin1="X"),
    ],
)  # fmt: skip
def test_one_that_is_far_or_called_otherwise_or_in_another_country_is_another(other: Row) -> None:
    assert merge([KEPT], [other]) == [KEPT, other]


def test_the_same_id_is_the_same_place_wherever_it_lies() -> None:
    (found,) = merge([replace(KEPT, id="gn1")], [row("gn1", "النور", lat=10.0)])
    assert [name for name, _ in found.names] == ["الورد", "النور"]


def test_provinces_are_one_by_their_name_however_their_list_spells_it() -> None:
    kept = replace(KEPT, kind="province", admin1="Aleppo")
    (found,) = merge([kept], [row("wof-1", "حلب الكبرى", kind="province", admin1="Aleppo", lat=34.0)])
    assert found.id == "sy-ward"


def test_the_nearest_of_the_same_english_name_gains_but_no_name_of_a_neighbour() -> None:
    near, far = (
        replace(KEPT, id="near"),
        replace(KEPT, id="far", name="Nur", lat=36.25, names=(("الورد", "common"), ("النور", "common"))),
    )
    first, second = merge([near, far], [row("gn1", "الورد|النور|البحر", name="Nur", lat=36.2)])
    assert [name for name, _ in first.names] == ["الورد"]
    assert [name for name, _ in second.names] == ["الورد", "النور", "البحر"]
    first, second = merge([near, far], [row("gn1", "الورد|النور|البحر", name="Other", lat=36.2)])
    assert [name for name, _ in first.names] == ["الورد", "البحر"]


PLACES = st.lists(
    st.builds(
        row, st.integers(1, 30).map("gn{}".format), st.sampled_from(["الورد", "ورد|النور", "النور", "البحر|الورد"]),
        lat=st.sampled_from([36.2, 36.25, 36.4, 33.0]), kind=st.sampled_from(["village", "quarter", "district", "province"]),
        admin1=st.sampled_from(["", "Aleppo"]),
    ),
    max_size=8, unique_by=lambda place: place.id,
)  # fmt: skip


@given(PLACES, PLACES)
def test_what_is_kept_stays_where_it_is_and_nothing_is_there_twice(kept: list[Row], more: list[Row]) -> None:
    found = merge(kept, more)
    assert [(place.id, place.name, place.lat, place.kind) for place in found[: len(kept)]] == [
        (place.id, place.name, place.lat, place.kind) for place in kept
    ]
    assert len({place.id for place in found}) == len(found)
    assert all(set(old.names) <= set(new.names) for old, new in zip(kept, found, strict=False))
    assert {place.id for place in merge(found, more)} == {place.id for place in found}


@pytest.fixture(scope="module")
def usage() -> Usage:
    folder = PACKAGE_FOLDER / "gazetteer"
    return Usage(folder, read_rows(folder), {"هجوم"})


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("قرية تل الورد", [("تل الورد", "common")]),
        ("تَلّ الورد", [("تل الورد", "common")]),
        ("الورد", [("الورد", "needs-cue")]),
        ("محمد علي", [("محمد علي", "needs-cue")]),
        ("بير علي", [("بير علي", "needs-cue")]),
        ("هجوم", []),
        ("الجيش", []),
        ("مديرية", []),
        ("Tell Ward", []),
        ("چل آباد", []),
        ("ور", []),
    ],
)
def test_a_name_of_a_hamlet_counts_by_itself_only_where_it_is_no_other_word(
    usage: Usage, name: str, taken: list[tuple[str, str]]
) -> None:
    assert list(usage.names([name], 0, known=False)) == taken


def test_names_of_large_towns_and_of_listed_ones_count_for_more(usage: Usage) -> None:
    assert usage.names(["الورد"], 200_000, known=False) == (("الورد", "common"),)
    assert usage.names(["بيت الورد"], 0, known=True) == (("بيت الورد", "common"),)
    assert usage.own([("الورد", "common"), ("الجيش", "common")]) == (("الورد", "common"), ("الجيش", "needs-cue"))


def test_a_spelling_without_the_article_is_left_out_beside_the_one_with_it() -> None:
    assert list(distinct(row("gn1", "ورد|الورد|الورده|الوردة"))) == [("الورد", "common"), ("الورده", "common")]


@pytest.mark.parametrize(
    ("names", "province"),
    [
        (("Sala ad-Din", "صلاح الدين"), "Salah al-Din"),
        (("محافظة الأنبار",), "Anbar"),
        (("Nowhere", "لا مكان"), "Nowhere"),
        (("", ""), ""),
        (("36.2", "نينوى"), "Nineveh"),
    ],
)
def test_a_province_is_found_by_any_of_its_names(names: tuple[str, ...], province: str) -> None:
    assert Provinces().named("IQ", *names) == province


def about(folder: Path, name: str, form: str, rows: list[Row]) -> About:
    (folder / name).mkdir(parents=True)
    places, names = write_rows(folder / name, rows)
    found = About(name, form, "", "", "", "x.csv", "2024-01-01", places, names)
    (folder / name / "about.json").write_text(found.written(), encoding="utf-8")
    return found


def test_imported_tables_are_merged_in_one_order_and_a_users_own_first(tmp_path: Path, usage: Usage) -> None:
    about(tmp_path, "a", "whosonfirst", [row("wof-1", "تل النور|تل البحر", lat=34.0)])
    about(tmp_path, "b", "own", [row("own-b-1", "النور|تل النور", lat=34.05, origin="own")])
    found = with_imported([KEPT], usage, tmp_path, "ar")
    assert [place.id for place in found] == ["sy-ward", "own-b-1"]
    assert [name for name, _ in found[1].names] == ["النور", "تل النور", "تل البحر"]
    assert [table.name for table in tables(tmp_path)] == ["b", "a"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": "x"}'])
def test_a_folder_that_marsad_did_not_write_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "about.json").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="remove its folder"):
        tables(tmp_path)


def test_a_table_that_is_missing_or_broken_is_named(tmp_path: Path, usage: Usage) -> None:
    about(tmp_path, "a", "ocha", [row("ocha-1")])
    (tmp_path / "a" / "places.csv").write_text("id\nx\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"can't be read.*marsad gazetteer remove a"):
        with_imported([KEPT], usage, tmp_path, "ar")
    (tmp_path / "a" / "names.csv").unlink()
    with pytest.raises(KnowledgeError, match="marsad gazetteer remove a"):
        version_of_tables(tmp_path)


def test_the_hand_kept_places_are_a_table_of_ones_own() -> None:
    found = [
        read(path) for path in sorted((PACKAGE_FOLDER / "gazetteer" / "hand").glob("*.csv")) if path.stem != "countries"
    ]
    assert {table.source.form for table in found} == {"own"}
    assert [str(bad) for table in found for bad in table.bad] == []
