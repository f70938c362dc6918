"""Tables of places: each form is recognised, read into the same rows, and what is wrong is said with its line."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from geonames_files import alternate_line, dump_line, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError
from marsad.ingest.gazetteer.keep import keep, remove
from marsad.ingest.gazetteer.reading import Form, Table, read
from marsad.knowledge.imported import tables, version_of_tables
from marsad.knowledge.rows import Row, read_rows

OWN = "name,country,admin1,kind,lat,lon,ar\n"
WHOSONFIRST = (
    "geonameid\tcountry\tplacetype\tname\tname_ar\tvariants_ar\tlatitude\tlongitude\tregion_name\tregion_ar\t"
    "county_name\tcounty_ar\tpopulation\n"
)


def table(folder: Path, name: str, text: str | bytes, form: Form | None = None) -> Table:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, form)


def only(found: Table) -> Row:
    (row,) = found.rows
    return row


def faults(found: Table) -> list[str]:
    return [str(bad) for bad in found.bad]


def test_a_country_file_of_geonames_is_read_with_the_names_beside_it(tmp_path: Path) -> None:
    (tmp_path / "alternatenames").mkdir()
    names = [alternate_line("1", "تل النور القديم", historic="1"), alternate_line("1", "تل النور")]
    names += [alternate_line("1", "Tell Nour", "fr"), alternate_line("7", "بلدة أخرى")]
    (tmp_path / "alternatenames" / "SY.zip").write_bytes(zipped("SY.txt", names))
    lines = [
        dump_line("1", "Tall an Nūr", others="Tell Nour,تل نور", population="2500", admin1="12"),
        dump_line("2", "Bayt al Ward", others="Beit Ward,بيت الورد"),
        dump_line("3", "Nameless", others="Nothing"),
        dump_line("4", "Wadi", others="وادي", **{"class": "H", "code": "WAD"}),
        dump_line("5", "Ruins", others="خربة", code="PPLQ"),
        dump_line("6", "Aleppo Prison", others="سجن الورد", **{"class": "S", "code": "PRN"}, admin1=""),
    ]
    found = table(tmp_path, "SY.zip", zipped("SY.txt", lines))
    assert (found.name, found.source.form, found.date, found.nameless, found.bad) == (
        "geonames-sy", "geonames", "2024-05-06", 1, (),
    )  # fmt: skip
    town, village, prison = found.rows
    assert (town.id, town.name, town.kind, town.admin1, town.population) == (
        "gn1",
        "Tall an Nur",
        "town",
        "Idlib",
        2500,
    )
    assert [name for name, _ in town.names] == ["تل النور", "تل النور القديم"]
    assert (village.kind, village.admin1, [name for name, _ in village.names]) == ("village", "Aleppo", ["بيت الورد"])
    assert (prison.kind, prison.admin1) == ("site", "")


def test_names_of_no_language_are_not_taken_for_arabic_where_others_use_its_letters(tmp_path: Path) -> None:
    line = dump_line("1", "Gulabad", others="گل‌آباد,گلاباد,كلاباد", country="IR")
    with pytest.raises(SourceError, match="no place with an Arabic name"):
        table(tmp_path, "IR.txt", line + "\n")


def test_a_line_of_geonames_that_is_wrong_is_named_and_skipped(tmp_path: Path) -> None:
    lines = [dump_line("1", "A", others="تل الورد"), "1\tB", dump_line("2", "C", others="تل النور", lat="x")]
    found = table(tmp_path, "SY.txt", "\n".join(lines))
    assert [row.id for row in found.rows] == ["gn1"]
    assert faults(found) == [
        "line 2: has 2 columns, not the 19 of GeoNames",
        "line 3: 'x', '37.1' are no degrees such as 36.2, 37.16",
    ]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("level,pcode,name_en,name_ar,adm1_en,adm1_ar,adm1_pcode,lat,lon", "adm2,SY0299,Ward,الورد,Aleppo,حلب,SY02,36.2,37.1"),
        ("admin2Name_en,admin2Name_ar,admin2Pcode,admin1Name_en,admin1Name_ar,admin1Pcode,admin0Pcode,Lat,Long", "Ward,الورد,SY0299,Aleppo,حلب,SY02,SY,36.2,37.1"),
        ("ADM2_EN;ADM2_AR;ADM2_PCODE;ADM1_EN;ADM1_AR;ADM1_PCODE;LATITUDE_Y;LONGITUDE_X", "Ward;الورد;SY0299;Aleppo;حلب;SY02;36.2;37.1"),
        ("adm2_name,adm2_name1,adm2_pcode,adm1_name,adm1_name1,adm1_pcode,lang,center_lat,center_lon", "Ward,الورد,SY0299,Aleppo,حلب,SY02,en,36.2,37.1"),
    ],
)  # fmt: skip
def test_tables_of_p_codes_are_read_however_their_columns_are_called(tmp_path: Path, header: str, cells: str) -> None:
    found = table(tmp_path, "syr_admin.csv", f"{header}\n{cells}\n")
    row = only(found)
    assert found.source.form == "ocha"
    assert (row.id, row.name, row.country, row.admin1, row.kind) == ("ocha-sy0299", "Ward", "SY", "Aleppo", "district")
    assert (row.lat, row.lon, row.names) == (36.2, 37.1, (("الورد", "common"),))


def test_quarters_and_settlements_of_a_table_of_p_codes_are_told_apart(tmp_path: Path) -> None:
    text = (
        "level,pcode,name_en,name_ar,adm1_pcode,adm1_en,lat,lon\nneighbourhood,N0001,Rose,الورد,SY02,Aleppo,36.2,37.1\n"
    )
    assert (only(table(tmp_path, "a.csv", text)).kind, only(table(tmp_path, "a.csv", text)).country) == (
        "quarter",
        "SY",
    )
    text = "featureName_en,featureName_ar,featurePcode,admin3Pcode,admin1Name_en,lat,lon\nRose,الورد,SY1,SY020001,Aleppo,36.2,37.1\n"
    assert only(table(tmp_path, "b.csv", text)).kind == "village"


def test_a_table_of_p_codes_without_coordinates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no columns of coordinates"):
        table(tmp_path, "a.csv", "ADM1_AR,ADM1_PCODE\nحلب,SY02\n")


def test_a_table_of_whos_on_first_is_read(tmp_path: Path) -> None:
    lines = [
        "11\tSY\tlocality\tTall Ward\tTall Ward\tتل ورد|تل الورد\t36.2\t37.1\tAleppo\tحلب\t\t\t",
        '\tSY\tcounty\tWard\tمنطقة "الورد\t\t36.2\t37.1\tNowhere\t\t\t\t5000',
        "\tSY\tcounty\tWard\tمنطقة النور\t\t36.3\t37.1\t\t\t\t\t",
        "12\tSY\tlocality\tOther\tOther\t\t36.2\t37.1\t\t\t\t\t",
        "13\tSY\tcountry\tSyria\tسوريا\t\t35\t38\t\t\t\t\t",
        "14\tSY\tlocality\tFar\tفار\t\t136.2\t37.1\t\t\t\t\t",
    ]
    found = table(tmp_path, "wof.tsv.gz", gzip.compress((WHOSONFIRST + "\n".join(lines)).encode()))
    village, first, second = found.rows
    assert (village.id, village.kind, village.admin1) == ("gn11", "village", "Aleppo")
    assert [name for name, _ in village.names] == ["تل ورد", "تل الورد"]
    assert (first.kind, first.admin1, first.population) == ("district", "Nowhere", 0)
    assert first.id != second.id
    assert found.nameless == 1
    assert faults(found) == ["line 7: 136.2, 37.1 is no place on land (degrees north, then degrees east)"]


def test_ones_own_places_are_read_as_the_hand_kept_ones(tmp_path: Path) -> None:
    text = OWN + "Tall Ward (Idlib),SY,إدلب,village,35.9,36.6,تل الورد|?الورد\n"
    found = table(tmp_path, "My places.csv", "\ufeff" + text)
    row = only(found)
    assert (found.name, row.id, row.name) == ("my-places", "own-my-places-sy-tall-ward-idlib", "Tall Ward")
    assert (row.admin1, row.names) == ("Idlib", (("تل الورد", "common"), ("الورد", "needs-cue")))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("A,Syria,,town,36,37,ورد", "'Syria' is no country code"),
        ("A,SY,,hamlet,36,37,ورد", "'hamlet' is no kind of place"),
        ("A,SY,,town,36N,37,ورد", "are no degrees"),
        ("A,SY,,town,0,0,ورد", "is no place on land"),
        ("A,SY,,town,36,37,", "no Arabic name"),
        ("ورد,SY,,town,36,37,ورد", "no Latin letters"),
        ("First,SY,,town,36,37,ورد", "given twice"),
        ("A", "is no country code"),
    ],
)
def test_a_row_of_ones_own_that_is_wrong_is_named_and_skipped(tmp_path: Path, line: str, why: str) -> None:
    found = table(tmp_path, "mine.csv", f"{OWN}First,SY,,town,36,37,ورد\n{line}\nLast,SY,,town,36,37,ورد\n")
    assert [row.name for row in found.rows] == ["First", "Last"]
    (fault,) = faults(found)
    assert fault.startswith("line 3: ")
    assert why in fault


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "none of the tables"),
        ("a.csv", b"id,text\n1,x\n", "GeoNames, a table of OCHA's P-codes, a table of Who's On First"),
        ("a.csv", b"\xff\xfe\x00", "not in UTF-8"),
        ("a.zip", b"PK", "fetch it again"),
        ("a.gz", b"\x1f\x8b\x08rubbish", "fetch it again"),
        ("a.zip", zipped("table.xlsx", ["x"]), "holds no .txt"),
        ("a.txt", alternate_line("1", "تل").encode(), "alternate names"),
        ("a.csv", OWN.encode(), "holds no place with an Arabic name"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why) as refusal:
        table(tmp_path, name, content)
    assert str(refusal.value).startswith(str(tmp_path / name))
    assert "\n" not in str(refusal.value)


def test_a_form_can_be_forced_and_then_must_fit(tmp_path: Path) -> None:
    text = "name,country,kind,lat,lon,ar,adm1_ar,adm1_pcode\nA,SY,town,36,37,ورد,ورد,SY02\n"
    assert table(tmp_path, "a.csv", text).source.form == "own"
    assert table(tmp_path, "a.csv", text, Form.OCHA).source.form == "ocha"
    with pytest.raises(SourceError, match="lacks the column"):
        table(tmp_path, "a.csv", text, Form.WHOSONFIRST)


def test_what_is_kept_can_be_listed_replaced_and_removed(tmp_path: Path) -> None:
    kept = keep(table(tmp_path, "mine.csv", OWN + "A,SY,,town,36,37,ورد\n"), tmp_path / "home")
    assert (kept.places, kept.names, tables(tmp_path / "home")) == (1, 1, [kept])
    first = version_of_tables(tmp_path / "home")
    keep(table(tmp_path, "mine.csv", OWN + "B,SY,,town,36,37,ورد\n"), tmp_path / "home")
    assert version_of_tables(tmp_path / "home") != first
    assert [row.name for row in read_rows(tmp_path / "home" / "mine")] == ["B"]
    remove("mine", tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []
    assert version_of_tables(tmp_path / "home") == ""


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


PLACES = st.lists(
    st.builds(
        "{0}{1},SY,Idlib,village,{2},{3},تل {0}".format,
        st.sampled_from(["Ward", "Nur", "Bahr"]), st.integers(0, 99), st.floats(33, 37).map("{:.2f}".format),
        st.floats(36, 40).map("{:.2f}".format),
    ),
    min_size=1, max_size=12, unique_by=lambda line: line.split(",")[0],
)  # fmt: skip


@settings(max_examples=20)
@given(
    PLACES.map(lambda lines: [line.replace("تل Ward", "تل الورد") for line in lines]), st.randoms(use_true_random=False)
)
def test_importing_again_and_in_another_order_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("import")
    shuffled = chance.sample(lines, len(lines))
    for name in ("one", "two"):
        (folder / name).mkdir()
    files = {"a.csv": OWN + "\n".join(lines), "b.csv": OWN + "\n".join(lines[:1])}
    for name, text in files.items():
        keep(table(folder, name, text), folder / "one")
    for name, text in [*reversed(files.items()), ("a.csv", OWN + "\n".join(shuffled))]:
        keep(table(folder, name, text), folder / "two")
    assert bytes_of(folder / "one") == bytes_of(folder / "two")
    assert version_of_tables(folder / "one") == version_of_tables(folder / "two")
