"""Web archives (WARC): one report a page, text or PDF that was fetched; the record itself is kept, not its payload alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.inflate import MAGIC as GZIP
from marsad.ingest.inflate import DamagedError, inflated
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.taking import looked_at, megabytes

MAGIC = b"WARC/"
_LONGEST_HEAD = 65_536
_PEEK = 65_536
_CHUNK = 1_000_000
_DIGITS = 15
_CUT_OFF = "it was cut off: the file ends before the record does"
_FIELD = re.compile(r"^([\w-]+):[ \t]*(.*?)\r?$", re.MULTILINE)
_PAYLOADS = frozenset({"response", "resource"})
_READ = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf", ""})
_TYPE = re.compile(rb"^content-type:[ \t]*([^;,\r\n]*)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the block of a record."""

    raw: bytes
    kind: str
    length: int
    url: str | None
    holds: str


def cut_warc(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut an archive into the records that hold a report; others are counted, broken ones are faults, and the rest goes on."""
    first, stream = looked_at(stream)
    cutting = _Cutting(name, inflated(stream) if first.startswith(GZIP) else stream, limit)
    while cutting.more:
        try:
            piece = cutting.next_piece()
        except DamagedError as fault:
            yield Fault(name, f"record {cutting.number}: {fault}")
            cutting.lost = True
        except RecordError as fault:
            yield Fault(name, f"record {cutting.number}: {fault}")
        else:
            if piece:
                yield piece
    if cutting.passed:
        counted = ", ".join(f"{count:,} {what}" for what, count in sorted(cutting.passed.items()))
        yield Notice(name, f"records that hold no report were passed over: {counted}")
    elif cutting.number == 1:
        raise SourceError("it holds no WARC record")


class RecordError(SourceError):
    """A record that can't be read, after which the next one can."""


class _Cutting:
    """One walk through an archive; `lost` means that the next record has to be looked for."""

    def __init__(self, name: str, stream: BinaryIO, limit: int) -> None:
        self.more, self.lost, self.number = True, False, 0
        self.passed: Counter[str] = Counter()
        self._name, self._stream, self._limit = name, stream, limit
        self._size = stream.seek(0, SEEK_END) if stream.seekable() else None
        if self._size is not None:
            stream.seek(0)

    def next_piece(self) -> Piece | None:
        """Give the next record where it holds a report; None for one that does not, and at the end."""
        self.number += 1
        opening = self._opening()
        if not opening:
            self.more = False
            return None
        head = self._head(opening)
        if self._size is not None and self._stream.tell() + head.length > self._size:
            self.lost = True
            raise RecordError(_CUT_OFF)
        if head.kind not in _PAYLOADS:
            self._skip(head.length, f"of the kind {head.kind}")
            return None
        front = self._taken(min(head.length, _PEEK))
        other = _other(head, front)
        if other:
            self._skip(head.length - len(front), other)
            return None
        if head.length > self._limit:
            self._skip(head.length - len(front), "")
            raise RecordError(f"it is too large: {megabytes(head.length)}, and the limit is {megabytes(self._limit)}")
        data = front + self._taken(head.length - len(front))
        return Piece(self._name, head.raw + data, "record", self.number, url=head.url)

    def _opening(self) -> bytes:
        """Give the first line of the next record; what stands before it and is no blank line is a fault, once."""
        while line := self._stream.readline(_LONGEST_HEAD):
            if line.startswith(MAGIC):
                self.lost = False
                return line
            if line.strip() and not self.lost:
                self.lost = True
                raise RecordError("it does not begin as a WARC record does; what follows was searched for the next one")
        return b""

    def _head(self, opening: bytes) -> _Head:
        lines = [opening]
        while lines[-1].strip():
            lines.append(self._stream.readline(_LONGEST_HEAD))
            if not lines[-1] or sum(map(len, lines)) > _LONGEST_HEAD:
                self.lost = True
                raise RecordError(_CUT_OFF if not lines[-1] else "its header is too long")
        raw = b"".join(lines)
        said = dict(_FIELD.findall(raw.decode("utf-8", "replace")))
        told = {key.lower(): value.strip() for key, value in said.items()}
        length, kind = told.get("content-length", ""), told.get("warc-type", "")
        if not kind or not (length.isascii() and length.isdigit()) or len(length) > _DIGITS:
            self.lost = True
            raise RecordError("its header does not state its type and its length")
        url = told.get("warc-target-uri", "").strip("<>") or None
        return _Head(raw, kind.lower(), int(length), url, told.get("content-type", "").lower())

    def _taken(self, length: int) -> bytes:
        data = self._stream.read(length)
        if len(data) < length:
            raise RecordError(_CUT_OFF)
        return data

    def _skip(self, length: int, what: str) -> None:
        """Pass a block over, and count it under what it is."""
        while length > 0:
            length -= len(self._taken(min(length, _CHUNK)))
        if what:
            self.passed[what] += 1


def _other(head: _Head, front: bytes) -> str:
    """Say what a block is that holds no report; nothing for one that may."""
    holds = head.holds.partition(";")[0].strip()
    if holds == "application/http":
        front = front.partition(b"\r\n\r\n")[0]
        status = _STATUS.match(front)
        if status and not status[1].startswith(b"2"):
            return "of a page that was not given (404 and the like)"
        found = _TYPE.search(front)
        holds = found[1].decode("ascii", "replace").strip().lower() if found else ""
    return "" if holds in _READ else "of other media"
