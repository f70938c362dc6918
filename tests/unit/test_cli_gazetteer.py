"""`marsad gazetteer` in a process of its own: fetched from a real server on this machine, imported, listed, removed, and used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from geonames_files import alternate_line, dump_line, zipped
from geonames_server import serving
from test_cli import Ran, marsad

from marsad import cli_gazetteer
from marsad.ingest.gazetteer import reading

REPORT = "قُتل مدنيان أمس في قصف على قرية تل الزهور البيض بريف حلب."
OWN = "name,country,admin1,kind,lat,lon,ar\nTall Zuhur,SY,Aleppo,village,36.31,37.25,تل الزهور البيض\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MARSAD_CACHE", str(cache))
    return tmp_path


def written(home: Path, name: str, text: str) -> str:
    (home / name).write_text(text, encoding="utf-8")
    return str(home / name)


def place(home: Path) -> dict[str, object]:
    """Give the place of the claim that a report makes."""
    ran = marsad("extract", written(home, "report.txt", REPORT), "--format", "codebook")
    found: dict[str, object] = json.loads(ran.out)["casualties"][0]["place"]
    return found


def files_of(country: str, name: str) -> dict[str, bytes]:
    return {
        f"/export/dump/{country}.zip": zipped(
            f"{country}.txt", [dump_line("77", "Tall Zuhur", lat="36.31", lon="37.25")]
        ),
        f"/export/dump/alternatenames/{country}.zip": zipped(f"{country}.txt", [alternate_line("77", name)]),
    }


def test_a_fetched_country_is_used_from_then_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (place(home)["name"], place(home)["lat"]) == ("تل الزهور البيض", None)
    with serving(files_of("SY", "تل الزهور البيض")) as base:
        monkeypatch.setenv("MARSAD_GEONAMES", base)
        ran = marsad("gazetteer", "fetch", "SY", "XX", "IQ")
    assert ran.code == 1
    assert "geonames-sy: 1 places, 1 names (GeoNames, 2024-05-06)" in ran.out
    assert [said.partition(": ")[0] for said in ran.said] == [f"{base}/XX.zip", f"{base}/IQ.zip"]
    assert [path.name for path in (home / "home" / "gazetteers").iterdir()] == ["geonames-sy"]
    assert (place(home)["name"], place(home)["lat"]) == ("Tall Zuhur", 36.31)


def test_another_server_can_be_named_and_where_nothing_came_nothing_is_kept(home: Path) -> None:
    with serving({}) as base:
        ran = marsad("gazetteer", "fetch", "IQ", "--from", base)
    assert (ran.code, ran.out, len(ran.said)) == (1, "", 1)
    assert ran.err.startswith(base)
    assert not (home / "home").exists()


def test_what_is_imported_is_listed_with_its_licence_and_can_be_removed(home: Path) -> None:
    assert marsad("gazetteer", "list").out.startswith("nothing is imported")
    ran = marsad("gazetteer", "import", written(home, "mine.csv", OWN))
    assert (ran.code, ran.out, ran.said) == (0, ran.out, [])
    assert "mine: 1 places, 1 names" in ran.out
    listed = marsad("gazetteer", "list")
    for word in ("mine", "mine.csv", "a table of one's own", "the user's own"):
        assert word in listed.out
    assert place(home)["lat"] == 36.31
    assert marsad("gazetteer", "remove", "mine").code == 0
    assert place(home)["lat"] is None
    again = marsad("gazetteer", "remove", "mine")
    assert (again.code, len(again.said)) == (1, 1)
    assert "marsad gazetteer list" in again.err


def test_a_wrong_row_and_a_wrong_file_are_named_and_the_rest_goes_on(home: Path) -> None:
    wrong = OWN + "".join(f"Place {n},SY,,village,99,37,ورد\n" for n in range(30))
    ran = marsad(
        "gazetteer", "import", str(home / "none.csv"), written(home, "x.csv", "a,b\n"), written(home, "mine.csv", wrong)
    )
    assert ran.code == 1
    assert "mine: 1 places" in ran.out
    assert "there is no such file" in ran.err
    assert "none of the tables that Marsad knows" in ran.err
    assert "mine.csv, line 3: 99, 37 is no place on land" in ran.err
    assert "10 more rows are wrong" in ran.err


def test_a_home_that_cannot_be_written_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", written(home, "file", ""))
    ran = marsad("gazetteer", "import", written(home, "mine.csv", OWN))
    assert (ran.code, len(ran.said)) == (1, 1)
    assert "MARSAD_HOME" in ran.err


def test_the_forms_that_import_offers_are_those_that_are_read() -> None:
    assert {(each.name, each.value) for each in cli_gazetteer.Form} == {
        (each.name, each.value) for each in reading.Form
    }


@pytest.mark.parametrize("verb", ["fetch", "import", "list", "remove"])
def test_every_verb_teaches_with_an_example(verb: str) -> None:
    ran: Ran = marsad("gazetteer", verb, "--help")
    assert "Example" in ran.out
    assert f"marsad gazetteer {verb}" in " ".join(ran.out.split())
