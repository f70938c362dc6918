"""The manifest: a row a shard, written when all its parts lie in their places, and the sum of all at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marsad.engine.folder import CLAIMS, DOCUMENTS, PROBLEMS, ROWS, Folder, digest_of, put
from marsad.engine.plan import Shard, refuse_unwanted
from marsad.engine.terms import Terms
from marsad.errors import ModelError
from marsad.model.codec import pack, unpack


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it was written: its rows and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Made:
    """A shard that is made: the hash of the pieces it was made of, the versions, and its parts by their tables."""

    shard: int
    pieces: str
    marsad: str
    knowledge: str
    schema: int
    parts: Mapping[str, Part]
    faults: int = 0


def commit(shard: Shard, parts: Mapping[str, bytes], counts: Mapping[str, int], faults: int) -> Made:
    """Put the parts of a shard in their places and then, last, its row; one that nobody asks for any more is a `MarsadError`."""
    terms, folder = shard.terms, shard.folder
    refuse_unwanted(shard)
    for table, data in parts.items():
        put(folder.part(table, shard.number), data)
    written = {table: Part(counts[table], digest_of(data)) for table, data in parts.items()}
    refuse_unwanted(shard)
    made = Made(shard.number, shard.pieces, terms.marsad, terms.knowledge, terms.schema, written, faults)
    put(folder.row(shard.number), pack(made) + b"\n")
    return made


def made_of(folder: Folder, number: int) -> Made | None:
    """Give the row of a shard; None where it is not made. A row that can't be read is a ModelError."""
    try:
        return unpack(Made, folder.row(number).read_bytes())
    except FileNotFoundError:
        return None


def broken(folder: Folder, made: Made) -> str | None:
    """Say which part of a shard is not as it was written; None where all are."""
    for table, part in made.parts.items():
        path = folder.part(table, made.shard)
        name = f"{table}/{path.name}"
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return f"{name} is missing"
        if found != part.sha256:
            return f"{name} is not as it was written: it was cut short or changed"
    return None


def numbers(folder: Folder) -> list[int]:
    """Give the numbers of the shards that have a row, in order."""
    return folder.numbers(ROWS)


def all_made(folder: Folder) -> Iterator[Made]:
    """Give every row of the manifest in order."""
    for number in numbers(folder):
        made = made_of(folder, number)
        if made:
            yield made


@dataclass(slots=True)
class Sum:
    """What came of a run: shards, reports, claims, problems, and those of the problems that are faults."""

    shards: int = 0
    documents: int = 0
    claims: int = 0
    problems: int = 0
    faults: int = 0

    def add(self, made: Made) -> None:
        """Count a shard in."""
        self.shards += 1
        self.documents += made.parts[DOCUMENTS].rows
        self.claims += made.parts[CLAIMS].rows
        self.problems += made.parts[PROBLEMS].rows
        self.faults += made.faults


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole of a finished run; `rows` is the SHA-256 of all rows of the manifest, in order."""

    terms: Terms
    total: Sum
    rows: str


def conclude(folder: Folder, terms: Terms) -> Sum:
    """Write down that a run is finished and what came of it."""
    total, rows = Sum(), hashlib.sha256()
    for made in all_made(folder):
        total.add(made)
        rows.update(pack(made))
    put(folder.summary, pack(Summary(terms, total, rows.hexdigest())) + b"\n")
    return total


def summary_of(folder: Folder) -> Summary | None:
    """Give the sum of a finished run; None where it is not finished."""
    try:
        return unpack(Summary, folder.summary.read_bytes())
    except (FileNotFoundError, ModelError):
        return None
