"""One WARC record: its digests checked, its page, text or PDF read. When it was fetched is no day of publication."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from marsad.errors import SourceError
from marsad.ingest.encoding import decode
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.forms import pdf
from marsad.ingest.html import from_page, is_page
from marsad.ingest.piece import Piece
from marsad.ingest.report import Found, Report
from marsad.model.document import Media

_LARGEST = 50_000_000
_CHUNK = 65_536
_CODED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def open_record(piece: Piece) -> Iterator[Found]:
    """Read the report of a record; one whose bytes are not those that its digests state is a fault."""
    where = f"{piece.name}, record {piece.number}"
    try:
        payload, unchecked = _payload(piece.data)
        if unchecked:
            yield Notice(where, unchecked)
        for found in _reports(where, payload):
            if isinstance(found, Report):
                media: Media = "application/warc+pdf" if found.media == "application/pdf" else "application/warc"
                yield replace(found, url=piece.url, original=piece.data, media=media)
            else:
                yield found
    except SourceError as refusal:
        yield Fault(where, str(refusal))


def _reports(name: str, payload: bytes) -> Iterator[Found]:
    if payload.startswith(pdf.MAGIC):
        yield from pdf.open_pdf(Piece(name, payload, "pdf"))
        return
    text = decode(payload)
    yield from_page(name, text) if is_page(text) else Report(name, text)


def _payload(data: bytes) -> tuple[bytes, str]:
    """Give what was fetched, and what could not be checked of it."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  # other kinds need it not

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it tells of each oddity of each record
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), check_digests=True)))
        payload = _inflated(record)
        while record.raw_stream.read(_CHUNK):  # so that every byte of the block is counted in
            pass
        problems = [str(each) for each in record.digest_checker.problems]
    except SourceError:
        raise
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a WARC record ({type(fault).__name__})") from None
    wrong = [each for each in problems if not each.startswith("unknown")]
    if wrong and not (all(each.startswith("payload") for each in wrong) and _is_of_joined_chunks(data)):
        raise SourceError(f"its bytes are not those that were fetched: {wrong[0]}")
    unknown = len(wrong) < len(problems)
    return payload, "its digest could not be checked, for it is of an unknown kind" if unknown else ""


def _is_of_joined_chunks(data: bytes) -> bool:
    """Say whether the digest of a record is that of its content with the chunks of the transfer joined, as some tools count it."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    record = next(iter(ArchiveIterator(io.BytesIO(data))))
    kind, _, stated = record.rec_headers.get_header("WARC-Payload-Digest", "").partition(":")
    joined = hashlib.new(kind.strip().lower())
    stream = ChunkedDataReader(record.raw_stream)
    while part := stream.read(_CHUNK):
        joined.update(part)
    written = joined.hexdigest(), base64.b32encode(joined.digest()).decode().lower()
    return stated.strip().lower() in written


def _inflated(record: Any) -> bytes:
    """Take the transfer's wrapping off; what it becomes is bounded."""
    coding = (record.http_headers and record.http_headers.get_header("content-encoding")) or ""
    if coding.strip().lower() not in _CODED:
        raise SourceError(f"it is compressed as {coding!r}, which Marsad does not read")
    stream, parts, size = record.content_stream(), [], 0
    while part := stream.read(_CHUNK):
        size += len(part)
        if size > _LARGEST:
            raise SourceError(f"what was fetched inflates to more than {_LARGEST // 1_000_000} MB; it was not read on")
        parts.append(part)
    return b"".join(parts)
