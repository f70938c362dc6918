"""Kept records: written so that any tool reads them, and found out when a byte of them was changed."""

from __future__ import annotations

import gzip
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import httpx
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from marsad.errors import SourceError
from marsad.ingest.web.answer import Answer
from marsad.ingest.web.warc import opened, recorded

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PAGE = "<html>قُتل ثلاثة</html>".encode()
HEADERS = [
    ("Content-Type", "text/html"), ("Set-Cookie", "who=you"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"),
]  # fmt: skip
ANSWER = Answer(
    "http://a.example/x?y=1", 200, httpx.Headers(HEADERS), PAGE, gzip.compress(PAGE, mtime=0), "OK", "192.0.2.1", ("http://a.example/",)
)  # fmt: skip


def test_a_record_says_what_was_sent_by_whom_and_when() -> None:
    record = recorded(ANSWER, AT)
    assert recorded(ANSWER, AT) == record
    read = next(iter(ArchiveIterator(BytesIO(record), check_digests="raise")))
    told = read.rec_headers
    assert told.get_header("WARC-Target-URI") == "http://a.example/x?y=1"
    assert told.get_header("WARC-Date") == "2026-03-01T09:30:00Z"
    assert told.get_header("WARC-IP-Address") == "192.0.2.1"
    assert told.get_header("WARC-X-Redirected-From") == "http://a.example/"
    assert {str(told.get_header(f"WARC-{part}-Digest"))[:7] for part in ("Block", "Payload")} == {"sha256:"}
    assert read.http_headers.headers == [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    assert read.content_stream().read() == PAGE


def test_words_beside_the_status_in_any_letters_are_kept() -> None:
    record = recorded(replace(ANSWER, reason="Tr\xe8s bien, 100% \xd8\xa7"), AT)
    assert b"HTTP/1.1 200 Tr%E8s bien, 100% %D8%A7\r\n" in record
    assert (opened(record).status, opened(record).payload) == (200, ANSWER.raw)


def test_no_byte_of_a_block_can_be_changed_unseen() -> None:
    record = recorded(ANSWER, AT)
    block = record.index(b"HTTP/1.1 200")
    for place in range(block, len(record) - 4):
        changed = bytearray(record)
        changed[place] ^= 1
        with pytest.raises(SourceError):
            opened(bytes(changed))
    for end in range(block, len(record) - 4, 7):
        with pytest.raises(SourceError):
            opened(record[:end])


def test_any_change_is_read_or_refused_and_never_fails() -> None:
    packed = gzip.compress(recorded(ANSWER, AT), mtime=0)
    whole = opened(packed)
    for place in range(len(packed)):
        changed = bytearray(packed)
        changed[place] ^= 4
        with suppress(SourceError):
            assert opened(bytes(changed)) == whole


def test_records_that_others_wrote_are_read_as_well() -> None:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], "HTTP/1.1")
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    writer.write_record(
        writer.create_warc_record("http://a.example/", "response", BytesIO(body), len(body), http_headers=headers)
    )
    assert opened(out.getvalue()).url == "http://a.example/"
    assert opened(out.getvalue().rstrip(b"\r\n") + b"\r\n\r\n").url == "http://a.example/"


@pytest.mark.parametrize("data", [b"", b"nothing", b"WARC/1.1\r\n\r\n", recorded(ANSWER, AT) * 2])
def test_what_is_no_one_record_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        opened(data)
