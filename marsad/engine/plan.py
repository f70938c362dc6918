"""Inputs cut into shards while they are read: the same inputs give the same shards, and no more than one is held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from marsad.engine.folder import PIECES, Folder, put
from marsad.engine.terms import Terms
from marsad.errors import MarsadError
from marsad.ingest import Fault, Notice, Piece
from marsad.model.codec import pack, unpack

Cut = Piece | Fault | Notice
LARGE = 32_000_000
"""Bytes at which a shard is full, however few reports it has."""
_SCHEMA = pa.schema([("what", pa.string()), ("stated", pa.binary()), ("data", pa.binary())])
_PIECES = b"pieces"
_KINDS: dict[str, type[Piece | Fault | Notice]] = {"piece": Piece, "fault": Fault, "notice": Notice}


@dataclass(frozen=True, slots=True)
class Shard:
    """One unit of work: its number, the folder, the terms, and the hash of its pieces; small enough to be sent anywhere."""

    number: int
    folder: Folder
    terms: Terms
    pieces: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A shard with its pieces at hand, which are written only if it is to be made."""

    shard: Shard
    cuts: tuple[Cut, ...]

    @property
    def size(self) -> int:
        """Give the bytes of its pieces."""
        return sum(len(each.data) for each in self.cuts if isinstance(each, Piece))

    def write(self) -> None:
        """Write the part that a worker takes the pieces from."""
        put(self.shard.folder.part(PIECES, self.shard.number), _part(self.cuts, self.shard.pieces))


def planned(cuts: Iterable[Cut], folder: Folder, terms: Terms) -> Iterator[Planned]:
    """Cut what comes into shards, in order."""
    for number, some in enumerate(_full(cuts, terms.shard)):
        yield Planned(Shard(number, folder, terms, _digest(some)), some)


def _full(cuts: Iterable[Cut], most: int) -> Iterator[tuple[Cut, ...]]:
    held: list[Cut] = []
    size = 0
    for each in cuts:
        held.append(each)
        size += len(each.data) if isinstance(each, Piece) else 0
        if len(held) >= most or size >= LARGE:
            yield tuple(held)
            held, size = [], 0
    if held:
        yield tuple(held)


def _digest(cuts: Iterable[Cut]) -> str:
    """Hash what a shard is to be made of, each piece by what is stated of it and by its bytes."""
    found = hashlib.sha256()
    for what, stated, data in map(_row, cuts):
        found.update(pack([what, stated, hashlib.sha256(data).hexdigest()]))
    return found.hexdigest()


def _row(cut: Cut) -> tuple[str, bytes, bytes]:
    if isinstance(cut, Piece):
        return "piece", pack(replace(cut, data=b"")), cut.data
    return "fault" if isinstance(cut, Fault) else "notice", pack(cut), b""


def _part(cuts: Iterable[Cut], pieces: str) -> bytes:
    columns = [list(column) for column in zip(*map(_row, cuts), strict=True)]
    sink = BytesIO()
    pq.write_table(pa.table(columns, schema=_SCHEMA.with_metadata({_PIECES: pieces})), sink, compression="zstd")
    return sink.getvalue()


def refuse_unwanted(shard: Shard) -> None:
    """Raise a `MarsadError` for a shard that nobody asks for any more: its pieces are gone, or others. A worker may outlive its run."""
    path = shard.folder.part(PIECES, shard.number)
    try:
        stated = pq.read_schema(path).metadata or {}
    except (FileNotFoundError, pa.ArrowInvalid):
        stated = {}
    if stated.get(_PIECES) != shard.pieces.encode():
        raise MarsadError(f"{path}: is no more what was planned; nothing was written over what is there")


def taken(shard: Shard) -> tuple[Cut, ...]:
    """Read the pieces of a shard where it is made; they must be those that were planned."""
    path = shard.folder.part(PIECES, shard.number)
    try:
        with pq.ParquetFile(path) as part:
            rows = part.read(use_threads=False).to_pylist()
    except FileNotFoundError as fault:
        raise MarsadError(
            f"{path}: is not to be seen from where this shard is made; the folder must lie on storage that every worker shares"
        ) from fault
    cuts = tuple(_cut(row["what"], row["stated"], row["data"]) for row in rows)
    if _digest(cuts) != shard.pieces:
        raise MarsadError(f"{path}: is not what was planned; give the same command again")
    return cuts


def _cut(what: str, stated: bytes, data: bytes) -> Cut:
    found = unpack(_KINDS[what], stated)
    return replace(found, data=data) if isinstance(found, Piece) else found
