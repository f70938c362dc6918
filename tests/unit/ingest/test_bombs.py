"""What is made to fill the memory or take for ever is refused within two seconds, and without being held in memory."""

from __future__ import annotations

import gzip
import io
import json
import resource
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from marsad.ingest import Fault, Notice, pieces, read, received
from marsad.ingest.encoding import encoding_of
from marsad.ingest.forms.pdf import _turn_ligatures
from marsad.ingest.forms.visual import paragraphs
from marsad.ingest.html import _linked_data, tree_of
from marsad.ingest.inflate import inflated
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
LINE = json.dumps({"id": "a", "text": SAID}, ensure_ascii=False).encode() + b"\n"
MOST_MEMORY = 120_000_000


@contextmanager
def bounded(seconds: float = 2) -> Iterator[None]:
    """Fail where something takes long (CPU seconds), or more memory than the process ever had before."""
    before, began = peak(), time.process_time()
    yield
    assert peak() - before < MOST_MEMORY
    assert time.process_time() - began < seconds


def peak() -> int:
    """Give the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def zeros(size: int) -> bytes:
    """Compress so many zeros, without holding them."""
    made, out = zlib.compressobj(1, zlib.DEFLATED, 31), bytearray()
    for _ in range(size // 1_000_000):
        out += made.compress(bytes(1_000_000))
    return bytes(out + made.flush())


@pytest.fixture(scope="module")
def gzip_bomb() -> bytes:
    return zeros(300_000_000)


@pytest.mark.parametrize(
    "name", ["a.jsonl.gz", "a.csv.gz", "a.txt.gz", "a.html.gz", "a.json.gz", "a.xml.gz", "a.warc.gz", "a.gz"]
)
def test_a_compressed_bomb_is_refused(tmp_path: Path, gzip_bomb: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip_bomb)
    with bounded():
        found = list(read([path]))
    assert found
    assert all(isinstance(each, Fault) for each in found)


def test_a_bomb_behind_reports_is_refused_where_it_stands(tmp_path: Path, gzip_bomb: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(LINE) + gzip_bomb)
    list(read(["-"], stdin=io.BytesIO(LINE)))
    with bounded():
        document, fault = read([path])
    assert isinstance(document, Document)
    assert isinstance(fault, Fault)
    assert "hundred times" in fault.message


def test_what_is_compressed_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.compress(LINE)))
    (fault,) = read([path])
    assert isinstance(fault, Fault)
    assert "twice" in fault.message


def word() -> bytes:
    out = io.BytesIO()
    made = docx.Document()
    made.add_paragraph(SAID)
    made.save(out)
    return out.getvalue()


def swollen(data: bytes, *names: str, size: int = 250_000_000) -> bytes:
    """Give a zip with members of zeros beside its own."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in names:
            with made.open(name, "w") as member:
                for _ in range(size // 1_000_000):
                    member.write(bytes(1_000_000))
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """Let the archive's list say that its largest member is small."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        largest = max(each.file_size for each in archive.infolist())
    return data.replace(largest.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


@pytest.mark.parametrize("change", [lambda data: data, lying])
def test_a_word_document_that_would_swell_is_refused(change: Callable[[bytes], bytes]) -> None:
    data = change(swollen(word(), "word/media/a.bin"))
    with bounded():
        found = list(read(["-"], stdin=io.BytesIO(data)))
    assert all(isinstance(each, Fault) for each in found) or change is lying


def test_a_zip_of_very_many_files_is_refused() -> None:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as made:
        for number in range(10_001):
            made.writestr(f"{number}", b"")
    with bounded():
        (fault,) = read(["-"], stdin=io.BytesIO(out.getvalue()))
    assert isinstance(fault, Fault)
    assert "10,0" in fault.message


def test_a_list_of_files_too_long_is_refused_unread() -> None:
    data = word()
    at = data.rindex(b"PK\x05\x06")
    long = data[: at + 12] + (50_000_000).to_bytes(4, "little") + data[at + 16 :]
    (fault,) = read(["-"], stdin=io.BytesIO(long))
    assert isinstance(fault, Fault)
    assert "list of files" in fault.message


def test_a_package_with_a_bomb_in_it_is_refused(gzip_bomb: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("archive/a.warc.gz", gzip_bomb)
    with bounded():
        found = list(read(["-"], stdin=io.BytesIO(out.getvalue())))
    assert [type(each) for each in found] == [Notice, Fault, Fault]


def pdf_bomb(size: int, pages: int) -> bytes:
    writer = pypdf.PdfWriter()
    stream = StreamObject()
    stream._data = zlib.compress(b"BT " + b" " * size + b" ET", 1)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    drawn = writer._add_object(stream)
    for _ in range(pages):
        writer.add_blank_page(200, 200)[NameObject("/Contents")] = drawn
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("size", "pages"), [(100_000_000, 1), (2_000_000, 50)])
def test_a_pdf_that_would_swell_is_refused(size: int, pages: int) -> None:
    data = pdf_bomb(size, pages)
    with bounded():
        (fault,) = read(["-"], stdin=io.BytesIO(data))
    assert isinstance(fault, Fault)


def pdf_of_parts(size: int, parts: int) -> bytes:
    """Give a PDF whose one page draws many parts, each of which draws all of them."""
    writer = pypdf.PdfWriter()
    names = DictionaryObject()
    named = writer._add_object(names)
    for number in range(parts):
        stream = StreamObject()
        drawn = b"".join(b"/P%d Do " % each for each in range(parts))
        stream._data = zlib.compress(b"BT " + b" " * size + b" ET " + drawn, 1)
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
        names[NameObject(f"/P{number}")] = writer._add_object(stream)
    page = writer.add_blank_page(200, 200)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
    first = StreamObject()
    first.set_data(b"/P0 Do")
    page[NameObject("/Contents")] = writer._add_object(first)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("size", "parts"), [(50_000_000, 2), (2_000_000, 10), (10, 100)])
def test_a_page_whose_parts_would_swell_is_refused(size: int, parts: int) -> None:
    data = pdf_of_parts(size, parts)
    with bounded():
        (fault,) = read(["-"], stdin=io.BytesIO(data))
    assert isinstance(fault, Fault)
    assert ("inflates" in fault.message) == (size > 10)


@pytest.mark.parametrize("tag", ["div", "b", "p", "table><tr><td", "blockquote"])
@pytest.mark.parametrize("count", [300, 10_000, 100_000])
def test_a_page_of_very_deep_tags_neither_crashes_nor_hangs_nor_loses_its_text_quietly(tag: str, count: int) -> None:
    text = f"<html><body><article>{f'<{tag}>' * count}{SAID * 20}</article></body></html>"
    list(read(["-"], stdin=io.BytesIO(f"<html><body><p>{SAID * 20}</p></body></html>".encode())))
    with bounded():
        (found,) = read(["-"], stdin=io.BytesIO(text.encode()))
    assert isinstance(found, Fault) or SAID in found.text  # type: ignore[union-attr]


def test_a_line_of_ten_megabytes_is_left_out_and_the_rest_goes_on() -> None:
    data = LINE + b'{"text": "' + b"x" * 10_000_000 + b'"}\n' + LINE.replace(b'"a"', b'"b"')
    list(read(["-"], stdin=io.BytesIO(LINE)))
    with bounded():
        found = list(read(["-"], stdin=io.BytesIO(data), limit=1_000_000))
    assert [type(each) for each in found] == [Document, Fault, Document]


class Endless(io.RawIOBase):
    """A file of so many bytes that are never all in memory: an opening, then one text over and over."""

    def __init__(self, opening: bytes, repeated: bytes, times: int) -> None:
        self._waiting, self._repeated, self._times = opening, repeated * 1000, times // 1000

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._waiting and self._times:
            self._waiting, self._times = self._repeated, self._times - 1
        data, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


LONG = b"x" * 2000
WARCINFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n"


@pytest.mark.parametrize(
    ("opening", "repeated"),
    [
        (LINE, b'{"text": "%s"}\n' % LONG),
        (b'{"name": "x", "type": "public_channel", "messages": [', b'{"type": "message", "text": "%s"}, ' % LONG),
        (
            b'{"about": "x", "chats": {"list": [{"name": "x", "type": "public_channel", "messages": [',
            b'{\n       "type": "message",\n       "text": "%s"\n      },\n      ' % LONG,
        ),
        (
            WARCINFO,
            WARCINFO.replace(b"warcinfo", b"resource").replace(b"h: 0\r\n\r\n", b"h: 2000\r\n\r\n%s\r\n" % LONG),
        ),
    ],
)
def test_a_container_of_any_size_is_cut_in_little_memory(opening: bytes, repeated: bytes) -> None:
    before = peak()
    stream = io.BufferedReader(Endless(opening, repeated, 20_000))
    assert sum(1 for _ in pieces(["-"], stdin=stream)) >= 20_000
    assert peak() - before < 25_000_000


def test_a_message_that_never_ends_is_cut_in_little_memory() -> None:
    opening = b'{"name": "x", "type": "public_channel", "messages": [{"type": "message", "text": "a", "more": "'
    before = peak()
    fault, *_ = pieces(["-"], stdin=io.BufferedReader(Endless(opening, LONG, 50_000)), limit=1_000_000)
    assert isinstance(fault, Fault)
    assert "longer than the limit" in fault.message
    assert peak() - before < 25_000_000


CHAT = '<div class="page_body chat_page"><div class="text bold">'
MESSAGE = '<div class="message default clearfix" id="message1"><div class="from_name">'
WORDS = f'</div><div class="text">{SAID}</div>'
EXPORT = '{"name": "x", "type": "public_channel", "messages": [{"type": "message", "text": "'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "<!---->" * 100_000 + SAID),
        ("a.txt", "<!--" * 100_000 + SAID),
        ("a.html", CHAT + " " * 100_000 + MESSAGE + WORDS),
        ("a.html", CHAT + "<b>" + " " * 100_000 + MESSAGE + " " * 100_000 + "<b>" + WORDS),
        ("a.html", CHAT + MESSAGE + '<div class="from_name">' * 40_000 + WORDS),
        ("a.json", EXPORT + '\\"' * 100_000),
        ("a.json", EXPORT + '": "' + '"' + " " * 100_000),
        ("a.csv", 'id,text\n"' + '""\n' * 100_000),
        ("a.rss", f"<rss><channel><item><title>x</title>{'<b/>' * 100_000}</item></channel></rss>"),
        (
            "a.rss",
            f"<rss xmlns:a='a'><channel><item>{'<a:b/>' * 9_900}<description>{SAID}</description></item></channel></rss>",
        ),
    ],
)
def test_what_repeats_its_own_marks_is_read_in_time(name: str, text: str) -> None:
    with bounded(4):
        assert list(received(name, io.BytesIO(text.encode())))


def test_a_page_that_states_its_encoding_over_and_over_is_read_in_time() -> None:
    text = "<meta " * 25 + "charset=" + " " * 3800 + SAID
    with bounded():
        assert encoding_of(text.encode("cp1256")) == "cp1256"


@pytest.mark.parametrize("marks", ["beginbfrange", "beginbfrange endbfrange ", "<0644"])
def test_a_font_that_repeats_its_own_marks_is_read_in_time(marks: str) -> None:
    letters = StreamObject()
    letters.set_data(marks.encode() * 100_000)
    with bounded():
        _turn_ligatures({"/Font": {"/F": DictionaryObject({NameObject("/ToUnicode"): letters})}}, [])


def test_a_page_of_very_many_lines_is_joined_in_time() -> None:
    with bounded(10):
        assert len(paragraphs(f"{'a' * 39}\n" * 100_000)) == 100_000 * 40 - 1


def test_a_page_that_lists_very_much_data_is_read_in_time() -> None:
    tree = tree_of(f'<html><script type="application/ld+json">[{"1," * 500_000}{{}}]</script></html>')
    with bounded(4):
        assert list(_linked_data(tree)) == [{}]


def test_what_is_inflated_is_what_was_compressed() -> None:
    data = LINE * 5000
    made = gzip.compress(data[:100_000]) + bytes(10) + gzip.compress(data[100_000:])
    with inflated(io.BytesIO(made)) as stream:
        assert stream.read() == data
