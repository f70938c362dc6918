"""Every format: its files pass its validator, are the same bytes each time, and appear whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from export_record import CONTEXT, clash, faults, record, strike

from marsad.errors import MarsadError
from marsad.export.entry import Entry
from marsad.export.exporting import export
from marsad.export.formats import FORMATS
from marsad.export.profile import Profile, preset

PROFILES = ("public", "guarded", "internal")
PRIVATE = ("سامر القاضي", "ليان", "abu.layan")


@pytest.fixture(params=sorted(FORMATS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def letters(path: Path) -> str:
    """Give all that can be read in a file; the pages of Parquet are packed and are unpacked for it."""
    if path.suffix == ".parquet":
        with duckdb.connect() as database:
            return str(database.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", PROFILES)
def test_an_export_passes_its_validator(name: str, profile: str, tmp_path: Path) -> None:
    export(name, record(), tmp_path, preset(profile), CONTEXT)
    assert faults(name, tmp_path) == []


def test_an_export_of_nothing_passes_its_validator(name: str, tmp_path: Path) -> None:
    export(name, (), tmp_path, preset("public"), CONTEXT)
    assert faults(name, tmp_path) == []


def test_the_same_incidents_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        export(name, record(), tmp_path / folder, preset("public"), CONTEXT)
    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_the_manifest_names_every_file_with_its_hash_and_what_it_was_made_of(name: str, tmp_path: Path) -> None:
    export(name, record(), tmp_path, preset("public"), CONTEXT)
    found = files(tmp_path)
    manifest = json.loads(found.pop("manifest.json"))
    assert {made["name"]: made["sha256"] for made in manifest["files"]} == {
        path: hashlib.sha256(data).hexdigest() for path, data in found.items()
    }
    assert {made["name"]: made["size"] for made in manifest["files"]} == {
        path: len(data) for path, data in found.items()
    }
    assert (manifest["format"], manifest["marsad"], manifest["log_head"], manifest["day"]) == (
        name, "0.1.0", "f" * 64, "2020-01-31",
    )  # fmt: skip
    assert "acled_conservative@1" in manifest["rules"]
    assert manifest["knowledge"] == ["kn0wl3dg3"]
    assert manifest["profile"]["name"] == "public"


def test_every_incident_is_written_or_counted_as_left_out(name: str, tmp_path: Path) -> None:
    manifest = export(name, record(), tmp_path, preset("public"), CONTEXT)
    report = json.loads((tmp_path / "loss.json").read_bytes())
    assert report["entries"] == manifest.counts["incidents"] == len(record())
    assert sum(each["count"] for each in report["left_out"]) == manifest.counts["left_out"]


def test_names_of_private_persons_stay_out_by_default(name: str, tmp_path: Path) -> None:
    export(name, record(), tmp_path, Profile(), CONTEXT)
    for path in tmp_path.iterdir():
        assert [found for found in PRIVATE if found in letters(path)] == []


@pytest.mark.parametrize("form", ["claims-jsonl", "claims-csv", "claims-parquet"])
def test_a_desk_of_its_own_may_have_names_and_quotes(form: str, tmp_path: Path) -> None:
    export(form, record(), tmp_path, preset("internal"), CONTEXT)
    text = letters(tmp_path / f"claims.{form.rpartition('-')[2]}")
    assert [found for found in PRIVATE if found not in text] == []


def test_the_public_preset_is_the_default() -> None:
    assert preset("public") == Profile()


def failing() -> Iterator[Entry]:
    yield strike()
    raise RuntimeError("the record went away")


def test_what_fails_leaves_an_older_export_as_it_was(name: str, tmp_path: Path) -> None:
    export(name, record(), tmp_path, preset("public"), CONTEXT)
    before = files(tmp_path)
    with pytest.raises(RuntimeError, match="went away"):
        export(name, failing(), tmp_path, preset("public"), CONTEXT)
    assert files(tmp_path) == before


def test_a_format_of_one_table_may_be_named_by_its_file(tmp_path: Path) -> None:
    export("acled-31", record(), tmp_path / "march.csv", preset("public"), CONTEXT)
    assert sorted(files(tmp_path)) == ["march.csv", "march.loss.json", "march.manifest.json"]
    assert faults("acled-31", tmp_path / "march.csv") == []


@pytest.mark.parametrize(
    ("form", "target", "says"),
    [
        ("acled-30", "out", "no export format is called 'acled-30'"),
        ("acled-31", "out.jsonl", "acled-31 is written as .csv"),
        ("airwars-like", "out.csv", "airwars-like has 4 tables"),
    ],
)
def test_what_can_not_be_written_is_said_in_one_sentence(form: str, target: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(MarsadError, match=says):
        export(form, record(), tmp_path / target, preset("public"), CONTEXT)


def test_a_folder_that_is_a_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(MarsadError, match="can't be made a folder"):
        export("acled-31", record(), tmp_path / "taken", preset("public"), CONTEXT)


@pytest.mark.parametrize("wrong", [{"grid": -1.0}, {"grid": 11.0}, {"small": -1}])
def test_a_profile_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MarsadError):
        Profile(**wrong)


def test_an_unknown_profile_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(MarsadError, match="public, guarded, internal"):
        preset("secret")


def test_ids_of_incidents_are_kept_through_every_format(name: str, tmp_path: Path) -> None:
    if name == "sdg-16.1.2":
        pytest.skip("the indicator has no incidents")
    export(name, (strike("a1"), clash("b2")), tmp_path, preset("public"), CONTEXT)
    text = "".join(letters(path) for path in tmp_path.iterdir() if path.suffix != ".json")
    assert "MRS-a1" in text
    assert "MRS-b2" in text


def test_a_point_is_the_same_in_two_releases(tmp_path: Path) -> None:
    for folder, entries in (("one", (strike(),)), ("two", (clash(), strike()))):
        export("incidents-jsonl", entries, tmp_path / folder, preset("public"), CONTEXT)
    points = {
        (found["place"]["lat"], found["place"]["lon"])
        for folder in ("one", "two")
        for found in map(json.loads, (tmp_path / folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines())
    }
    assert len(points) == 1
