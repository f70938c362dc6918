"""What a backup says of itself: by whom it was made, how far its log goes, how many rows it has, and the hash of its image."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, select

from marsad import __version__
from marsad.errors import StoreError
from marsad.store.log import Head, head
from marsad.store.migrate import LATEST
from marsad.store.schema_work import attempts, locks, metadata, sessions

LEFT_OUT = (sessions, attempts, locks)
"""Tables that go empty into a backup: who is signed in must sign in again, and nobody works on a claim any more."""
_BESIDE = ("sessions", "imported gazetteers", "the folder of publications")


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What a backup says of itself; it lies in it as JSON."""

    made: str
    entries: int
    head: str
    rows: dict[str, int]
    sha256: str
    marsad: str = __version__
    schema: str = LATEST
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


def described(connection: Connection, image: Path, made: str) -> Manifest:
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
    """Read a manifest."""
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as fault:
        raise StoreError(f"its manifest can't be read ({fault})") from None
    if found.format != 1 or found.schema > LATEST:
        raise StoreError(f"a newer Marsad ({found.marsad}, schema {found.schema}) made it; update Marsad to restore it")
    return found
