"""What single formats owe: ACLED's losses and lowest number, UCDP's sums, HXL's own schema, Airwars' grades, small numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import hxl  # it comes without types
import pytest
from export_record import (
    CIVILIANS,
    CONTEXT,
    RUSSIA,
    SYRIA,
    Telling,
    clash,
    exactly,
    faults,
    harm,
    harm_alone,
    hurt_only,
    ranges,
    record,
    strike,
    took_part,
    undated,
    voices,
)

from marsad.export.entry import Entry
from marsad.export.exporting import export
from marsad.export.profile import preset
from marsad.export.writing import Parquet, writer_for
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.incident import OwnFigure


def rows(form: str, entries: tuple[Entry, ...], folder: Path, table: str = "events") -> list[dict[str, str]]:
    export(form, entries, folder, preset("public"), CONTEXT)
    assert faults(form, folder) == []
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def loss(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "loss.json").read_bytes())
    return found


def test_acled_lists_the_injured_and_the_civilian_dead_as_lost(tmp_path: Path) -> None:
    rows("acled-31", record(), tmp_path)
    lost = {each["what"]: each for each in loss(tmp_path)["lost"]}
    assert lost["injuries"]["incidents"] == ["MRS-0001", "MRS-0003", "MRS-0004"]
    assert "h5" in lost["injuries"]["claims"]
    assert "MRS-0001" in lost["civilian split"]["incidents"]


def test_acled_has_the_lowest_number_and_notes_that_claims_differ(tmp_path: Path) -> None:
    (row,) = rows("acled-31", (strike(),), tmp_path)
    assert row["fatalities"] == "9"
    assert "Claims differ" in row["notes"]
    assert (row["actor1"], row["inter1"], row["inter2"], row["interaction"]) == (
        "Military Forces of Russia",
        "8",
        "7",
        "78",
    )


def test_acled_takes_incidents_of_one_day_place_kind_and_pair_as_one_event(tmp_path: Path) -> None:
    (row,) = rows("acled-31", (strike("1"), strike("2")), tmp_path)
    assert row["fatalities"] == "18"
    assert loss(tmp_path)["aggregated"] == [{"row": "MRS-1", "incidents": ["MRS-1", "MRS-2"]}]


def test_a_row_of_many_incidents_keeps_cells_that_a_spreadsheet_can_hold(tmp_path: Path) -> None:
    (row,) = rows("acled-31", tuple(strike(f"{n:04}") for n in range(1000)), tmp_path)
    assert max(map(len, row.values())) < 32767
    assert row["fatalities"] == "9000"
    assert len(loss(tmp_path)["aggregated"][0]["incidents"]) == 1000


def test_what_acled_can_not_hold_is_left_out_with_a_reason(tmp_path: Path) -> None:
    assert rows("acled-31", (harm_alone(),), tmp_path) == []
    assert [each["reason"] for each in loss(tmp_path)["left_out"]] == ["no date"]


def test_an_event_of_ucdp_has_dead_and_the_rest_is_counted(tmp_path: Path) -> None:
    found = rows("ged-25.1", (strike(), hurt_only()), tmp_path)
    assert [row["relid"] for row in found] == ["MRS-0001"]
    assert [(each["reason"], each["count"]) for each in loss(tmp_path)["left_out"]] == [("no deaths", 1)]


def test_ucdp_names_who_said_it_and_private_persons_by_their_role(tmp_path: Path) -> None:
    (row,) = rows("ged-25.1", (strike(),), tmp_path)
    assert row["source_original"] == "Syrian Observatory for Human Rights, an official, a witness"


def refused(path: Path) -> list[str]:
    """Give what libhxl's default schema says of a table; its own files are opened and closed by it."""
    found: list[str] = []
    with path.open("rb") as file, hxl.data(file) as source:
        told = hxl.schema(None, lambda fault: found.append(str(fault))).validate(source)
    assert told == (not found)
    return found


def test_the_hxl_table_passes_the_default_schema_of_libhxl(tmp_path: Path) -> None:
    rows("hxl-1.1", record(), tmp_path, "incidents")
    assert refused(tmp_path / "incidents.csv") == []


def test_what_the_schema_of_libhxl_refuses_our_validator_refuses_too(tmp_path: Path) -> None:
    rows("hxl-1.1", record(), tmp_path, "incidents")
    path = tmp_path / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",9,12,", ",nine,12,"), encoding="utf-8")
    assert [fault for fault in refused(path) if "nine" in fault]
    assert [fault for fault in faults("hxl-1.1", tmp_path) if "killed_min" in fault]


def grade(folder: Path, **told: Any) -> tuple[str, str]:
    (row,) = rows("airwars-like", (strike(**told),), folder, "incidents")
    return row["civilian_harm_status_slug"], row["strike_status_slug"]


def test_one_voice_is_weak_and_two_are_fair(tmp_path: Path) -> None:
    assert grade(tmp_path / "one", voices=voices(1)) == ("weak", "single_source_claim")
    assert grade(tmp_path / "two") == ("fair", "likely_strike")


def test_claims_that_name_different_doers_are_contested(tmp_path: Path) -> None:
    doers = (took_part(RUSSIA, "initiator", "h1"), took_part(SYRIA, "initiator", "h2"))
    assert grade(tmp_path, participants=doers) == ("contested", "contested_strike")


@pytest.mark.parametrize("group", ["civilian", "children"])
def test_a_doer_who_accepts_the_harm_confirms_it(group: Any, tmp_path: Path) -> None:
    own = OwnFigure(RUSSIA, ranges(group, 3, 3)[2])
    assert grade(tmp_path, own=(own,))[0] == "confirmed"
    with (tmp_path / "belligerents.csv").open(encoding="utf-8", newline="") as file:
        assert [row["deaths_conceded_min"] for row in csv.DictReader(file)] == ["3"]


def test_an_incident_that_no_claim_dates_has_no_date_with_airwars(tmp_path: Path) -> None:
    (row,) = rows("airwars-like", (undated(),), tmp_path, "incidents")
    assert (row["date"], row["local_first_reported_date_time"]) == ("", "2019-03-15")


def test_the_cells_of_the_indicator_add_up_to_the_best_figures(tmp_path: Path) -> None:
    found = rows("sdg-16.1.2", (strike(), clash()), tmp_path, "deaths")
    assert sum(int(row["deaths"]) for row in found) == 11 + 9


def test_small_numbers_are_held_back_and_counted(tmp_path: Path) -> None:
    few = strike(ranges=ranges("all", 3, 3), harms=(harm("h1", Telling(exactly(3))),))
    export("incidents-csv", (few,), tmp_path, preset("guarded"), CONTEXT)
    assert [(each["reason"], each["count"]) for each in loss(tmp_path)["left_out"]] == [("small number", 1)]


def test_a_table_of_no_rows_keeps_its_columns_in_parquet(tmp_path: Path) -> None:
    columns = crosswalk("record").tables["incidents"]
    writer = writer_for(tmp_path / "x", "x.parquet", columns)
    assert isinstance(writer, Parquet)
    writer.close()
    (tmp_path / "x").rename(tmp_path / "incidents.parquet")
    assert faults("incidents-parquet", tmp_path) == []


def test_a_side_that_nobody_names_is_written_as_acled_writes_it(tmp_path: Path) -> None:
    (row,) = rows("acled-31", (strike(participants=()),), tmp_path)
    assert (row["actor1"], row["actor2"]) == ("Unidentified Armed Group (Syria)", "Civilians (Syria)")
    assert CIVILIANS.name in row["actor2"]
