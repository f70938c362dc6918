"""What a server answered, and how much of it may be taken in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import httpx

from marsad.errors import SourceError

_PLAIN = frozenset({"", "identity"})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = 47  # zlib's number for: up to 32 KiB of window, either header


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken of a server: bytes of a body, packed or unpacked; seconds in all, and without a byte; redirects."""

    size: int = 20_000_000
    seconds: float = 60.0
    patience: float = 15.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: `url` is the last address, after `hops` that led there; `body` is unpacked.

    `raw` is the body as it was sent (packed, where the server packed it), `reason` the words beside the status, and `address`
    is the numeric address that answered.
    """

    url: str
    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)
    raw: bytes = field(default=b"", repr=False)
    reason: str = ""
    address: str = ""
    hops: tuple[str, ...] = ()

    @property
    def is_success(self) -> bool:
        """Say whether the server gave what was asked for."""
        return 200 <= self.status < 300


def unpacked(raw: bytes, encoding: str, most: int) -> bytes:
    """Unpack a body as its Content-Encoding says; a bomb is given up at `most` bytes."""
    name = encoding.strip().lower()
    if name in _PLAIN:
        return raw
    if name not in _PACKED:
        raise SourceError(f"it came packed as {encoding!r}, which was not asked for; try another address of it")
    try:
        return _inflated(raw, most)
    except zlib.error as fault:
        raise SourceError(f"it says that it is packed as {name}, and can't be unpacked; try again later") from fault


def _inflated(raw: bytes, most: int) -> bytes:
    """Unpack one gzip member after another."""
    out = b""
    while raw:
        opened = zlib.decompressobj(_GZIP_OR_ZLIB)
        out += opened.decompress(raw, most + 1 - len(out))
        if len(out) > most:
            raise SourceError(too_large(most, "unpacked"))
        if not opened.eof:
            raise SourceError("it broke off before its end; try again later")
        raw = opened.unused_data.lstrip(b"\0")
    return out


def too_large(most: int, how: str = "sent") -> str:
    """Say that a body is larger than is taken."""
    return f"it is larger than the limit of {most / 1_000_000:,.1f} MB as {how}; nothing of it was kept"
