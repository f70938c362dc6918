"""Each validator finds each fault that is planted in an export which it passed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from export_record import CONTEXT, clash, faults, ranges, record

from marsad.errors import MarsadError
from marsad.export.exporting import export
from marsad.export.formats import FORMATS
from marsad.export.profile import preset
from marsad.export.validating import validate

# format, table, column, what is put there, and the word by which the fault is known
CELLS: list[tuple[str, ...]] = [
    ("acled-31", "events", "event_id_cnty", "", "event_id_cnty"),
    ("acled-31", "events", "event_date", "14/03/2019", "event_date"),
    ("acled-31", "events", "year", "2018", "year"),
    ("acled-31", "events", "time_precision", "4", "time_precision"),
    ("acled-31", "events", "time_precision", "3", "mid-point"),
    ("acled-31", "events", "disorder_type", "Demostrations", "disorder_type"),
    ("acled-31", "events", "disorder_type", "Demonstrations", "disorder_type"),
    ("acled-31", "events", "event_type", "Battles", "event_type"),
    ("acled-31", "events", "sub_event_type", "Bombing", "sub_event_type"),
    ("acled-31", "events", "inter1", "9", "inter1"),
    ("acled-31", "events", "inter1", "", "inter1"),
    ("acled-31", "events", "inter2", "0", "inter2"),
    ("acled-31", "events", "inter2", "9", "inter2"),
    ("acled-31", "events", "interaction", "87", "interaction"),
    ("acled-31", "events", "interaction", "12", "interaction"),
    ("acled-31", "events", "actor2", "", "inter2"),
    ("acled-31", "events", "civilian_targeting", "yes", "civilian_targeting"),
    ("acled-31", "events", "region", "Near East", "region"),
    ("acled-31", "events", "location", "", "location"),
    ("acled-31", "events", "location", "=HYPERLINK(1)", "formula"),
    ("acled-31", "events", "latitude", "95", "latitude"),
    ("acled-31", "events", "longitude", "", "degrees"),
    ("acled-31", "events", "geo_precision", "0", "geo_precision"),
    ("acled-31", "events", "source_scale", "Local", "source_scale"),
    ("acled-31", "events", "fatalities", "-1", "fatalities"),
    ("acled-31", "events", "fatalities", "9.5", "fatalities"),
    ("acled-31", "events", "fatalities", "", "fatalities"),
    ("ged-25.1", "events", "id", "MRS-0001", "id"),
    ("ged-25.1", "events", "best", "10", "best"),
    ("ged-25.1", "events", "deaths_a", "4", "best"),
    ("ged-25.1", "events", "deaths_unknown", "-2", "below nought"),
    ("ged-25.1", "events", "low", "12", "low"),
    ("ged-25.1", "events", "high", "10", "best"),
    ("ged-25.1", "events", "date_start", "2019-03-20 00:00:00.000", "date_start"),
    ("ged-25.1", "events", "date_end", "2019-03-15 00:00:00.000", "date_prec"),
    ("ged-25.1", "events", "date_prec", "2", "date_prec"),
    ("ged-25.1", "events", "date_prec", "6", "date_prec"),
    ("ged-25.1", "events", "year", "2020", "year"),
    ("ged-25.1", "events", "type_of_violence", "4", "type_of_violence"),
    ("ged-25.1", "events", "side_b", "civilians", "side_b"),
    ("ged-25.1", "events", "side_b_new_id", "2", "side_b_new_id"),
    ("ged-25.1", "events", "where_prec", "8", "where_prec"),
    ("ged-25.1", "events", "where_prec", "6", "adm_1"),
    ("ged-25.1", "events", "geom_wkt", "POINT (35.875 36.825)", "geom_wkt"),
    ("ged-25.1", "events", "source_office", "Reuters", "source_office"),
    ("ged-25.1", "events", "number_of_sources", "3", "source_date"),
    ("ged-25.1", "events", "conflict_new_id", "299", "conflict_new_id"),
    ("ged-25.1", "events", "event_clarity", "3", "event_clarity"),
    ("ged-25.1", "events", "side_a", "", "side_a"),
    ("hxl-1.1", "incidents", "event_id", "", "event_id"),
    ("hxl-1.1", "incidents", "date_start", "14 March", "date_start"),
    ("hxl-1.1", "incidents", "date_end", "2019-03-01", "date_start"),
    ("hxl-1.1", "incidents", "killed_min", "some", "killed_min"),
    ("hxl-1.1", "incidents", "killed_min", "13", "killed_min"),
    ("hxl-1.1", "incidents", "killed_min", "-1", "killed_min"),
    ("hxl-1.1", "incidents", "lat", "", "degrees"),
    ("hxl-1.1", "incidents", "lon", "200", "lon"),
    ("hxl-1.1", "incidents", "source", "@cmd", "formula"),
    ("airwars-like", "incidents", "code", "", "code"),
    ("airwars-like", "incidents", "code", "MRS-0002", "same code"),
    ("airwars-like", "incidents", "date_end", "2019-03-14", "date_end"),
    ("airwars-like", "incidents", "civilian_harm_status_slug", "certain", "civilian_harm_status_slug"),
    ("airwars-like", "incidents", "civilian_harm_status_slug", "confirmed", "concedes"),
    ("airwars-like", "incidents", "civilian_harm_status_slug", "contested", "two belligerents"),
    ("airwars-like", "incidents", "civilian_harm_status_slug", "discounted", "person"),
    ("airwars-like", "incidents", "civilian_harm_status_name", "Weak", "civilian_harm_status_name"),
    ("airwars-like", "incidents", "strike_status_slug", "declared-strike", "strike_status_slug"),
    ("airwars-like", "incidents", "strike_type_slug", "airstrike", "strike_type_slug"),
    ("airwars-like", "incidents", "geolocation_accuracy_slug", "exact", "geolocation_accuracy_slug"),
    ("airwars-like", "incidents", "num_sources", "3", "num_sources"),
    ("airwars-like", "casualties", "code", "MRS-9", "no incident"),
    ("airwars-like", "casualties", "casualty_type_slug", "babies", "casualty_type_slug"),
    ("airwars-like", "casualties", "killed_min", "99", "killed_min"),
    ("airwars-like", "belligerents", "assessment_slug", "credible", "assessment_slug"),
    ("airwars-like", "belligerents", "deaths_conceded_min", "x", "deaths_conceded_min"),
    ("airwars-like", "sources", "code", "MRS-9", "no incident"),
    ("sdg-16.1.2", "deaths", "sex", "Male", "sex"),
    ("sdg-16.1.2", "deaths", "age_group", "Child", "age_group"),
    ("sdg-16.1.2", "deaths", "status", "civilian", "status"),
    ("sdg-16.1.2", "deaths", "cause", "Bomb", "cause"),
    ("sdg-16.1.2", "deaths", "year", "", "year"),
    ("sdg-16.1.2", "deaths", "deaths_min", "99", "deaths_min"),
    ("sdg-16.1.2", "deaths", "suppressed", "yes", "suppressed"),
    ("sdg-16.1.2", "deaths", "deaths", "", "suppressed"),
    ("incidents-csv", "incidents", "id", "", "id"),
    ("incidents-csv", "incidents", "killed_min", "13", "killed_min"),
    ("incidents-csv", "incidents", "date_basis", "guessed", "date_basis"),
    ("incidents-csv", "incidents", "grade", "discounted", "grade"),
    ("incidents-csv", "incidents", "lat", "91", "lat"),
    ("claims-csv", "claims", "kind", "word", "kind"),
    ("claims-csv", "claims", "published", "yesterday", "published"),
    ("claims-csv", "claims", "evidence_start", "x", "evidence_start"),
]  # fmt: skip


def planted_faults(form: str, folder: Path) -> list[str]:
    """Give what the validator itself finds: the manifest notices any change at all and must not answer for it."""
    return [fault for fault in faults(form, folder) if "manifest" not in fault]


def heads(form: str) -> int:
    return 2 if form == "hxl-1.1" else 1


def written(form: str, folder: Path, profile: str = "public") -> Path:
    export(form, record(), folder, preset(profile), CONTEXT)
    return folder


def change(path: Path, alter: Callable[[list[list[str]]], object]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    alter(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("planted", CELLS, ids="-".join)
def test_a_cell_that_is_wrong_is_found(planted: tuple[str, ...], tmp_path: Path) -> None:
    form, table, column, cell, word = planted
    path = written(form, tmp_path) / f"{table}.csv"

    def plant(rows: list[list[str]]) -> None:
        rows[heads(form)][rows[0].index(column)] = cell

    change(path, plant)
    assert [fault for fault in faults(form, tmp_path) if word in fault and "manifest" not in fault]


def each(alter: Callable[[list[str]], object]) -> Callable[[list[list[str]]], None]:
    def every(rows: list[list[str]]) -> None:
        for row in rows:
            alter(row)

    return every


TABLES = [
    (form.name, table)
    for form in FORMATS.values()
    if form.ending == "csv"
    for table in form.tables
]  # fmt: skip
SHAPES: dict[str, Callable[[list[list[str]]], object]] = {
    "a column missing": each(lambda row: row.pop()),
    "a column more": each(lambda row: row.append("x")),
    "columns in another order": each(lambda row: row.insert(0, row.pop())),
    "a column renamed": lambda rows: rows[0].__setitem__(0, "key"),
    "a row too short": lambda rows: rows[-1].pop(),
    "no header": lambda rows: rows.pop(0),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
@pytest.mark.parametrize(("form", "table"), TABLES)
def test_a_table_of_another_shape_is_found(form: str, table: str, shape: str, tmp_path: Path) -> None:
    change(written(form, tmp_path) / f"{table}.csv", SHAPES[shape])
    assert planted_faults(form, tmp_path)


@pytest.mark.parametrize("form", ["acled-31", "sdg-16.1.2", "ged-25.1", "hxl-1.1", "incidents-csv", "claims-csv"])
def test_a_row_that_stands_twice_is_found(form: str, tmp_path: Path) -> None:
    path = written(form, tmp_path) / f"{FORMATS[form].tables[0]}.csv"
    change(path, lambda rows: rows.append(rows[-1]))
    assert [fault for fault in faults(form, tmp_path) if "twice" in fault or "same" in fault or "already" in fault]


def test_hashtags_in_another_row_are_found(tmp_path: Path) -> None:
    change(written("hxl-1.1", tmp_path) / "incidents.csv", lambda rows: rows.insert(2, rows.pop(1)))
    assert [fault for fault in faults("hxl-1.1", tmp_path) if "hashtags" in fault]


def test_a_number_in_a_cell_that_is_held_back_is_found(tmp_path: Path) -> None:
    entry = clash(ranges=(*ranges("all", 12, 12), *ranges("combatant", 9, 9)))
    export("sdg-16.1.2", (entry,), tmp_path, preset("guarded"), CONTEXT)
    path = tmp_path / "deaths.csv"
    assert planted_faults("sdg-16.1.2", tmp_path) == []

    def plant(rows: list[list[str]]) -> None:
        row = next(row for row in rows if row[rows[0].index("suppressed")] == "yes")
        row[rows[0].index("deaths")] = "2"

    change(path, plant)
    assert [fault for fault in faults("sdg-16.1.2", tmp_path) if "suppressed" in fault]


PLOVER: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no actor": (lambda one: one.pop("actor"), "actor"),
    "an id that is empty": (lambda one: one.update(id=""), "id"),
    "a type of the old reference": (lambda one: one.update(event=["DEMAND"]), "DEMAND"),
    "a mode of another type": (lambda one: one.update(mode=["riot"]), "riot"),
    "a mode of the CAMEO table": (lambda one: one.update(mode=["massacre"]), "massacre"),
    "a context of the CAMEO table": (lambda one: one.update(context=["humanitarian"]), "humanitarian"),
    "an event that is no list": (lambda one: one.update(event="ASSAULT"), "list"),
    "a date that is none": (lambda one: one.update(date="14/03/2019"), "date"),
    "an end before the start": (lambda one: one.update(enddate="2019-03-01"), "enddate"),
    "a field of its own": (lambda one: one.update(killed=3), "killed"),
    "a sector of its own": (lambda one: one["actor"][0].update(sector=["ARMY"]), "ARMY"),
    "a field of an actor of its own": (lambda one: one["actor"][0].update(name="x"), "name"),
    "a size that is no number": (lambda one: one["size"].update(dead="nine"), "dead"),
    "a size below nought": (lambda one: one["size"].update(dead=-1), "dead"),
    "a size of its own": (lambda one: one["size"].update(missing=1), "missing"),
    "a resolution of its own": (lambda one: one["event_loc"].update(resolution=9), "resolution"),
    "a place beyond the earth": (lambda one: one["event_loc"].update(lat=99), "lat"),
    "another quad class": (lambda one: one.update(quad_code=1), "quad_code"),
}  # fmt: skip


@pytest.mark.parametrize("plant", sorted(PLOVER))
def test_a_record_of_plover_that_is_wrong_is_found(plant: str, tmp_path: Path) -> None:
    path = written("plover-0.8", tmp_path) / "events.jsonl"
    alter, word = PLOVER[plant]
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    one = json.loads(first)
    alter(one)
    path.write_text("\n".join([json.dumps(one), *rest]) + "\n", encoding="utf-8")
    assert [fault for fault in faults("plover-0.8", tmp_path) if word in fault]


@pytest.mark.parametrize("form", ["plover-0.8", "incidents-jsonl", "claims-jsonl"])
@pytest.mark.parametrize("line", ["{", "[]", '"x"'])
def test_a_line_that_is_no_object_is_found(form: str, line: str, tmp_path: Path) -> None:
    path = written(form, tmp_path) / f"{FORMATS[form].tables[0]}.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert planted_faults(form, tmp_path)


OBJECTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no id": lambda one: one.pop("id"),
    "a range that falls": lambda one: one["killed"].update(all=[12, 9]),
    "a bound that no claim sets": lambda one: one["ranges"][0]["low"].update(claims=[]),
    "a bound set by a claim of elsewhere": lambda one: one["ranges"][0]["low"].update(claims=["h99"]),
    "a rule's range that falls": lambda one: one["ranges"][0]["low"].update(value=99),
    "a grade that only a person gives": lambda one: one.update(grade="discounted"),
    "a place beyond the earth": lambda one: one["place"].update(lat=99),
}


@pytest.mark.parametrize("plant", sorted(OBJECTS))
def test_an_incident_as_an_object_that_is_wrong_is_found(plant: str, tmp_path: Path) -> None:
    path = written("incidents-jsonl", tmp_path) / "incidents.jsonl"
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    one = json.loads(first)
    OBJECTS[plant](one)
    path.write_text("\n".join([json.dumps(one), *rest]) + "\n", encoding="utf-8")
    assert planted_faults("incidents-jsonl", tmp_path)


CLAIMS: dict[str, dict[str, Any]] = {
    "a key that is no column": {"name": "x"},
    "a text for a number": {"evidence_start": "0"},
    "a range that falls": {"low": 9, "high": 3},
    "a hash that is none": {"evidence_sha256": "abc"},
    "a kind of its own": {"kind": "word"},
}


@pytest.mark.parametrize("plant", sorted(CLAIMS))
def test_a_claim_as_an_object_that_is_wrong_is_found(plant: str, tmp_path: Path) -> None:
    path = written("claims-jsonl", tmp_path) / "claims.jsonl"
    *rest, last = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*rest, json.dumps(json.loads(last) | CLAIMS[plant])]) + "\n", encoding="utf-8")
    assert planted_faults("claims-jsonl", tmp_path)


FEATURES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no collection": lambda found: found.update(type="Features"),
    "no list": lambda found: found.update(features={}),
    "a line for a point": lambda found: found["features"][0]["geometry"].update(type="LineString"),
    "latitude first": lambda found: found["features"][0]["geometry"].update(coordinates=[35.9, 136.8]),
    "no id": lambda found: found["features"][0].pop("id"),
    "a property of its own": lambda found: found["features"][0]["properties"].update(victim="x"),
    "a range that falls": lambda found: found["features"][0]["properties"].update(killed_min=99),
}


@pytest.mark.parametrize("plant", sorted(FEATURES))
def test_a_map_that_is_wrong_is_found(plant: str, tmp_path: Path) -> None:
    path = written("incidents-geojson", tmp_path) / "incidents.geojson"
    found = json.loads(path.read_bytes())
    FEATURES[plant](found)
    path.write_text(json.dumps(found), encoding="utf-8")
    assert planted_faults("incidents-geojson", tmp_path)


@pytest.mark.parametrize(
    "select",
    [
        "* EXCLUDE (notes)",
        "notes, * EXCLUDE (notes)",
        "* REPLACE (CAST(killed_min AS VARCHAR) AS killed_min)",
        "* REPLACE (99 :: BIGINT AS killed_min)",
        "* REPLACE ('MRS-1' AS id)",
    ],
)
def test_a_parquet_table_that_is_wrong_is_found(select: str, tmp_path: Path) -> None:
    path, wrong = written("incidents-parquet", tmp_path) / "incidents.parquet", tmp_path / "wrong.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT {select} FROM read_parquet('{path}')) TO '{wrong}' (FORMAT parquet)")  # noqa: S608
    wrong.replace(path)
    assert planted_faults("incidents-parquet", tmp_path)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_that_is_not_there_is_said_so(form: str, tmp_path: Path) -> None:
    assert [fault for fault in faults(form, tmp_path) if "no such file" in fault]
    with pytest.raises(MarsadError, match="no such file or folder"):
        validate(form, tmp_path / "nowhere")


@pytest.mark.parametrize("form", sorted(form.name for form in FORMATS.values() if form.ending != "parquet"))
def test_bytes_that_are_no_text_are_said_so(form: str, tmp_path: Path) -> None:
    known = FORMATS[form]
    path = written(form, tmp_path) / f"{known.tables[0]}.{known.ending}"
    path.write_bytes(path.read_bytes() + b"\xff\xfe")
    assert planted_faults(form, tmp_path)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_that_is_not_the_one_of_its_manifest_is_found(form: str, tmp_path: Path) -> None:
    known = FORMATS[form]
    path = written(form, tmp_path) / "loss.json"
    path.write_bytes(path.read_bytes().replace(b'"entries": 5', b'"entries": 6'))
    assert [fault for fault in faults(form, tmp_path) if "manifest" in fault]
    assert known.name == form
