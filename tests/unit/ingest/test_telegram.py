"""Exports of Telegram: one report a message, letter for letter, read as they come however large they are."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.ingest import Fault, Notice, pieces, read
from marsad.ingest.forms.telegram import cut_export
from marsad.ingest.piece import Piece
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
Found = list[Document | Fault | Notice]


def message(number: int, text: Any = SAID, **more: Any) -> dict[str, Any]:
    day = "2019-01-09T23:30:00"
    return {"id": number, "type": "message", "date": day, "from": "مرصد", "text": text} | more


def channel(*messages: dict[str, Any], kind: str = "public_channel", name: str = 'مرصد "البلدة" {1}') -> dict[str, Any]:
    return {"name": name, "type": kind, "id": 123, "messages": list(messages)}


def found(export: object, indent: int | None = 1) -> Found:
    return list(read(["-"], stdin=io.BytesIO(json.dumps(export, ensure_ascii=False, indent=indent).encode())))


def test_a_message_is_a_report_of_its_channel() -> None:
    (document,) = found(channel(message(7)))
    assert isinstance(document, Document)
    assert document.text == SAID
    assert (document.name, document.outlet) == ('مرصد "البلدة" {1}/7', 'مرصد "البلدة" {1}')
    assert (document.published, document.url, document.media) == (date(2019, 1, 9), None, "application/json")
    assert json.loads(document.original) == message(7)


def test_text_in_runs_is_joined_and_what_is_no_text_of_it_stays_out() -> None:
    runs = [
        "قتل ",
        {"type": "bold", "text": "ثلاثة"},
        " مدنيين في قصف على ",
        {"type": "hashtag", "text": "#السوق"},
        ".",
    ]
    more = {"edited": "2019-02-01T00:00:00", "forwarded_from": "قناة أخرى", "link": "https://t.me/x/7"}
    (document,) = found(channel(message(7, runs, **more)))
    assert isinstance(document, Document)
    assert document.text == "قتل ثلاثة مدنيين في قصف على #السوق."
    assert (document.published, document.url) == (date(2019, 1, 9), "https://t.me/x/7")


def test_what_says_nothing_is_counted() -> None:
    service = {"id": 1, "type": "service", "date": "2019-01-09T00:00:00", "action": "pin_message", "text": ""}
    document, notice = found(channel(service, message(2, "", photo="p.jpg"), message(3, []), message(4)))
    assert isinstance(document, Document)
    assert isinstance(notice, Notice)
    assert "2 messages without words and 1 service messages" in notice.message


def test_the_name_of_a_person_is_no_outlet() -> None:
    (document,) = found(channel(message(7), kind="personal_chat", name="أمل"))
    assert isinstance(document, Document)
    assert (document.outlet, document.name) == (None, "stdin, message 1")


def test_the_export_of_everything_gives_every_chat_with_its_own_name() -> None:
    listed = [channel(message(1), name="أولى"), channel(name="خالية"), channel(message(2), name="ثانية")]
    export = {"about": "x", "contacts": {"list": [{"messages": 5}]}, "chats": {"about": "y", "list": listed}}
    assert [each.name for each in found(export)] == ["أولى/1", "ثانية/2"]


@pytest.mark.parametrize("indent", [None, 1])
def test_an_export_is_told_from_other_json_by_its_head(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(channel(message(7)), indent=indent), encoding="utf-8")
    assert [each.name for each in read([path])] == ['مرصد "البلدة" {1}/7']


def test_of_an_export_that_breaks_off_the_messages_before_are_read() -> None:
    data = json.dumps(channel(message(1), message(2)), ensure_ascii=False).encode()
    for cut, number in ((data[:-40], 1), (data[:-1], 2)):
        *documents, fault = read(["-"], stdin=io.BytesIO(cut))
        assert [isinstance(each, Document) for each in documents] == [True] * number
        assert isinstance(fault, Fault)
        assert f"{number} messages before" in fault.message


def test_a_broken_or_overlong_message_is_a_fault_and_the_rest_goes_on() -> None:
    export = json.dumps(channel(message(1), message(2, SAID * 30), message(3), message(4)), ensure_ascii=False).encode()
    broken = export.replace(b'"id": 3', b'"id": 3 3')
    all_found = list(read(["-"], stdin=io.BytesIO(broken), limit=1000))
    assert [type(each) for each in all_found] == [Document, Fault, Fault, Document]


def test_a_message_without_a_day_has_none_and_one_that_cannot_be_read_is_left_out() -> None:
    without = message(1)
    del without["date"]
    first, notice, second = found(channel(without, message(2, date="أمس")))
    assert isinstance(first, Document)
    assert isinstance(notice, Notice)
    assert isinstance(second, Document)
    assert (first.published, second.published) == (None, None)


class Slow(io.RawIOBase):
    """A stream that gives a few bytes at a time, however many are asked for."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size = data, size

    def readable(self) -> bool:
        return True

    def read(self, _: int = -1) -> bytes:
        given, self._data = self._data[: self._size], self._data[self._size :]
        return given


@given(st.lists(st.text(max_size=20), max_size=4), st.integers(1, 50))
def test_where_the_chunks_end_makes_no_difference(tails: list[str], size: int) -> None:
    export = channel(*(message(number, SAID + tail) for number, tail in enumerate(tails)), message(99))
    data = json.dumps(export, ensure_ascii=size % 2 == 0, indent=size % 3 or None).encode("utf-8", "surrogatepass")
    cut = [each for each in cut_export("x", Slow(data, size), 10_000) if isinstance(each, Piece)]  # type: ignore[arg-type]
    assert [json.loads(each.data)["text"] for each in cut] == [*(SAID + tail for tail in tails), SAID]
    assert {each.outlet for each in cut} == {export["name"]}


@given(st.binary(max_size=100), st.integers(0, 400))
def test_no_bytes_make_it_fail(noise: bytes, at: int) -> None:
    data = json.dumps(channel(message(1), message(2))).encode()
    for each in pieces(["-"], stdin=io.BytesIO(data[:at] + noise + data[at:])):
        assert isinstance(each, Piece | Fault | Notice)
