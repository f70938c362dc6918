"""Compressed files (gzip), inflated as they are read: never whole in memory, and a bomb is refused where it goes off."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from marsad.errors import SourceError

MAGIC = b"\x1f\x8b"
_TAKEN = 65_536
_MOST_OF_TAKEN = 16_000_000  # 250 times what was taken: reports shrink to a fifth, and gzip can write a thousandth


class DamagedError(SourceError):
    """Compressed bytes that can't be inflated; reading goes on with the next member, where there is one."""


def inflated(stream: BinaryIO) -> BinaryIO:
    """Give the inflated bytes of a gzip stream of any number of members."""
    return io.BufferedReader(_Inflated(stream))


class _Inflated(io.RawIOBase):
    """The raw stream: takes a little, gives no more than was asked for, and counts what the little became."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._taken = b""
        self._given = 0
        self._member: zlib._Decompress | None = None
        self._lost = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed knows a Buffer only
        """Fill the buffer, perhaps in part; nought at the end."""
        data = b""
        while not data and self._supply():
            data = self._inflate(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _supply(self) -> bool:
        """Have compressed bytes at hand; False at the end, which must be the end of a member."""
        if self._member is None and not self._lost:
            self._taken = self._taken.lstrip(b"\0")  # members may be padded
        while not self._taken:
            self._taken, self._given = self._stream.read(_TAKEN), 0
            if not self._taken:
                cut_off, self._member = self._member is not None, None
                if cut_off:
                    raise DamagedError("its compressed data end too early: the file was cut off")
                return False
        return not self._lost or self._find_member()

    def _find_member(self) -> bool:
        """After damage, go to where the next member seems to begin."""
        while True:
            at = self._taken.find(MAGIC + b"\x08")
            if at >= 0:
                self._taken, self._lost = self._taken[at:], False
                return True
            more = self._stream.read(_TAKEN)
            if not more:
                self._taken = b""
                return False
            self._taken, self._given = self._taken[-2:] + more, 0

    def _inflate(self, most: int) -> bytes:
        member = self._member = self._member or zlib.decompressobj(31)
        before = self._taken
        try:
            data = member.decompress(before, most)
        except zlib.error:
            self._member, self._lost, self._taken = None, True, before[1:]
            raise DamagedError("its compressed data are damaged") from None
        self._taken = member.unused_data if member.eof else member.unconsumed_tail
        self._member = None if member.eof else member
        self._given += len(data)
        if self._given > _MOST_OF_TAKEN:
            raise SourceError("it inflates to hundreds of times its size, as no reports do; it was not read on")
        return data
