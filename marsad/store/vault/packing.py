"""What lies inside the lock: a tar, pressed by gzip, of a manifest and the image of a record, made and read some bytes at a time."""

from __future__ import annotations

import hashlib
import tarfile
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from marsad.errors import StoreError
from marsad.store.vault.streams import Sink

MANIFEST, IMAGE = "manifest.json", "record.db"
_BLOCK = tarfile.BLOCKSIZE
_PIECE = 1 << 18
_GZIP = 16 + zlib.MAX_WBITS
_QUICK = 3
_MOST_MANIFEST = 1 << 20
_END = bytes(2 * _BLOCK)
Tick = Callable[[int], None]
"""Told how many bytes more are done."""


class Packed:
    """A manifest and an image as one stream to be read; `sha256` is that of the tar when all of it is read."""

    def __init__(self, manifest: bytes, image: Path, tick: Tick) -> None:
        self._hash = hashlib.sha256()
        self._left = bytearray()
        self._pieces = self._pressed(_tar(manifest, image), tick)

    @property
    def sha256(self) -> str:
        """The hash of the tar, as far as it was read."""
        return self._hash.hexdigest()

    def read(self, size: int) -> bytes:
        """Give so many bytes, fewer at the end."""
        while len(self._left) < size and (piece := next(self._pieces, None)) is not None:
            self._left += piece
        given = bytes(self._left[:size])
        del self._left[:size]
        return given

    def _pressed(self, pieces: Iterator[bytes], tick: Tick) -> Iterator[bytes]:
        press = zlib.compressobj(_QUICK, zlib.DEFLATED, _GZIP)
        for piece in pieces:
            self._hash.update(piece)
            tick(len(piece))
            yield press.compress(piece)
        yield press.flush()


def _tar(manifest: bytes, image: Path) -> Iterator[bytes]:
    yield _header(MANIFEST, len(manifest))
    yield manifest + bytes(_padding(len(manifest)))
    size = image.stat().st_size
    yield _header(IMAGE, size)
    with image.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
    yield bytes(_padding(size)) + _END


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> int:
    return -size % _BLOCK


class Unpacked:
    """What a packed stream is written to: the manifest is kept, the image goes to a file, or nowhere where it is only hashed."""

    def __init__(self, image: Sink | None, tick: Tick) -> None:
        self.manifest = b""
        self._tar, self._image = hashlib.sha256(), hashlib.sha256()
        self._press = zlib.decompressobj(_GZIP)
        self._target, self._tick = image, tick
        self._waiting = bytearray()
        self._reading = self._entries()
        self._wanted = next(self._reading)

    @property
    def sha256(self) -> str:
        """The hash of the tar."""
        return self._tar.hexdigest()

    @property
    def image(self) -> str:
        """The hash of the image."""
        return self._image.hexdigest()

    def write(self, data: bytes) -> int:
        """Take some bytes as they were packed."""
        left = data
        while left:
            if self._press.eof:
                raise StoreError("it holds more than a record")
            self._take(self._plain(left))
            left = self._press.unconsumed_tail or self._press.unused_data
        return len(data)

    def finish(self) -> None:
        """Say that all is written; what is not whole is refused."""
        while not self._press.eof and (more := self._plain(self._press.unconsumed_tail)):
            self._take(more)
        if not self._press.eof or self._wanted or self._waiting:
            raise StoreError("what is in it is not whole")

    def _plain(self, data: bytes) -> bytes:
        try:
            return self._press.decompress(data, _PIECE)
        except zlib.error:
            raise StoreError("what is in it is not pressed by gzip") from None

    def _take(self, plain: bytes) -> None:
        self._tar.update(plain)
        self._tick(len(plain))
        self._waiting += plain
        while self._wanted and len(self._waiting) >= self._wanted:
            piece = bytes(self._waiting[: self._wanted])
            del self._waiting[: self._wanted]
            self._wanted = self._reading.send(piece)

    def _entries(self) -> Generator[int, bytes, None]:
        """Read entry by entry: give how many bytes are wanted next, none after the end."""
        size = _size(MANIFEST, (yield _BLOCK))
        if not 0 < size <= _MOST_MANIFEST:
            raise StoreError("its manifest is too long")
        self.manifest = (yield size + _padding(size))[:size]
        size = left = _size(IMAGE, (yield _BLOCK))
        while left:
            piece = yield min(left, _PIECE)
            left -= len(piece)
            self._image.update(piece)
            if self._target:
                self._target.write(piece)
        if any((yield _padding(size) + len(_END))):
            raise StoreError("it holds more than a record")
        yield 0


def _size(name: str, block: bytes) -> int:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, UnicodeError):
        info = tarfile.TarInfo()
    if info.name != name or not info.isreg() or info.size < 0:
        raise StoreError(f"there is no {name} in it where it should be")
    return info.size
