"""The unit of work: a part of pieces in, parts of documents, claims and problems out, whoever runs it."""

from __future__ import annotations

import faulthandler
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from marsad import ingest
from marsad.engine.flat import Found, Rows
from marsad.engine.manifest import Made, commit
from marsad.engine.plan import Shard, taken
from marsad.errors import MarsadError
from marsad.ingest import Fault, Piece
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.pipeline import prepare
from marsad.record.intake import reading

Reader = Callable[[Iterable[Piece]], Iterator[tuple[int, Found]]]
"""What reads pieces, in order, and gives what came of each under its place."""
_alone = threading.Lock()


def run(shard: Shard) -> Made:
    """Make a shard in this process: one at a time, for the watch over slow reports is one for the whole process."""
    with _alone:
        knowledge = known(shard)
        return make(shard, lambda pieces: read_here(pieces, knowledge, shard.terms.patience))


def known(shard: Shard) -> Knowledge:
    """Load the knowledge that a shard is to be read with, once a process; where it is another here, refuse."""
    knowledge = prepare()
    if knowledge.version != shard.terms.knowledge:
        raise MarsadError(
            f"a worker has the knowledge {knowledge.version}, and the run goes by {shard.terms.knowledge}: "
            "install the same Marsad and import the same gazetteers on every machine"
        )
    return knowledge


def make(shard: Shard, reader: Reader) -> Made:
    """Make the parts of a shard out of what a reader gives of its pieces, each in its place."""
    rows = Rows()
    cuts = taken(shard)
    told: dict[int, list[Found]] = {}
    places = [at for at, each in enumerate(cuts) if isinstance(each, Piece)]
    for at, found in reader([each for each in cuts if isinstance(each, Piece)]):
        told.setdefault(places[at], []).append(found)
    for at, each in enumerate(cuts):
        for found in told.get(at, ()) if isinstance(each, Piece) else (each,):
            rows.add(found)
    counts = {table: len(several) for table, several in rows.tables.items()}
    return commit(shard, rows.parts(), counts, rows.faults)


def read_here(pieces: Iterable[Piece], knowledge: Knowledge, patience: float) -> Iterator[tuple[int, Found]]:
    """Read pieces in this process; it ends at once when a report takes longer than it may."""
    with watched(patience) as anew:
        for at, piece in enumerate(pieces):
            anew()
            for found in read(piece, knowledge):
                anew()
                yield at, found


def read(
    piece: Piece, knowledge: Knowledge, past: int = 0, begins: Callable[[str], None] = lambda _: None
) -> Iterator[Found]:
    """Open a piece and read its reports, but for the first that are `past`; a fault of ours in one is listed like any other.

    `begins` is told the name of each before it is read.
    """
    for found in islice(_opened(piece), past, None):
        if not isinstance(found, Document):
            yield found
            continue
        begins(found.name)
        try:
            yield reading(found, knowledge)
        except Exception as fault:  # noqa: BLE001  whatever it is, the rest must not be lost
            yield Fault(found.name, f"Marsad failed on this report ({type(fault).__name__}: {fault}); please report it")


def _opened(piece: Piece) -> Iterator[Document | Fault | ingest.Notice]:
    try:
        yield from ingest.opened(piece)
    except Exception as fault:  # noqa: BLE001  a reader of a kind of file is as fallible
        yield Fault(called(piece), f"Marsad failed to open this ({type(fault).__name__}: {fault}); please report it")


def called(piece: Piece) -> str:
    """Name a piece as its user would."""
    return f"{piece.name}, report {piece.number}" if piece.number else piece.name


@contextmanager
def watched(seconds: float) -> Iterator[Callable[[], None]]:
    """Have the process ended when nothing is heard for so long, even by code that holds everything else up."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        try:
            yield lambda: faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        finally:
            faulthandler.cancel_dump_traceback_later()
