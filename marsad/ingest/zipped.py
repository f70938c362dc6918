"""Zip archives of others, opened with care: what they say of themselves is bounded before anything is inflated."""

from __future__ import annotations

import struct
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from marsad.errors import SourceError

MAGIC = b"PK\x03\x04"
_TAIL = 65_557
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_LARGEST_LIST = 4_000_000  # bytes of the list of members: some 40,000 of them
_MOST_MEMBERS = 10_000
_ANY_SIZE = 10**15
_MOST_TIMES = 300  # a page of XML shrinks to a fiftieth at most


def opened_zip(stream: BinaryIO, most: int) -> ZipFile:
    """Open an archive; one whose members would inflate to more than `most` bytes, or are far too many, is refused.

    Python gives no member more bytes than the archive states for it, so what is stated bounds what is read.
    """
    _refuse_long_list(stream)
    try:
        archive = ZipFile(stream)
    except (BadZipFile, ValueError, NotImplementedError) as fault:
        raise SourceError(f"it can't be read as a zip archive ({fault})") from None
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise SourceError(f"it holds {len(members):,} files, and the limit is {_MOST_MEMBERS:,}")
    if any(each.flag_bits & 1 for each in members):
        raise SourceError("it is locked with a password; save it without one")
    size = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members)
    if size > most or size > _MOST_TIMES * packed + 1_000_000:
        raise SourceError(f"it would inflate to {size / 1_000_000:,.0f} MB, {size // max(1, packed):,} times its size")
    return archive


def names_in(stream: BinaryIO) -> frozenset[str]:
    """Give the names of the files in an archive, and the stream back at its beginning."""
    with opened_zip(stream, _ANY_SIZE) as archive:
        names = frozenset(archive.namelist())
    stream.seek(0)
    return names


def _refuse_long_list(stream: BinaryIO) -> None:
    """Read how long the list of members is before Python reads all of it into memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise SourceError("it can't be read as a zip archive: its end is missing, so it may have been cut off")
    (length,) = struct.unpack_from("<I", tail, at + 12)
    large = tail.rfind(_END_64)
    if large >= 0 and len(tail) - large >= 56:
        (length,) = struct.unpack_from("<Q", tail, large + 40)
    stream.seek(0)
    if length > _LARGEST_LIST:
        raise SourceError(f"its list of files alone is {length / 1_000_000:,.0f} MB long; it was not opened")
