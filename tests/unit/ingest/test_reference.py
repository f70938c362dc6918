"""Reference events: the layout is told by the header, bad files and rows by one sentence each."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from marsad.errors import SourceError
from marsad.ingest.reference import read_reference
from marsad.knowledge.crosswalk import crosswalk

ACLED = {
    "event_id_cnty": "SYR1", "event_date": "14 March 2019", "actor1": "Military Forces of Russia", "actor2": "Civilians (Syria)",
    "assoc_actor_1": "Air Force; Space Force", "location": "Saraqib", "latitude": "35.86", "longitude": "36.80", "fatalities": "9",
}  # fmt: skip
GED = {
    "id": "12", "date_start": "2019-03-14 00:00:00.000", "date_end": "2019-03-15T00:00:00", "side_a": "Government of Syria",
    "side_b": "Levant Front", "where_coordinates": "Saraqib", "latitude": "35.86", "longitude": "36.80",
    "low": "3", "best": "5", "high": "9",
}  # fmt: skip
AIRWARS = {"code": "CS1", "date": "2019-03-14", "location_name": "Saraqib", "latitude": "", "longitude": ""}


def table(path: Path, columns: tuple[str, ...], *rows: dict[str, str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def acled(folder: Path, *rows: dict[str, str], delimiter: str = ",") -> Path:
    return table(folder / "acled.csv", crosswalk("acled").columns("events"), *rows, delimiter=delimiter)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_acled_is_told_by_its_columns_with_commas_or_semicolons(tmp_path: Path, delimiter: str) -> None:
    found = read_reference(acled(tmp_path, ACLED, delimiter=delimiter))
    (event,) = found.events
    assert (found.layout, found.faults, event.row) == ("acled", (), 2)
    assert (event.start, event.low, event.high, event.lat) == (date(2019, 3, 14), 9, 9, 35.86)
    assert event.actors == ("Military Forces of Russia", "Air Force", "Space Force", "Civilians (Syria)")


@pytest.mark.parametrize("version", ["events", "events-19.1"])
def test_both_versions_of_ged_are_read(tmp_path: Path, version: str) -> None:
    (event,) = read_reference(table(tmp_path / "ged.csv", crosswalk("ged").columns(version), GED)).events
    assert (event.start, event.end) == (date(2019, 3, 14), date(2019, 3, 15))
    assert (event.low, event.best, event.high) == (3, 5, 9)
    assert event.actors == ("Government of Syria", "Levant Front")


def test_airwars_takes_its_dead_and_its_belligerents_from_the_tables_beside(tmp_path: Path) -> None:
    columns = crosswalk("airwars").columns
    path = table(tmp_path / "incidents.csv", columns("incidents"), AIRWARS)
    killed = {"code": "CS1", "casualty_type_slug": "civilian_non_combatants", "killed_min": "2", "killed_max": "4"}
    women = {**killed, "casualty_type_slug": "women", "killed_min": "1"}
    table(tmp_path / "casualties.csv", columns("casualties"), killed, women)
    names = [{"code": "CS1", "belligerent_name": name} for name in ("Russian Military", "Turkish Military")]
    table(tmp_path / "belligerents.csv", columns("belligerents"), *names)
    (event,) = read_reference(path).events
    assert (event.counted, event.low, event.high) == ("civilian", 2, 4)
    assert event.actors == ("Russian Military", "Turkish Military")
    assert event.lat is None


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("event_date", "yesterday", "row 2, event_date: 'yesterday' is no day; write it as 2019-03-14"),
        ("event_date", "", "row 2, event_date: is empty"),
        ("fatalities", "some", "row 2, fatalities: 'some' is no whole number"),
        ("fatalities", "-1", "row 2, fatalities: -1 is less than nought"),
        ("latitude", "north", "row 2, latitude, longitude: are no numbers"),
        ("latitude", "95", "row 2, latitude, longitude: 95.0, 36.8 is no point on earth"),
    ],
)
def test_a_bad_row_is_one_sentence_and_the_rest_is_read(tmp_path: Path, column: str, cell: str, sentence: str) -> None:
    found = read_reference(acled(tmp_path, {**ACLED, column: cell}, ACLED))
    assert found.faults == (sentence,)
    assert [event.row for event in found.events] == [3]


def test_a_row_of_another_length_is_a_fault(tmp_path: Path) -> None:
    path = acled(tmp_path, ACLED)
    path.write_text(path.read_text() + "one,two\n")
    assert read_reference(path).faults == ("row 3: has 2 cells where the header has 31",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty; it needs a header and rows"),
        (b"event_id_cnty,event_date,actor1\n", "it lacks the columns actor2, latitude, longitude, fatalities"),
        ("تاريخ".encode("cp1256"), "is no UTF-8"),
    ],
)
def test_a_file_in_no_layout_is_refused_in_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=sentence):
        read_reference(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.csv: can't be read"):
        read_reference(tmp_path / "none.csv")
