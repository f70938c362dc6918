"""Streams of bytes: the first of them looked at, all of them taken where they are few enough."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from typing import BinaryIO

from marsad.errors import SourceError

_HEAD = 4096
_ADVICE = "split it into one report a file, or give many reports as JSON Lines (.jsonl), which may be of any size"


def looked_at(stream: BinaryIO, most: int = _HEAD) -> tuple[bytes, BinaryIO]:
    """Give the first bytes of a stream, and the stream with them still to come; what is damaged is met where it stands."""
    if stream.seekable():
        head = stream.read(most)
        return head, put_back(head, stream)
    parts: list[bytes] = []
    while most > 0:
        try:
            part = stream.read1(most) if isinstance(stream, io.BufferedReader) else stream.read(most)
        except SourceError as fault:
            return b"".join(parts), io.BufferedReader(_Rejoined(b"".join(parts), stream, fault))
        if not part:
            break
        parts.append(part)
        most -= len(part)
    return b"".join(parts), put_back(b"".join(parts), stream)


def put_back(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Give a stream with the bytes that were just read of it still to come."""
    if not stream.seekable():
        return io.BufferedReader(_Rejoined(head, stream))
    stream.seek(-len(head), os.SEEK_CUR)
    return stream


class _Rejoined(io.RawIOBase):
    """Bytes that were read already, what went wrong behind them if anything did, and the stream that they came from."""

    def __init__(self, head: bytes, stream: BinaryIO, fault: SourceError | None = None) -> None:
        self._head = head
        self._stream = stream
        self._fault = fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed knows a Buffer only
        """Give what was read already, then the rest, no more at a time than there is at once."""
        size = len(buffer)
        data, self._head = self._head[:size], self._head[size:]
        if not data and self._fault:
            fault, self._fault = self._fault, None
            raise fault
        if not data:
            data = self._stream.read1(size) if isinstance(self._stream, io.BufferedReader) else self._stream.read(size)
        buffer[: len(data)] = data
        return len(data)


def taken(stream: BinaryIO, limit: int) -> bytes:
    """Take all of a stream; more than `limit` bytes is a `SourceError`, and of a file it is known before it is read."""
    size = _size(stream)
    if size > limit:
        raise SourceError(f"it is too large: {megabytes(size)}, and the limit is {megabytes(limit)}; {_ADVICE}")
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceError(f"it is larger than the limit of {megabytes(limit)}; {_ADVICE}")
    if not data:
        raise SourceError("the file is empty")
    return data


def movable(stream: BinaryIO) -> BinaryIO:
    """Give a stream that can be read from any place: itself, or a copy on the disk that goes when it is closed."""
    if stream.seekable():
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115  its reader closes it by letting it go
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def megabytes(size: int) -> str:
    """Write a size as people do."""
    return f"{size / 1_000_000:,.1f} MB"


def _size(stream: BinaryIO) -> int:
    """Give the size of a file; nought for a stream that is none."""
    try:
        return os.fstat(stream.fileno()).st_size
    except OSError:
        return 0
