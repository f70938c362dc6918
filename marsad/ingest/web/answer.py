"""What a server answered, and how much of it may be taken in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import httpx

from marsad.errors import SourceError
from marsad.ingest.members import inflated_members

_PLAIN = frozenset({"", "identity"})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


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
        found = b"".join(inflated_members(raw, most))
    except EOFError as fault:
        raise SourceError("it broke off before its end; try again later") from fault
    except zlib.error as fault:
        raise SourceError(f"it says that it is packed as {name}, and can't be unpacked; try again later") from fault
    if len(found) > most:
        raise SourceError(too_large(most, "unpacked"))
    return found


def too_large(most: int, how: str = "sent") -> str:
    """Say that a body is larger than is taken."""
    return f"it is larger than the limit of {most / 1_000_000:,.1f} MB as {how}; nothing of it was kept"
