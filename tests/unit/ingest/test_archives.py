"""Web archives: one report a page that was fetched, checked against its digests; what is broken is a fault and the rest goes on."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from marsad.ingest import Fault, Notice, read
from marsad.model.document import Document

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio leaves files open
SAID = "قال مسعفون وشهود عيان إن ثلاثة مدنيين على الأقل قتلوا عندما سقطت قذيفة على السوق المركزي في البلدة."
PAGE = (
    '<html><head><title>قتلى</title><meta property="article:published_time" content="2019-01-09"></head>'
    f"<body><article><h1>قتلى في قصف</h1><p>{SAID}</p><p>{SAID.replace('السوق', 'المخبز')}</p></article></body></html>"
).encode()
Found = list[Document | Fault | Notice]


class Archive:
    """A web archive, written by the library that others write theirs with."""

    def __init__(self, *, compressed: bool) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=compressed)

    def page(self, url: str, body: bytes = PAGE, media: str = "text/html", **headers: str) -> Archive:
        status = headers.pop("status", "200 OK")
        more = [(name.replace("_", "-"), value) for name, value in headers.items()]
        said = StatusAndHeaders(status, [("Content-Type", media), *more], protocol="HTTP/1.1")
        self._write(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=said)
        return self

    def others(self) -> Archive:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        self._write("https://example.org/1", "request", payload=io.BytesIO(b""), length=0, http_headers=asked)
        again = self.writer.create_revisit_record(
            "https://example.org/1", "sha1:A", "https://e.org", "2020-01-01T00:00:00Z"
        )
        self.writer.write_record(again)
        return self.page("https://example.org/p.png", b"\x89PNG", "image/png")

    def text(self, said: str) -> Archive:
        data = said.encode()
        self._write("urn:x", "resource", payload=io.BytesIO(data), length=len(data), warc_content_type="text/plain")
        return self

    def _write(self, url: str, kind: str, **more: object) -> None:
        self.writer.write_record(self.writer.create_warc_record(url, kind, **more))

    @property
    def data(self) -> bytes:
        return self.out.getvalue()


def found(data: bytes, limit: int = 20_000_000) -> Found:
    return list(read(["-"], stdin=io.BytesIO(data), limit=limit))


def kinds(all_found: Found) -> list[type]:
    return [type(each) for each in all_found]


def three(*, compressed: bool = False) -> bytes:
    archive = Archive(compressed=compressed)
    for number in (1, 2, 3):
        archive.page(f"https://example.org/{number}", PAGE.replace("البلدة".encode(), f"البلدة رقم {number}".encode()))
    return archive.data


@pytest.mark.parametrize("compressed", [False, True])
def test_a_page_is_read_with_its_address_and_its_own_day(compressed: bool) -> None:
    (document,) = found(Archive(compressed=compressed).page("https://example.org/1").data)
    assert isinstance(document, Document)
    assert document.text.startswith("قتلى في قصف")
    assert (document.url, document.media) == ("https://example.org/1", "application/warc")
    assert document.published is not None
    assert document.published.isoformat() == "2019-01-09"


def test_when_it_was_fetched_is_no_day_of_publication() -> None:
    (document,) = found(Archive(compressed=False).text(SAID).data)
    assert isinstance(document, Document)
    assert b"WARC-Date" in document.original
    assert (document.published, document.text) == (None, SAID)


def test_the_very_record_is_kept() -> None:
    data = three()
    for document in found(data):
        assert isinstance(document, Document)
        assert document.original in data
        assert document.original.startswith(b"WARC/1.")


@pytest.mark.parametrize(
    ("headers", "wrap"),
    [
        ({"Content_Encoding": "gzip"}, gzip.compress),
        ({"Content_Encoding": "GZIP"}, lambda body: gzip.compress(body[:300]) + bytes(5) + gzip.compress(body[300:])),
        ({"Content_Encoding": "x-gzip"}, gzip.compress),
        ({"Content_Encoding": "deflate"}, zlib.compress),
        ({"Content_Encoding": "deflate"}, lambda body: zlib.compress(body)[2:-4]),
        ({"Content_Encoding": "gzip"}, lambda body: body),
        (
            {"Content_Encoding": "gzip", "Transfer_Encoding": "Chunked"},
            lambda body: b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(body)), gzip.compress(body)),
        ),
        ({"Transfer_Encoding": "chunked"}, lambda body: b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
    ],
)
def test_the_wrapping_of_the_transfer_is_taken_off(headers: dict[str, str], wrap: Callable[[bytes], bytes]) -> None:
    (document,) = found(Archive(compressed=False).page("https://example.org/1", wrap(PAGE), **headers).data)
    assert isinstance(document, Document)
    assert SAID in document.text


@pytest.mark.parametrize("after", [b"", b"and more that is not compressed"])
def test_of_a_page_whose_compression_breaks_off_the_rest_is_read_with_a_note(after: bytes) -> None:
    said = SAID.encode() * 50
    body = gzip.compress(said) + after if after else gzip.compress(said)[:-9]
    notice, document = found(
        Archive(compressed=False).page("https://example.org/1", body, "text/plain", Content_Encoding="gzip").data
    )
    assert isinstance(notice, Notice)
    assert "breaks off or is damaged" in notice.message
    assert isinstance(document, Document)
    assert document.text.startswith(SAID)


def test_a_page_that_swells_beyond_the_bound_is_a_fault() -> None:
    body = gzip.compress(bytes(30_000_000)) * 2
    (fault,) = found(Archive(compressed=False).page("https://example.org/1", body, Content_Encoding="gzip").data)
    assert isinstance(fault, Fault)
    assert "inflates to more than 50 MB" in fault.message


def test_records_that_hold_no_report_are_counted() -> None:
    archive = Archive(compressed=True).others().page("https://example.org/gone", status="404 Not Found")
    (notice,) = found(archive.data)
    assert isinstance(notice, Notice)
    for said in (
        "1 of the kind request",
        "1 of the kind revisit",
        "1 of other media",
        "1 of a page that was not given",
    ):
        assert said in notice.message


def test_a_record_whose_bytes_were_changed_is_a_fault_and_the_rest_goes_on() -> None:
    data = bytearray(three())
    data[data.index("البلدة رقم 2".encode())] ^= 1
    all_found = found(bytes(data))
    assert kinds(all_found) == [Document, Fault, Document]
    assert "record 2: its bytes are not those that were fetched" in str(all_found[1])


@pytest.mark.parametrize("written", [lambda each: base64.b32encode(each).decode(), lambda each: each.hex()])
@pytest.mark.parametrize(("counted", "kind"), [(PAGE, Document), (PAGE + b" ", Fault)])
def test_a_digest_may_be_of_the_content_with_its_chunks_joined(
    written: Callable[[bytes], str], counted: bytes, kind: type
) -> None:
    half = len(PAGE) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:half], PAGE[half:], b""))
    data = Archive(compressed=False).page("https://example.org/1", chunks, Transfer_Encoding="chunked").data
    digest = written(hashlib.sha1(counted).digest())  # noqa: S324  the kind that archives use
    data = re.sub(rb"(WARC-Payload-Digest: sha1:)\w+", rb"\g<1>" + digest.encode(), data)
    assert kinds(found(data)) == [kind]


def test_a_digest_of_an_unknown_kind_is_said_not_to_be_checked() -> None:
    data = three().replace(b"sha1:", b"none:")
    assert kinds(found(data)) == [Notice, Document] * 3


def test_an_address_with_blanks_is_read_without_a_word_of_the_library(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    data = Archive(compressed=False).page("https://example.org/one two").data
    assert kinds(found(data)) == [Document]
    assert (caplog.text, capfd.readouterr().err) == ("", "")


def test_a_compression_that_is_not_read_is_a_fault() -> None:
    (fault,) = found(Archive(compressed=False).page("https://example.org/1", Content_Encoding="br").data)
    assert isinstance(fault, Fault)
    assert "'br'" in fault.message


@pytest.mark.parametrize("compressed", [False, True])
def test_of_an_archive_that_breaks_off_the_records_before_are_read(compressed: bool) -> None:
    data = three(compressed=compressed)
    all_found = found(data[:-100])
    assert kinds(all_found) == [Document, Document, Fault]
    assert "cut off" in str(all_found[2])


def test_damage_loses_no_more_than_its_own_record() -> None:
    data = bytearray(three(compressed=True))
    second = data.index(b"\x1f\x8b\x08", 10)
    data[second + 60 : second + 80] = bytes(20)
    assert kinds(found(bytes(data))) == [Document, Fault, Document]


def test_what_is_no_record_is_passed_over_with_a_fault() -> None:
    data = three()
    second = data.index(b"WARC/1.", 10)
    assert kinds(found(data[:second] + b"not a record\r\nat all\r\n" + data[second:])) == [
        Document,
        Fault,
        Document,
        Document,
    ]


@pytest.mark.parametrize("length", [b"-5", b"x", b"99999999999", b"9" * 40])
def test_a_length_that_cannot_be_is_a_fault_and_the_rest_goes_on(length: bytes) -> None:
    data = three()
    at = data.index(b"Content-Length: ") + 16
    assert kinds(found(data[:at] + length + data[data.index(b"\r\n", at) :])) == [Fault, Document, Document]


def test_a_record_over_the_limit_is_a_fault() -> None:
    all_found = found(Archive(compressed=False).text(SAID * 20).text(SAID).data, limit=1000)
    assert kinds(all_found) == [Fault, Document]
    assert "too large" in str(all_found[0])


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
def test_no_damage_makes_it_fail(at: int, noise: bytes) -> None:
    for compressed in (False, True):
        data = TEXTS[compressed]
        at %= len(data)
        for each in found(data[:at] + noise + data[at + len(noise) :]):
            assert isinstance(each, Document | Fault | Notice)


TEXTS = {each: Archive(compressed=each).text(SAID).text(SAID[5:]).text(SAID[:-9]).data for each in (False, True)}


def package(data: bytes, stated: str | None = None) -> bytes:
    out = io.BytesIO()
    sha256 = stated or hashlib.sha256(data).hexdigest()
    resources = [{"name": "a", "path": "archive/a.warc.gz", "hash": f"sha256:{sha256}", "bytes": len(data)}]
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("archive/a.warc.gz", data)
        made.writestr("pages/pages.jsonl", "{}")
        made.writestr("datapackage.json", json.dumps({"resources": resources if stated != "" else []}))
    return out.getvalue()


@pytest.mark.parametrize("named", [False, True])
def test_a_package_gives_the_pages_of_its_archives(tmp_path: Path, named: bool) -> None:
    data = package(three(compressed=True))
    path = tmp_path / "a.wacz"
    path.write_bytes(data)
    all_found = list(read([path])) if named else found(data)
    assert kinds(all_found) == [Document] * 3
    assert "archive/a.warc.gz, record 1" in all_found[0].name


def test_an_archive_that_is_not_the_one_stated_is_not_read() -> None:
    (fault,) = found(package(three(), "0" * 64))
    assert isinstance(fault, Fault)
    assert "not those that datapackage.json states" in fault.message


def test_an_archive_without_a_hash_is_read_with_a_notice() -> None:
    data = package(three(), "")
    assert kinds(found(data)) == [Notice, Document, Document, Document]


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30))
def test_no_damage_to_a_package_makes_it_fail(at: int, noise: bytes) -> None:
    data = PACKAGE
    at %= len(data)
    for each in found(data[:at] + noise + data[at + len(noise) :]):
        assert isinstance(each, Document | Fault | Notice)


PACKAGE = package(TEXTS[True])
