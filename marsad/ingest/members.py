"""The content of one answer, packed whole (gzip, zlib, deflate): inflated member by member, in time that its length bounds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator, Iterator

from marsad.errors import SourceError

GZIP_OR_ZLIB, BARE = 47, -15  # zlib's numbers for: either header, or none
_MOST_MEMBERS = 10_000
_FIRST, _LARGEST = 512, 65_536
_PADDING = re.compile(rb"\0*")


def inflated_members(raw: bytes, most: int, wrapping: int = GZIP_OR_ZLIB) -> Iterator[bytes]:
    """Give what bytes inflate to, in pieces, and no more than `most` and one byte; one that comes to more is too large.

    What breaks off is an `EOFError` and what is damaged a `zlib.error`, each after the pieces that came before.
    """
    at = size = members = 0
    while at < len(raw) and size <= most:
        members += 1
        if members > _MOST_MEMBERS:
            raise SourceError(f"it is packed in more than {_MOST_MEMBERS:,} parts, as no page is")
        at, size = yield from _member(raw, at, (size, most), zlib.decompressobj(wrapping))
        padded = _PADDING.match(raw, at)
        at = padded.end() if padded else at


def _member(
    raw: bytes, at: int, sizes: tuple[int, int], opened: zlib._Decompress
) -> Generator[bytes, None, tuple[int, int]]:
    """Inflate one member in steps that grow, so that many small members don't copy what follows them again and again."""
    (size, most), step = sizes, _FIRST
    while not opened.eof and size <= most:
        part = raw[at : at + step]
        if not part:
            raise EOFError
        data = opened.decompress(part, most + 1 - size)
        at += len(part) - len(opened.unused_data) - len(opened.unconsumed_tail)
        size += len(data)
        yield data
        step = min(step * 2, _LARGEST)
    return at, size
