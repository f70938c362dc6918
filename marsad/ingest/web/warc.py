"""What a server sent, kept as evidence: a WARC response record with its digests, written and checked."""

from __future__ import annotations

import hashlib
import string
import uuid
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from urllib.parse import quote
from zlib import error

import httpx
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from marsad.errors import SourceError
from marsad.ingest.forms.record import wrong_digest
from marsad.ingest.web.answer import Answer

_LEFT_OUT = frozenset({"set-cookie", "set-cookie2"})
_DONE = frozenset({"transfer-encoding"})  # the chunks are put together already
_HOPS = "WARC-X-Redirected-From"


@dataclass(frozen=True, slots=True)
class Record:
    """What a kept record says: the address, the moment (UTC), the status, and the payload as it was sent."""

    url: str
    at: str
    status: int
    payload: bytes


def recorded(answer: Answer, at: datetime) -> bytes:
    """Write an answer as a record that any WARC tool reads; the same answer and moment give the same bytes."""
    reason = quote(answer.reason, safe=f" {string.punctuation}", encoding="latin-1")
    block = StatusAndHeaders(f"{answer.status} {reason}".strip(), _kept(answer.headers), "HTTP/1.1")
    block.compute_headers_buffer()
    payload = _digest(answer.raw)
    told = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{answer.url} {at.isoformat()} {payload}')}>",
        "WARC-Target-URI": answer.url,
        "WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-IP-Address": answer.address,
        "WARC-Payload-Digest": payload,
        "WARC-Block-Digest": _digest(block.headers_buff + answer.raw),
    }
    told |= {_HOPS: " ".join(answer.hops)} if answer.hops else {}
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        answer.url, "response", BytesIO(answer.raw), len(answer.raw), warc_headers_dict=told, http_headers=block
    )
    writer.write_record(record)
    return out.getvalue()


def _kept(headers: httpx.Headers) -> list[tuple[str, str]]:
    """Give the headers as they came, but cookies, which are nobody's business, and how the body was cut."""
    raw = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)
    return [(name, value) for name, value in raw if name.lower() not in _LEFT_OUT | _DONE]


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def opened(data: bytes) -> Record:
    """Read the one record of kept bytes, packed or not, and check the digests that it has; a `SourceError` says what is wrong."""
    try:
        with redirect_stderr(StringIO()):  # the library prints there what it thinks of broken records
            found = [_of(record, data) for record in ArchiveIterator(BytesIO(data), check_digests=True)]
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, TypeError, AttributeError, error) as fault:
        raise SourceError(f"it can't be read as a WARC record ({' '.join(str(fault).split())})") from fault
    if len(found) != 1:
        raise SourceError(f"it holds {len(found)} records, and one was kept")
    return found[0]


def _of(record: ArcWarcRecord, data: bytes) -> Record:
    told, http, raw = record.rec_headers, record.http_headers, record.raw_stream.read()
    if record.rec_type not in ("response", "resource"):
        raise SourceError(f"it is a record of the kind {record.rec_type}, which holds no page")
    problems = [str(each) for each in record.digest_checker.problems]
    wrong = wrong_digest(problems, data)
    if wrong:
        raise SourceError(f"its {wrong}")
    unchecked = record.digest_checker.passed is None and not problems and _has_digests(told)
    if unchecked or getattr(record.raw_stream, "limit", None):
        raise SourceError("it is cut off: it states more than is there")
    status = http.get_statuscode() if http else "200"
    return Record(
        str(told.get_header("WARC-Target-URI") or "").strip("<>"),
        str(told.get_header("WARC-Date") or ""),
        int(status) if status.isdigit() else 0,
        raw,
    )


def _has_digests(told: StatusAndHeaders) -> bool:
    """Say whether a record states a digest of what it holds; of a part (a segment), that of the payload is of all parts."""
    parts = ("Block",) if told.get_header("WARC-Segment-Number") else ("Block", "Payload")
    return any(told.get_header(f"WARC-{part}-Digest") for part in parts)
