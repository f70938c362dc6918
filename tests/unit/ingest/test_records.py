"""Reports as JSON: used letter for letter, and a broken one is named by its line while the rest goes on."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.ingest import Fault, Notice, read
from marsad.ingest.report import Found, Report, to_document
from marsad.model.document import Document
from marsad.model.span import Quote

TEXT = "قتل ثلاثة مدنيين في قصف على السوق، وقال مسعفون إن آخرين أصيبوا."
TITLE = "قصف على سوق شعبي"


def lines(*records: object, limit: int = 10_000) -> list[Document | Fault | Notice]:
    content = "\n".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records)
    return list(read(["-"], limit=limit, stdin=io.BytesIO(content.encode("utf-8", "surrogatepass"))))


def test_every_field_is_kept() -> None:
    (document,) = lines(
        {
            "id": "r1",
            "title": TITLE,
            "text": TEXT,
            "published": "2019-01-09",
            "outlet": "وكالة",
            "url": "https://e.org/1",
        }
    )
    assert isinstance(document, Document)
    assert document.text == f"{TITLE}\n\n{TEXT}"
    assert document.title is not None
    assert document.quote(document.title) == Quote(document.title, TITLE)
    assert (document.name, document.published) == ("r1", date(2019, 1, 9))
    assert (document.outlet, document.url) == ("وكالة", "https://e.org/1")


def test_a_body_that_opens_with_its_title_is_not_given_it_twice() -> None:
    body = f"\n {TITLE}\n{TEXT}"
    (document,) = lines({"id": "r1", "title": TITLE, "text": body})
    assert isinstance(document, Document)
    assert document.text == body
    assert document.title is not None
    assert document.quote(document.title).text == TITLE


def test_a_body_whose_first_sentence_begins_like_the_title_still_gets_it() -> None:
    (document,) = lines({"id": "r1", "title": TITLE, "text": f"{TITLE} أوقع ثلاثة قتلى. {TEXT}"})
    assert isinstance(document, Document)
    assert document.text.count(TITLE) == 2


def test_a_headline_alone_is_a_report() -> None:
    (document,) = lines({"id": "r1", "title": TITLE, "text": ""})
    assert isinstance(document, Document)
    assert document.text == TITLE


@given(
    title=st.none()
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8).map(lambda tail: TITLE + tail),
    body=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20).map(
        lambda tail: TEXT + tail + TEXT
    ),
)
def test_title_and_body_stand_in_the_stored_text_letter_for_letter(title: str | None, body: str) -> None:
    document = to_document(Report("x", body, title))
    assert body in document.text
    assert (title or "").strip() in document.text
    assert document.title is None or document.quote(document.title).text == (title or "").strip()


def test_a_broken_line_is_named_by_line_and_column_and_the_rest_goes_on() -> None:
    found = lines({"id": "a", "text": TEXT}, '{"id": "b", "text": }', "", {"id": "c", "text": TEXT})
    assert [type(each) for each in found] == [Document, Fault, Document]
    assert "line 2, column 21" in str(found[1])


def test_the_first_line_may_be_the_broken_one(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text('{"id": "a", "text"\n' + json.dumps({"id": "b", "text": TEXT}), encoding="utf-8")
    fault, document = read([path])
    assert isinstance(fault, Fault)
    assert isinstance(document, Document)
    assert "line 1" in fault.message


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"id": "a"}, 'line 2: the report has no "text"'),
        ({"id": "a", "text": None}, 'line 2: the report has no "text"'),
        ({"id": "a", "text": ["x"]}, 'line 2: the report has no "text"'),
        ({"id": "a", "text": " \n"}, "there is no text in it"),
        (json.dumps({"id": "a", "text": TEXT + "\ud800"}), f"letter {len(TEXT)} of its text is half a surrogate pair"),
        ({"id": "a", "text": "Two people were killed in the town on Monday."}, "is in English; Marsad reads Arabic"),
        ([TEXT], "line 2: a report is an object"),
        ("[" * 100_000, "line 2"),
        ('{"id": ' + "9" * 5000 + "}", "line 2"),
        ({"id": "a", "text": TEXT * 200}, "line 2 is longer than the limit"),
    ],
)
def test_a_report_that_cannot_be_read_is_one_fault_and_the_rest_goes_on(record: object, said: str) -> None:
    first, fault, last = lines({"id": "first", "text": TEXT}, record, {"id": "last", "text": TEXT})
    assert isinstance(fault, Fault)
    assert said in fault.message
    assert (first.name, last.name) == ("first", "last")


def test_from_standard_input_too_the_first_line_may_be_broken() -> None:
    fault, document = lines('{"id": "a", "text": }', {"id": "b", "text": TEXT})
    assert isinstance(fault, Fault)
    assert isinstance(document, Document)


@pytest.mark.parametrize("name", ["reports.json", "reports.jsonl", "reports"])
def test_an_object_over_many_lines_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for content in ({"id": "a", "text": TEXT}, [{"id": "a", "text": TEXT}]):
        path.write_text("\ufeff" + json.dumps(content, indent=2), encoding="utf-8")
        assert [found.name for found in read([path])] == ["a"]


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    good = json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False).encode()
    path.write_bytes(good + b'\n{"text": "\xff"}\n' + good.replace(b'"a"', b'"b"'))
    found = list(read([path]))
    assert [type(each) for each in found] == [Document, Fault, Document]
    assert "line 2: byte 10 is not valid UTF-8" in str(found[1])


def test_json_lines_may_be_larger_than_the_limit_for_one_report(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(n), "text": TEXT}) for n in range(50)), encoding="utf-8")
    assert path.stat().st_size > 1000
    assert sum(isinstance(found, Document) for found in read([path], limit=1000)) == 50


def test_an_empty_jsonl_file_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_bytes(b"\n\n")
    assert [str(found) for found in read([path])] == [f"{path}: the file is empty"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_holds_one_report_or_a_list(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "reports.json"
    for content, names in (({"id": "a", "text": TEXT}, ["a"]), ([{"id": n, "text": TEXT} for n in "ab"], ["a", "b"])):
        path.write_text(json.dumps(content, indent=indent), encoding="utf-8")
        assert [found.name for found in read([path])] == names


def test_json_lines_under_the_name_json_are_read(tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    path.write_text("\n".join(json.dumps({"id": n, "text": TEXT}) for n in "ab"), encoding="utf-8")
    assert [found.name for found in read([path])] == ["a", "b"]


@pytest.mark.parametrize(("content", "said"), [("[]", "no report"), ('[{"id"]', "line 1, column 7"), ("5", "report 1")])
def test_a_bad_json_file_is_one_fault(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "reports.json"
    path.write_text(content, encoding="utf-8")
    (fault,) = read([path])
    assert isinstance(fault, Fault)
    assert said in fault.message


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-01-09", date(2019, 1, 9)),
        ("2019-01-09T23:30:00-05:00", date(2019, 1, 9)),
        ("2019-01-09T23:30:00.123Z", date(2019, 1, 9)),
        (" 2019-1-9 ", date(2019, 1, 9)),
        ("2019/01/09 10:00", date(2019, 1, 9)),
        ("20190109", date(2019, 1, 9)),
        ("Wed, 09 Jan 2019 10:00:00 +0300", date(2019, 1, 9)),
    ],
)
def test_a_day_of_publication_is_kept_as_written(written: str, day: date) -> None:
    (document,) = lines({"id": "a", "text": TEXT, "published": written})
    assert isinstance(document, Document)
    assert document.published == day


@pytest.mark.parametrize(
    "written", ["أمس", "3/6/2019", "2019-02-30", "2019", 1546992000, "0001-01-01", True, ["2019-01-09"]]
)
def test_a_day_that_cannot_be_read_is_left_out_with_a_notice(written: object) -> None:
    notice, document = lines({"id": "a", "text": TEXT, "published": written})
    assert isinstance(notice, Notice)
    assert isinstance(document, Document)
    assert "published" in notice.message
    assert document.published is None


def test_metadata_that_are_no_text_are_left_out_and_null_is_not_said() -> None:
    (document,) = lines({"id": 7, "title": None, "text": TEXT, "published": None, "outlet": " ", "url": 3, "more": [1]})
    assert isinstance(document, Document)
    assert (document.name, document.title, document.outlet, document.url) == ("7", None, None, None)


def test_a_report_without_an_id_is_called_by_its_place() -> None:
    (document,) = lines({"text": TEXT})
    assert document.name == "stdin, line 1"


def test_an_id_used_twice_is_noticed() -> None:
    found: list[Found | Document] = [*lines({"id": "a", "text": TEXT}, {"id": "a", "text": TEXT})]
    assert [type(each) for each in found] == [Document, Notice, Document]
