"""Evidence that came in as files: records of web archives are checked like fetched ones."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from feed_host import article
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from marsad import ingest
from marsad.errors import SourceError
from marsad.ingest.web.warc import opened
from marsad.knowledge.load import load
from marsad.model.document import Document
from marsad.record.evidence import examine
from marsad.record.intake import reading
from marsad.store import Store, put_readings

STRIKE = "قُتل أربعة مدنيين وأصيب سبعة آخرون في قصف مدفعي على قرية تل السنديان بريف حلب، وفق ما قال مسعفون اليوم. "


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Write an archive as crawlers do: digests of SHA-1, a chunked page, an address with a blank, a resource."""
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, headers in enumerate(([], [("Transfer-Encoding", "chunked")])):
            page = article("قصف", STRIKE * (number + 1)).encode()
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page) if headers else page
            told = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], "HTTP/1.1")
            address = f"http://a.example/{number}?q=a b"
            writer.write_record(
                writer.create_warc_record(address, "response", BytesIO(body), len(body), http_headers=told)
            )
        page = article("قصف آخر", STRIKE * 3).encode()
        given = {"warc_content_type": "text/html"}
        writer.write_record(
            writer.create_warc_record("http://a.example/r", "resource", BytesIO(page), len(page), **given)
        )
    return path


def test_records_of_archives_are_checked_as_well(archive: Path, tmp_path: Path) -> None:
    documents = [each for each in ingest.read([str(archive)]) if isinstance(each, Document)]
    assert [each.media for each in documents] == ["application/warc"] * 3
    with Store.open(str(tmp_path / "w.db")) as store:
        with store.transaction("test") as writing:
            put_readings(writing, [reading(each, load()) for each in documents])
        with store.reading() as connection:
            found = examine(connection)
    assert (found.pages, found.faults, found.notes) == (3, [], [])


@pytest.mark.parametrize(
    "stated",
    [
        {"WARC-Payload-Digest": "{joined}"},
        {"WARC-Payload-Digest": "{joined}", "WARC-Block-Digest": "unknown:x"},
        {"WARC-Payload-Digest": "sha1:of all the parts", "WARC-Segment-Number": "1"},
    ],
)
def test_what_reading_takes_for_sound_checking_does_as_well(tmp_path: Path, stated: dict[str, str]) -> None:
    page = article("قصف", STRIKE).encode()
    half = len(page) // 2
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page[:half], page[half:], b""))
    joined = f"sha256:{hashlib.sha256(page).hexdigest()}"
    told = "".join(f"{name}: {value.format(joined=joined)}\r\n" for name, value in stated.items())
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Date: 2026-03-03T00:00:00Z\r\nWARC-Target-URI: http://a.example/a\r\n"
        f"Content-Type: application/http; msgtype=response\r\n{told}Content-Length: {len(block)}\r\n\r\n"
    )
    (tmp_path / "a.warc").write_bytes(head.encode() + block + b"\r\n\r\n")
    (document,) = (each for each in ingest.read([str(tmp_path / "a.warc")]) if isinstance(each, Document))
    cut = document.original[: -len(body) // 2]
    with pytest.raises(SourceError):
        opened(cut)
    with Store.open(str(tmp_path / "w.db")) as store:
        with store.transaction("test") as writing:
            put_readings(writing, [reading(document, load())])
        with store.reading() as connection:
            assert examine(connection).faults == []
