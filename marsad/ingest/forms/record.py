"""One WARC record: its digests checked, its page, text or PDF read. When it was fetched is no day of publication."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from marsad.errors import SourceError
from marsad.ingest.encoding import decode
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.forms import pdf
from marsad.ingest.html import from_page, is_page
from marsad.ingest.members import BARE, GZIP_OR_ZLIB, inflated_members
from marsad.ingest.piece import Piece
from marsad.ingest.report import Found, Report
from marsad.model.document import Media

_LARGEST = 50_000_000
_UNKNOWN = "unknown"  # how the library begins what it says of a digest that it can't count
_CHUNK = 65_536
_WRAPPINGS = {"gzip": (GZIP_OR_ZLIB,), "x-gzip": (GZIP_OR_ZLIB,), "deflate": (GZIP_OR_ZLIB, BARE)}
_CODED = frozenset({"", "identity", *_WRAPPINGS})


def open_record(piece: Piece) -> Iterator[Found]:
    """Read the report of a record; one whose bytes are not those that its digests state is a fault."""
    where = f"{piece.name}, record {piece.number}"
    try:
        payload, notes = _payload(piece.data)
        yield from (Notice(where, each) for each in notes)
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


def _payload(data: bytes) -> tuple[bytes, list[str]]:
    """Give what was fetched, and what could not be read or checked of it."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  # other kinds need it not

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it tells of each oddity of each record
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), check_digests=True)))
        payload, broken = _inflated(record)
        while record.raw_stream.read(_CHUNK):  # so that every byte of the block is counted in
            pass
        problems = [str(each) for each in record.digest_checker.problems]
    except SourceError:
        raise
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a WARC record ({type(fault).__name__})") from None
    wrong = wrong_digest(problems, data)
    if wrong:
        raise SourceError(f"its bytes are not those that were fetched: {wrong}")
    unknown = any(each.startswith(_UNKNOWN) for each in problems)
    said = "its digest could not be checked, for it is of an unknown kind" if unknown else ""
    return payload, [each for each in (broken, said) if each]


def wrong_digest(problems: Sequence[str], data: bytes) -> str | None:
    """Say which digest is not that of what the one record in some bytes holds, of what the library found; None if all are.

    A digest of an unknown kind is not wrong, nor is one of the payload that was counted with the chunks of the transfer joined.
    """
    wrong = [each for each in problems if not each.startswith(_UNKNOWN)]
    if not wrong or (all(each.startswith("payload") for each in wrong) and _is_of_joined_chunks(data)):
        return None
    return wrong[0]


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


def _inflated(record: Any) -> tuple[bytes, str]:
    """Take the transfer's wrapping off, and say what could not be read of it; what it becomes is bounded."""
    coding = ((record.http_headers and record.http_headers.get_header("content-encoding")) or "").strip().lower()
    if coding not in _CODED:
        raise SourceError(f"it is compressed as {coding!r}, which Marsad does not read")
    raw = _joined(record)
    wrapping = _wrapping(raw, coding)
    parts, broken = ([raw], "") if wrapping is None else _opened(raw, wrapping)
    content = b"".join(parts)
    if len(content) > _LARGEST:
        raise SourceError(f"what was fetched inflates to more than {_LARGEST // 1_000_000} MB; it was not read on")
    return content, broken


def _joined(record: Any) -> bytes:
    """Give the body of a record with the chunks of the transfer joined."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    chunked = record.http_headers and record.http_headers.get_header("transfer-encoding", "").strip().lower()
    stream = ChunkedDataReader(record.raw_stream) if chunked == "chunked" else record.raw_stream
    return b"".join(iter(lambda: stream.read(_CHUNK), b""))


def _wrapping(raw: bytes, coding: str) -> int | None:
    """Tell how a body is packed; None for one that is not, whatever is said of it, as many archives keep pages unpacked."""
    for wrapping in _WRAPPINGS.get(coding, ()):
        try:
            next(inflated_members(raw, _LARGEST, wrapping), b"")
        except (EOFError, zlib.error):
            continue
        return wrapping
    return None


def _opened(raw: bytes, wrapping: int) -> tuple[list[bytes], str]:
    """Inflate a body as far as it goes, and say so where that is not to its end."""
    parts: list[bytes] = []
    try:
        parts.extend(inflated_members(raw, _LARGEST, wrapping))
    except (EOFError, zlib.error):
        return parts, "its compressed content breaks off or is damaged; what stands before that place was read"
    return parts, ""
