"""Tables of reports: columns by the names that people give them, one report a row, and a bad row is a fault of its own."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.ingest import Fault, Notice, read
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
MANY = 'وقال آخر: "لا نعرف شيئا"، ثم أضاف\nأن البلدة, كلها; هادئة.'
Found = list[Document | Fault | Notice]


def written(rows: list[list[str]], delimiter: str = ",", ending: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue()


def table(tmp_path: Path, data: str | bytes, name: str = "reports.csv", **more: Any) -> Found:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read([path], **more))


def test_every_field_is_kept(tmp_path: Path) -> None:
    rows = [
        ["ID", "Headline", "Body", "Publish Date", "Source", "Link"],
        ["7", "قصف", SAID, "2019-01-09", "وكالة", "https://e.org"],
    ]
    (document,) = table(tmp_path, written(rows))
    assert isinstance(document, Document)
    assert (document.name, document.text, document.published) == ("7", f"قصف\n\n{SAID}", date(2019, 1, 9))
    assert (document.outlet, document.url, document.media) == ("وكالة", "https://e.org", "text/csv")


def test_columns_may_have_arabic_names(tmp_path: Path) -> None:
    (document,) = table(tmp_path, written([["العنوان", "النص", "تاريخ النشر"], ["قصف", SAID, "2019-01-09"]]))
    assert isinstance(document, Document)
    assert (document.text, document.published) == (f"قصف\n\n{SAID}", date(2019, 1, 9))


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_any_delimiter_and_any_arabic_encoding_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    data = written([["id", "text"], ["a", f"{SAID} {MANY}"], ["b", SAID]], delimiter).encode(encoding)
    first, second = table(tmp_path, data, "reports.tsv")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, second.text) == (f"{SAID} {MANY}", SAID)
    assert first.original + second.original == data[-len(first.original + second.original) :]


def test_a_table_without_text_lists_its_columns(tmp_path: Path) -> None:
    (fault,) = table(tmp_path, written([["date", "killed", "place"], ["2019", "3", "x"]]))
    assert isinstance(fault, Fault)
    assert "date, killed, place" in fault.message


@pytest.mark.parametrize("data", ["", "\n\n", "\ufeff"])
def test_an_empty_table_is_a_fault(tmp_path: Path, data: str) -> None:
    (fault,) = table(tmp_path, data)
    assert isinstance(fault, Fault)


def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = written([["id", "text"], ["a", SAID]]).encode()
    data = good + b"b," + "قتل".encode() + b"\xff\r\nc,x,y,z\r\n" + written([["d", SAID * 40], ["e", SAID]]).encode()
    all_found = table(tmp_path, data, limit=1000)
    assert [type(each) for each in all_found] == [Document, Fault, Fault, Fault, Document]
    for row, said in ((1, "row 3: byte 8 is not valid utf-8"), (2, "row 4 has 4 cells"), (3, "row 5 is longer")):
        assert said in str(all_found[row])


def test_a_quotation_mark_that_is_never_closed_costs_what_stands_behind_it_up_to_the_limit(tmp_path: Path) -> None:
    rows = [["e", SAID]] * 30
    data = written([["id", "text"], ["a", SAID]]) + 'b,"قتل\r\n' + written(rows)
    all_found = table(tmp_path, data, limit=1000)
    assert isinstance(all_found[0], Document)
    assert isinstance(all_found[1], Fault)
    assert "never closed" in all_found[1].message
    assert isinstance(all_found[-1], Document)


@pytest.mark.parametrize("behind", [[], ["b,قتل رجل", "c,قتل طفل"], ["b,قتل رجل"] * 300])
def test_a_quotation_mark_that_the_end_of_the_file_leaves_open_is_a_fault(behind: list[str]) -> None:
    data = "\r\n".join(["id,text", f'a,"{SAID}"', f'x,"{SAID}', *behind])
    first, fault = _received(data.encode())
    assert isinstance(first, Document)
    assert isinstance(fault, Fault)
    assert "row 3" in fault.message
    assert "never closed" in fault.message


def test_a_quotation_mark_that_the_next_row_closes_makes_no_report_of_two() -> None:
    rows = [f'x,"{SAID},2019-01-09', f'y,"{SAID}",2019-01-10', f'z,"{SAID}",2019-01-11']
    fault, document = _received("\n".join(["id,text,date", *rows]).encode())
    assert isinstance(fault, Fault)
    assert "row 2" in fault.message
    assert isinstance(document, Document)
    assert (document.name, document.text) == ("z", SAID)


def test_a_careless_quotation_mark_within_one_line_costs_nothing() -> None:
    (document,) = _received(f'id,text\nx,{SAID} "نعم"\n'.encode())
    assert isinstance(document, Document)
    assert document.text == f'{SAID} "نعم"'


def test_a_table_may_be_larger_than_the_limit_for_one_report(tmp_path: Path) -> None:
    data = written([["id", "text"], *([str(number), SAID] for number in range(200))])
    assert sum(isinstance(each, Document) for each in table(tmp_path, data, limit=1000)) == 200


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), min_size=1, max_size=5))
def test_cells_come_through_letter_for_letter(tails: list[str]) -> None:
    texts = [SAID + tail + SAID for tail in tails]
    data = written([["text", "id"], *([text, str(number)] for number, text in enumerate(texts))])
    all_found = list(_received(data.encode()))
    assert [each.text for each in all_found if isinstance(each, Document)] == texts


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    for data in (noise, b"text,id\n" + noise):
        for each in _received(data):
            assert isinstance(each, Document | Fault | Notice)


def _received(data: bytes) -> Found:
    from marsad.ingest import received

    return list(received("reports.csv", io.BytesIO(data)))


def parquet(tmp_path: Path, columns: dict[str, list[Any]], **more: Any) -> Found:
    path = tmp_path / "reports.parquet"
    pq.write_table(pa.table(columns), path)
    return list(read([path], **more))


def test_parquet_is_read_row_by_row(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "id": [1, 2, 3],
        "text": [SAID, None, SAID],
        "date": ["2019-01-09T23:00:00", "2019-01-09", None],
        "extra": [[1], [2], [3]],
    }
    first, fault, last = parquet(tmp_path, columns)
    assert isinstance(first, Document)
    assert isinstance(fault, Fault)
    assert isinstance(last, Document)
    assert (first.name, first.published, last.published) == ("1", date(2019, 1, 9), None)
    assert first.media == "application/json"
    assert json.loads(first.original) == {"id": 1, "published": "2019-01-09T23:00:00", "text": SAID}


@pytest.mark.parametrize("day", [date(2019, 1, 9), datetime(2019, 1, 9, 23)])  # noqa: DTZ001  as tables write it
def test_days_of_parquet_are_read(tmp_path: Path, day: date) -> None:
    (document,) = parquet(tmp_path, {"text": [SAID], "published": [day]})
    assert isinstance(document, Document)
    assert document.published == date(2019, 1, 9)


def test_parquet_without_text_lists_its_columns_and_other_bytes_are_a_fault(tmp_path: Path) -> None:
    (fault,) = parquet(tmp_path, {"killed": [3], "place": ["x"]})
    assert isinstance(fault, Fault)
    assert "killed, place" in fault.message
    for data in (b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"text"):
        (fault,) = table(tmp_path, data, "x.parquet")
        assert isinstance(fault, Fault)
    assert "Parquet" in fault.message


def test_parquet_is_known_by_how_it_begins(tmp_path: Path) -> None:
    parquet(tmp_path, {"text": [SAID]})
    data = (tmp_path / "reports.parquet").read_bytes()
    (document,) = read(["-"], stdin=io.BytesIO(data))
    assert isinstance(document, Document)
