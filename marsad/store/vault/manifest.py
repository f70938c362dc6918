"""What a backup says of itself: by whom it was made, how far its log goes, how many rows it has, and the hash of its image."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from sqlalchemy import Connection, func, select

from marsad import __version__
from marsad.errors import StoreError
from marsad.store.log import Head, head
from marsad.store.migrate import LATEST
from marsad.store.schema_work import attempts, locks, metadata, sessions

Told = TypeVar("Told")
LEFT_OUT = (sessions, attempts, locks)
"""Tables that go empty into a backup: who is signed in must sign in again, and nobody works on a claim any more."""
_BESIDE = ("sessions", "imported gazetteers", "the folder of publications")


_Number = Annotated[int, msgspec.Meta(ge=0)]
_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Version = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z.+!-]{1,40}\Z")]


class _Maker(msgspec.Struct, frozen=True):
    """What the manifest of any Marsad says of who made it."""

    marsad: _Version
    schema: _Version
    format: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What a backup says of itself; it lies in it as JSON."""

    made: datetime
    entries: _Number
    head: _Hash
    rows: dict[str, _Number]
    sha256: _Hash
    marsad: _Version = __version__
    schema: _Version = LATEST
    format: int = 1
    not_included: tuple[str, ...] = _BESIDE

    @property
    def log(self) -> Head:
        """The end of the log."""
        return Head(self.entries, self.head)


def counted(connection: Connection) -> dict[str, int]:
    """Count the rows of each table."""
    count = select(func.count())
    return {
        str(each.name): connection.execute(count.select_from(each)).scalar() or 0 for each in metadata.sorted_tables
    }


def described(connection: Connection, image: Path, made: datetime) -> Manifest:
    """Describe the image of a record that a connection reads."""
    last = head(connection)
    with image.open("rb") as stream:
        return Manifest(
            made, last.seq, last.hash, counted(connection), hashlib.file_digest(stream, "sha256").hexdigest()
        )


def written(manifest: Manifest) -> bytes:
    """Give a manifest as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read(data: bytes) -> Manifest:
    """Read a manifest, which anybody may have written."""
    by = _decoded(data, _Maker)
    if by.format != 1 or by.schema > LATEST:
        raise StoreError(f"a newer Marsad ({by.marsad}, schema {by.schema}) made it; update Marsad to restore it")
    return _decoded(data, Manifest)


def _decoded(data: bytes, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as fault:
        raise StoreError(f"its manifest can't be read ({fault})") from None
