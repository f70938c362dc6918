"""Telegram's export as web pages: one report a message, with the outlet only where the page lets it be known."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.ingest import Fault, Notice, pieces, read
from marsad.ingest.piece import Piece
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
CHANNEL = "مرصد البلدة &amp; الريف"
Found = list[Document | Fault | Notice]


def message(number: int, inner: str = "", speaker: str = CHANNEL, title: str = "09.01.2019 23:30:05 UTC+03:00") -> str:
    named = f'<div class="from_name">\n{speaker} \n       </div>' if speaker else ""
    return f"""
     <div class="message default clearfix{"" if speaker else " joined"}" id="message{number}">
      <div class="pull_left userpic_wrap"><div class="userpic userpic1"><div class="initials">M</div></div></div>
      <div class="body">
       <div class="pull_right date details" title="{title}">23:30</div>
       {named}
       {inner or words(SAID)}
      </div>
     </div>"""


def words(said: str) -> str:
    return f'<div class="text">\n{said}\n       </div>'


SERVICE = '<div class="message service" id="message-1"><div class="body details">9 January 2019</div></div>'
PICTURE = (
    '<div class="media_wrap clearfix"><a class="photo_wrap" href="photos/a.jpg"><img src="photos/a.jpg"/></a></div>'
)


def page(*messages: str, name: str = CHANNEL) -> bytes:
    return f"""<!DOCTYPE html>
<html>
 <head><meta charset="utf-8"/><title>Exported Data</title><link href="css/style.css" rel="stylesheet"/></head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header"><div class="content"><div class="text bold">
{name}
     </div></div></div>
   <div class="page_body chat_page">
    <div class="history">
{"".join(messages)}
     <a class="pagination block_link" href="messages2.html">Next messages</a>
    </div>
   </div>
  </div>
 </body>
</html>""".encode()


def found(data: bytes) -> Found:
    return list(read(["-"], stdin=io.BytesIO(data)))


@pytest.mark.parametrize("name", ["messages.html", "messages2.htm", "messages"])
def test_a_message_is_a_report_of_its_channel(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(page(SERVICE, message(7), message(8, words("قتل <strong>رجل</strong> وأصيب<br>آخر"), speaker="")))
    first, second, notice = read([path])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, second.text) == (SAID, "قتل رجل وأصيب\nآخر")
    assert (first.name, first.outlet) == ("مرصد البلدة & الريف/7", "مرصد البلدة & الريف")
    assert (second.name, second.outlet) == ("مرصد البلدة & الريف/8", "مرصد البلدة & الريف")
    assert (first.published, first.url, first.media) == (date(2019, 1, 9), None, "text/html")
    assert first.original.startswith(b'<div class="message default clearfix" id="message7">')
    assert first.original in path.read_bytes()
    assert isinstance(notice, Notice)
    assert "1 service messages" in notice.message


def test_what_says_nothing_is_counted() -> None:
    document, notice = found(page(SERVICE, message(1, PICTURE), message(2, PICTURE + words(SAID)), message(3, PICTURE)))
    assert isinstance(document, Document)
    assert document.text == SAID
    assert isinstance(notice, Notice)
    assert "2 messages without words and 1 service messages" in notice.message


def test_what_is_forwarded_is_a_report_of_the_day_on_which_it_was_forwarded() -> None:
    told = '<span class="date details" title="01.12.2018 10:00:00 UTC+03:00"> 01.12.2018 10:00:00</span>'
    forwarded = f'<div class="forwarded body"><div class="from_name">\nقناة أخرى {told}</div>{words(SAID)}</div>'
    first, second = found(page(message(1), message(2, forwarded)))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (second.text, second.published) == (SAID, date(2019, 1, 9))
    assert first.outlet == second.outlet == "مرصد البلدة & الريف"


@pytest.mark.parametrize(
    ("speakers", "outlet"), [(("أمل", "سعاد"), None), (("أمل",), None), (("أمل", "سعاد", "هدى"), "تنسيقية البلدة")]
)
def test_the_name_of_a_person_is_no_outlet(speakers: tuple[str, ...], outlet: str | None) -> None:
    said = [message(number, speaker=speaker) for number, speaker in enumerate(speakers, 1)]
    documents = found(page(*said, name="تنسيقية البلدة"))
    assert [each.outlet for each in documents if isinstance(each, Document)] == [outlet] * len(speakers)


@pytest.mark.parametrize("title", ["", "yesterday", "31.02.2019 10:00:00"])
def test_a_day_that_cannot_be_read_is_left_out_and_said(title: str) -> None:
    notice, document = found(page(message(1, title=title)))
    assert isinstance(notice, Notice)
    assert "its day is left out" in notice.message
    assert isinstance(document, Document)
    assert document.published is None


def test_a_page_without_messages_is_a_fault() -> None:
    (fault,) = found(page())
    assert isinstance(fault, Fault)
    assert "no message" in fault.message


def test_the_letters_that_mark_a_message_begin_none_where_they_are_written_by_a_person() -> None:
    said = f"{SAID} &lt;div class=&quot;message default&quot; id=&quot;message9&quot;&gt;"
    (document,) = found(page(message(1, words(said))))
    assert isinstance(document, Document)
    assert document.text.endswith('<div class="message default" id="message9">')


def test_a_message_of_very_deep_tags_is_a_fault_and_the_rest_goes_on() -> None:
    first, second = found(page(message(1, words(f"{'<b>' * 400}{SAID}{'</b>' * 400}")), message(2)))
    assert isinstance(first, Fault)
    assert "250 deep" in first.message
    assert isinstance(second, Document)


DATA = page(SERVICE, message(1), message(2, PICTURE), message(3))


@given(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=40))
def test_no_damage_makes_it_fail(at: int, noise: bytes) -> None:
    for each in found(DATA[:at] + noise + DATA[at + len(noise) :]):
        assert isinstance(each, Document | Fault | Notice)


def test_a_message_is_a_piece_of_few_bytes() -> None:
    cut = [each for each in pieces(["-"], stdin=io.BytesIO(DATA)) if isinstance(each, Piece)]
    assert [each.kind for each in cut] == ["post", "post"]
    assert all(len(each.data) < 1000 for each in cut)
